"""Quotations in single marks, told from apostrophes, elisions and possessives."""

from __future__ import annotations

import re

from tasks.enrich.quotes.quotation import BEFORE_OPENING, Quotation
from tasks.span import Span

_SINGLE = re.compile(r"['‘’‚‛`](?!['’`])")
_ELISION = re.compile(
    r"['’‘](?:\d\d?s?\b|em|til|cause|tis|twas|n|round|bout|cos|cuz|fore|nuff|ere|kay)\b(?!\w)", re.IGNORECASE
)


def singles(text: str, line: Span, doubles: list[Quotation]) -> list[Quotation]:
    """Quotations in single marks, each wholly inside or wholly outside the double ones."""
    marks = [Span(*m.span()) for m in _SINGLE.finditer(text, *line)]
    if len(marks) < 2:
        return []
    near = [q for q in doubles if q.outer.start < line.end and line.start < q.outer.end]
    found: list[Quotation] = []
    done = line.start
    for number, mark in enumerate(marks):
        if mark.start < done or not _single_opens(text, line, mark):
            continue
        home = _home(mark, near)
        later = [m for m in marks[number + 1 : number + 41] if _home(m, near) == home]
        closing = _single_close(text, line, later)
        if closing:
            found.append(Quotation((Span(mark.end, closing.start),), Span(mark.start, closing.end), "single"))
            done = closing.end
    return found


def _home(mark: Span, doubles: list[Quotation]) -> int | None:
    """Start of the innermost double quotation around a mark."""
    return max((q.outer.start for q in doubles if q.outer.contains(mark)), default=None)


def _single_opens(text: str, line: Span, mark: Span) -> bool:
    before = text[mark.start - 1] if mark.start > line.start else " "
    after = text[mark.end] if mark.end < line.end else " "
    if mark.of(text) == "’" and not (after.isupper() and before.isspace()):
        return False
    return before in BEFORE_OPENING and before != "'" and after.isalnum() and not _ELISION.match(text, mark.start)


def _single_close(text: str, line: Span, later: list[Span]) -> Span | None:
    """The first mark that can only close; a plural's possessive (players' union) only when nothing better follows."""
    weak: Span | None = None
    for mark in later:
        before = text[mark.start - 1]
        after = text[mark.end] if mark.end < line.end else " "
        if _single_opens(text, line, mark):
            break
        if mark.of(text) == "‘" or before.isspace():
            continue
        if after.isalnum() or after == "_":
            continue
        if before == "s" and after == " " and text[mark.end + 1 : mark.end + 2].islower():
            weak = weak or mark
            continue
        return mark
    return weak
