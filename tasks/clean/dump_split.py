"""Where the articles of a text dump begin."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.clean.byline import BY, person
from tasks.clean.captions import has_credit, is_credit
from tasks.clean.dates import written_date
from tasks.clean.dump_prose import is_sentence
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_body import squash
from tasks.clean.page import Line

HEADER_LINES = 12
"""The body begins so many lines after its headline at most."""
MIN_BODY_WORDS = 40
WIDE_GAP = 2
"""So many blank lines more than usual part two articles."""


def is_headline(line: Line) -> bool:
    """A line that may be a headline: neither too short nor too long, no full stop, no furniture, no credit."""
    if not 3 <= line.words <= 32 or line.text.endswith((".", ",", ";", ":")) or len(line.text) > 250:
        return False
    return not (furniture_reason(line.text) or is_credit(line.text) or has_credit(line.text) or BY.match(line.text))


def is_date_line(line: Line) -> bool:
    """A line that is a date with at most a label, a time and a place beside it."""
    return line.words <= 12 and written_date(line.text) is not None


def is_byline(line: Line) -> bool:
    """By Somebody, Somebody alone, or Place: Somebody."""
    if line.words > 14 or line.text.endswith((".", "?", "!")):
        return False
    if BY.match(line.text):
        return True
    place, _, name = line.text.partition(": ")
    return bool(name) and len(place.split()) <= 3 and len(name.split()) >= 2 and person(name) is not None


def article_starts(lines: Sequence[Line]) -> list[int]:
    """Indices of the headlines at which a further article begins, after the first one.

    A headline counts when it stands behind a wide gap, when it recurs before the body begins, or when a date or
    byline follows it; and when there is a body before it and a body behind it.
    """
    prose = [line.words if is_sentence(line) and not has_credit(line.text) else 0 for line in lines]
    keys = [squash(line.text) for line in lines]
    usual = _usual_gap(lines)
    candidates = [i for i, line in enumerate(lines) if is_headline(line) and _begins(lines, keys, prose, i, usual)]
    starts: list[int] = []
    behind = 0
    for index in candidates:
        before = sum(prose[behind:index])
        later = next((c for c in candidates if c > index and sum(prose[index:c]) >= MIN_BODY_WORDS), len(lines))
        if before >= MIN_BODY_WORDS and sum(prose[index:later]) >= MIN_BODY_WORDS:
            starts.append(index)
            behind = index
    return starts


def _usual_gap(lines: Sequence[Line]) -> int:
    gaps = sorted(line.gap for line in lines[1:])
    return gaps[len(gaps) // 2] if gaps else 0


def _begins(lines: Sequence[Line], keys: Sequence[str], prose: Sequence[int], index: int, usual: int) -> bool:
    reach = range(index + 1, min(len(lines), index + 1 + HEADER_LINES))
    body = next((i for i in reach if prose[i] >= 8 and keys[i] not in keys[index:i]), None)
    if body is None:
        return False
    if lines[index].gap >= usual + WIDE_GAP:
        return True
    header = range(index + 1, body)
    if any(keys[i] == keys[index] for i in header):
        return True
    near = [lines[i] for i in header[:3]]
    return lines[index].words >= 4 and any(is_date_line(line) or is_byline(line) for line in near)
