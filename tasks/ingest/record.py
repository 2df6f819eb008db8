"""A record, as a mapping of names to values, into a page with hints; for JSON, CSV and Parquet alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tasks.ingest.columns import Columns, present
from tasks.ingest.decode import decode
from tasks.ingest.hints import MAX_HINT_CHARS, hints_of
from tasks.ingest.make import page_of_text
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import HintMethod, Hints, Origin, Page
from tasks.outcome import Refusal

Record = Mapping[str, Any]


def page_of_record(
    record: Record, data: bytes, origin: Origin, options: IngestOptions, method: HintMethod = "record"
) -> Page | Refusal:
    """The page that a record holds; `data` are the bytes of the record, by which the document is known."""
    columns = options.columns
    holder = _holder(record, columns)
    names = present(holder, columns.page)
    if not names:
        return origin.refusal("bad_record", f"the record has no page; its fields are {_names(record)}", document=data)
    value = _first(holder, names)
    if value is None:
        return origin.refusal("empty", f"the record has nothing in {_names(names)}", document=data)
    hints = replace(_hints(record, holder, columns), method=method)
    found = page_of_text(value, data, origin, options, hints)
    if isinstance(found, Page) and found.hints.url is None:
        return replace(found, hints=replace(found.hints, url=_url_of_id(holder)))
    return found


def _holder(record: Record, columns: Columns) -> Record:
    """The record, or the object in it that holds the page, such as the `_source` of a search engine."""
    if present(record, columns.page):
        return record
    objects = (value for value in record.values() if isinstance(value, dict) and present(value, columns.page))
    return next(objects, record)


def _hints(record: Record, holder: Record, columns: Columns) -> Hints:
    """What is said beside the page, then what the record says around it; crawlers have an object `metadata` for it."""
    hints = hints_of(holder, columns)
    for more in (record, record.get("metadata")):
        if isinstance(more, Mapping) and more is not holder:
            hints = hints.filled(hints_of(more, columns))
    return hints


def _first(record: Record, names: Iterable[str]) -> str | None:
    for name in names:
        text = _page_text(record[name])
        if text and text.strip():
            return text
    return None


def _page_text(value: Any) -> str | None:
    """A page's text: a string, bytes as Parquet keeps them, a list of paragraphs, or what WordPress has rendered."""
    if isinstance(value, dict):
        value = value.get("rendered")
    if isinstance(value, bytes):
        return decode(value).text
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else None


def _url_of_id(record: Record) -> str | None:
    """JSON Feed and JSON-LD may keep the address in the id."""
    value = record.get("id") or record.get("@id")
    return value[:MAX_HINT_CHARS] if isinstance(value, str) and re.match(r"https?://", value) else None


def _names(names: Iterable[str]) -> str:
    return ", ".join(repr(name[:40]) for name in list(names)[:12]) or "none"
