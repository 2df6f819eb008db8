"""Addresses of pages and records: `news.zip#pages.jsonl#3` lies in `news.zip#pages.jsonl`, which lies in a file."""

from __future__ import annotations

from collections.abc import Container


def enclosing(source_uri: str, among: Container[str]) -> str | None:
    """The address itself or the nearest one around it that is among these; None when there is none."""
    uri = source_uri
    while uri not in among:
        uri, separator, _ = uri.rpartition("#")
        if not separator:
            return None
    return uri
