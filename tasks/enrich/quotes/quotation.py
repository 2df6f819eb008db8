"""A stretch of text inside quotation marks."""

from __future__ import annotations

from typing import NamedTuple

from tasks.span import Span

BEFORE_OPENING = set("([{—–-‘'“\"/…:<>«") | {" ", "\u00a0", "\t", "\u2009", "\u202f"}
"""What may stand before an opening mark."""


class Quotation(NamedTuple):
    """What stands between two marks: one span a paragraph, marks left out; `outer` has the marks too."""

    spans: tuple[Span, ...]
    outer: Span
    style: str
    closed: bool = True
    parent: int | None = None
    """Index of the quotation around this one."""
