"""Quotation marks of every style, paired into quotations; nothing here ever raises.

A paragraph is a line. A quotation whose paragraph ends before its closing mark goes on in the next paragraph when that
one opens with a mark again (or holds the missing closing mark); otherwise it ends with its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tasks.enrich.quotes.cue import SAY, lemma_of
from tasks.enrich.quotes.quotation import BEFORE_OPENING, Quotation
from tasks.enrich.quotes.singles import singles
from tasks.span import Span

# Every alternative begins with a character of its own, so that the search passes over all other characters.
_DOUBLE = re.compile(r"“|”|„|‟|«|»|‹|›|\"|＂|「|」|『|』|``|''(?:(?<![^\s(\[—–-]'')|(?!'))|’’|‘‘|,,(?=\w)")
_LENGTH = re.compile(r"\d['’′]\s?\d{0,2}[\"”″]|(?<=\d)[\"”″](?=\s+(?:x|by|long|wide|tall|deep|high|thick|screen)\b)")
_MAY_BE_LENGTH = re.compile(r"['’′\"”″](?<=\d.)")
_REACH = 4
"""Paragraphs in which the closing mark of a quotation over several paragraphs is looked for."""
_PARAGRAPH = re.compile(r"[^\n]+")
_OPENS = set("“„‟«‹「『") | {"``", ",,", "‘‘"}
_CLOSES = set("”»›」』") | {"’’"}
_FAMILY = {
    **dict.fromkeys(("«", "»", "‹", "›"), "guillemet"),
    **dict.fromkeys(("「", "」", "『", "』"), "corner"),
    **dict.fromkeys(("``", "''", "’’", "‘‘", ",,"), "doubled"),
    **dict.fromkeys(("“", "”", "„", "‟"), "curly"),
    **dict.fromkeys(('"', "＂"), "straight"),
}
_AFTER_CLOSING = set(".,;:!?)]}—–-’'”\"/…<>»*_|+&") | {" ", "\u00a0", "\t", "\u2009", "\u202f"}


@dataclass(frozen=True)
class Marks:
    """Quotations in order of their start, and the marks that found no partner."""

    quotations: tuple[Quotation, ...]
    unpaired: tuple[Span, ...]


@dataclass
class _Mark:
    span: Span
    family: str
    opens: bool
    closes: bool


@dataclass
class _Open:
    mark: _Mark
    closing: _Mark | None = None
    limit: int = 0
    """Where it ends when it has no closing mark."""


@dataclass
class _Line:
    """The double-marked quotations of one paragraph, before paragraphs are joined."""

    span: Span
    found: list[_Open] = field(default_factory=list)
    stray: list[_Mark] = field(default_factory=list)


def pair_marks(text: str) -> Marks:
    """Pair the quotation marks of a text. Straight, curly, low-high, doubled, guillemets, backticks, single marks.

    Apostrophes, elisions ('90s, 'em) and lengths (6'3") are no marks. An opening mark without a partner runs to the
    end of its paragraph; a closing one without a partner is returned in `unpaired`.
    """
    lengths = [Span(*found.span()) for found in _LENGTH.finditer(text)] if _MAY_BE_LENGTH.search(text) else []
    lines = [_doubles(text, Span(*line.span()), lengths) for line in _PARAGRAPH.finditer(text)]
    quotations, unpaired = _joined(text, lines)
    quotations += [single for line in lines for single in singles(text, line.span, quotations)]
    quotations = [_bare(text, q) for q in quotations if any(text[s:e].strip() for s, e in q.spans)]
    quotations.sort(key=lambda q: (q.outer.start, -q.outer.end))
    return Marks(tuple(_with_parents(quotations)), tuple(unpaired))


def _doubles(text: str, line: Span, lengths: list[Span]) -> _Line:
    found = _Line(line)
    marks = [
        _read(text, line, Span(*m.span()))
        for m in _DOUBLE.finditer(text, *line)
        if not any(length.overlaps(Span(*m.span())) for length in lengths)
    ]
    stack: list[_Open] = []
    for number, mark in enumerate(marks):
        partner = next((o for o in reversed(stack) if _pairs(o.mark, mark)), None)
        if partner and mark.closes and not (mark.opens and _reopens(mark, marks[number + 1 : number + 9], partner)):
            del stack[stack.index(partner) :]
            partner.closing = mark
        elif mark.opens:
            if partner and not _nested(mark, marks[number + 1 : number + 9], partner):
                partner.limit = _lost_end(text, Span(partner.mark.span.end, mark.span.start))
                del stack[stack.index(partner) :]
            stack.append(_Open(mark, limit=line.end))
            found.found.append(stack[-1])
        else:
            found.stray.append(mark)
    return found


def _read(text: str, line: Span, span: Span) -> _Mark:
    sign = span.of(text)
    before = text[span.start - 1] if span.start > line.start else " "
    after = text[span.end] if span.end < line.end else " "
    may_open = before in BEFORE_OPENING and not after.isspace()
    may_close = not before.isspace() and (after in _AFTER_CLOSING)
    if sign in _OPENS:
        # a low mark before it makes “ a closing one: „so“
        opens, closes = not (may_close and not may_open), may_close and not may_open
    elif sign in _CLOSES:
        closes = not (may_open and before.isspace()) or (sign in "»›" and after in _AFTER_CLOSING)  # « so »,
        opens = not closes
    elif may_open == may_close:  # `word"word`, `("a"):` and the like: whatever is needed
        opens, closes = not after.isspace() and not before.isdigit(), True
    else:
        opens, closes = may_open, may_close
    return _Mark(span, _FAMILY.get(sign, "straight"), opens, closes)


def _pairs(opening: _Mark, closing: _Mark) -> bool:
    """Curly, straight and doubled marks are mixed up in the wild; guillemets and corner marks are not."""
    odd = {"guillemet", "corner"}
    if opening.family in odd or closing.family in odd:
        return opening.family == closing.family
    return True


def _reopens(mark: _Mark, later: list[_Mark], partner: _Open) -> bool:
    """A mark that could open or close opens when it is of another family and a closing mark of that family follows."""
    if mark.family == partner.mark.family:
        return False
    same = [m for m in later if m.family == mark.family]
    return bool(same) and same[0].closes


def _nested(mark: _Mark, later: list[_Mark], partner: _Open) -> bool:
    """A mark that opens inside `partner` opens a nested quotation: it is of another family, or two closing ones follow.

    Otherwise `partner` has lost its closing mark.
    """
    if mark.family != partner.mark.family:
        return True
    return len(later) >= 2 and all(m.closes and not m.opens for m in later[:2])


def _lost_end(text: str, inside: Span) -> int:
    """Where a quotation without closing mark ends, given that another begins at `inside.end`.

    Before a comma with a short phrase after it ("…, he said."), else where the next begins.
    """
    tail = text[max(inside.start, inside.end - 80) : inside.end]
    comma = tail.rfind(",")
    return inside.end - len(tail) + comma + 1 if comma >= 0 else inside.end


def _joined(text: str, lines: list[_Line]) -> tuple[list[Quotation], list[Span]]:
    """Quotations of all paragraphs; those that go on in the next paragraph joined."""
    quotations: list[Quotation] = []
    unpaired: list[Span] = []
    going_on: list[Span] = []
    first = 0
    for number, line in enumerate(lines):
        lost = line.stray[0] if line.stray else None
        if going_on and lost and (not line.found or lost.span.start < line.found[0].mark.span.start):
            quotations.append(_quotation([*going_on, Span(line.span.start, lost.span.start)], first, lost.span.end))
            line.stray.pop(0)
            going_on = []
        elif going_on and not line.found:
            going_on.append(line.span)
        for one in line.found:
            whole = _is_open(one, line)
            inside = Span(one.mark.span.end, one.closing.span.start if one.closing else one.limit)
            first = first if going_on else one.mark.span.start
            if whole and _goes_on(text, lines[number + 1 : number + 1 + _REACH]):
                going_on.append(inside)
                continue
            if whole:
                inside = Span(inside.start, _before_attribution(text, inside))
            end = one.closing.span.end if one.closing else inside.end
            quotations.append(
                _quotation([*going_on, inside], first, max(end, inside.end), one.mark.family, one.closing is not None)
            )
            going_on = []
        unpaired += [mark.span for mark in line.stray]
    return [q for q in quotations if q.spans], unpaired


def _before_attribution(text: str, inside: Span) -> int:
    """Where a quotation ends that lost its closing mark: before ', X said.' at the end of its paragraph."""
    comma = text.rfind(",", max(inside.start, inside.end - 80), inside.end)
    tail = text[comma + 1 : inside.end].lower().rstrip(". ").split() if comma >= 0 else []
    return comma if any(lemma_of(word) in SAY for word in (tail[:1] + tail[-1:])) else inside.end


def _is_open(one: _Open, line: _Line) -> bool:
    return one is line.found[-1] and one.closing is None and one.limit == line.span.end


def _goes_on(text: str, later: list[_Line]) -> bool:
    """The next paragraph opens with a mark, or one soon after holds a closing mark that nothing opened."""
    if later and later[0].found and not text[later[0].span.start : later[0].found[0].mark.span.start].strip():
        return True
    marked = next((line for line in later if line.found or line.stray), None)
    if marked is None or not marked.stray:
        return False
    return not marked.found or marked.stray[0].span.start < marked.found[0].mark.span.start


def _quotation(spans: list[Span], start: int, end: int, style: str = "curly", closed: bool = True) -> Quotation:
    return Quotation(tuple(s for s in spans if s.start < s.end), Span(start, max(end, start + 1)), style, closed)


def _bare(text: str, one: Quotation) -> Quotation:
    """Without the space that French puts inside its marks."""
    if not any(text[start].isspace() or text[end - 1].isspace() for start, end in one.spans):
        return one
    parts = [(text[start:end], start, end) for start, end in one.spans]
    spans = [
        Span(start + len(p) - len(p.lstrip()), end - len(p) + len(p.rstrip())) for p, start, end in parts if p.strip()
    ]
    return one._replace(spans=tuple(spans))


def _with_parents(quotations: list[Quotation]) -> list[Quotation]:
    """Each with the quotation around it; one that crosses an earlier one (marks in disorder) is left out."""
    found: list[Quotation] = []
    around: list[int] = []
    for one in quotations:
        while around and found[around[-1]].outer.end <= one.outer.start:
            around.pop()
        if around and not _within(one, found[around[-1]]):
            continue
        parent = around[-1] if around else None
        around.append(len(found))
        found.append(Quotation(one.spans, one.outer, one.style, one.closed, parent))
    return found


def _within(inner: Quotation, outer: Quotation) -> bool:
    return all(any(span.contains(part) for span in outer.spans) for part in inner.spans)
