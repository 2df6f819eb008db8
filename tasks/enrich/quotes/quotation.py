"""A stretch of text inside quotation marks."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.span import Span

BEFORE_OPENING = set("([{—–-‘'“\"/…:<>«") | {" ", "\u00a0", "\t", "\u2009", "\u202f"}
"""What may stand before an opening mark."""


@dataclass(frozen=True)
class Quotation:
    """What stands between two marks: one span a paragraph, marks left out; `outer` has the marks too."""

    spans: tuple[Span, ...]
    outer: Span
    style: str
    closed: bool = True
    parent: int | None = None
    """Index of the quotation around this one."""
