"""Where the articles of a text dump begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tasks.clean.byline import BY, person
from tasks.clean.captions import has_credit, is_credit
from tasks.clean.dates import beside_date, written_date
from tasks.clean.dump_prose import (
    LINE_COST,
    MIN_BODY_WORDS,
    MIN_SHARED,
    best_stretch,
    content_stems,
    is_sentence,
    shared_stems,
)
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_body import squash
from tasks.clean.page import Line, remembered

HEADER_LINES = 12
"""The body begins so many lines after its headline at most."""
MIN_BODY_LINES = 3
"""One or two sentences under a headline are a teaser."""
TEASER_SHARE = 0.35
"""The share asked for where gap or repetition speak for a new article anyway."""
MIN_BODY_SHARE = 0.6
"""So many lines of a body are sentences; the others are headings, captions and advertisements."""
PLAIN_SHARE = 0.8
MAX_BESIDE_DATE = 40
MAX_REPEATS = 4
"""A headline does not stand on a page more often; what does is part of every teaser or comment."""
FULL_STOP = re.compile(r"[.…]\W*$")
BREADCRUMB = re.compile(r"\w\s?[>›»]\s?\w")
AGO = re.compile(r"\b\d+ (?:second|minute|min|hour|hr|day|week|month|year)s?\b(?: ago|$)", re.IGNORECASE)
MIN_HEADLINE_CHARS, MIN_HEADLINE_WORDS = 20, 5
UNFINISHED = (",", ";", ":", "...", "…")
WIDE_GAP = 2
"""So many blank lines more than usual part two articles."""


def is_headline(line: Line) -> bool:
    """A line that may be a headline: neither too short nor too long, no furniture, no credit."""
    return 3 <= line.words <= 32 and may_be_headline(line)


def may_be_headline(line: Line) -> bool:
    """As `is_headline`, of two words to forty."""
    if not 2 <= line.words <= 40 or line.text.endswith(UNFINISHED) or len(line.text) > 250:
        return False
    return not is_date_line(line) and _reads_as_headline(line.text)


@remembered
def _reads_as_headline(text: str) -> bool:
    if text.startswith(("—", "–", "- ", "@", "#", "•")) or AGO.search(text) or _is_breadcrumb(text):
        return False
    return not (furniture_reason(text) or is_credit(text) or has_credit(text) or BY.match(text))


def _is_breadcrumb(text: str) -> bool:
    return (">" in text or "›" in text or "»" in text) and BREADCRUMB.search(text) is not None


def is_date_line(line: Line) -> bool:
    """A line that is a date with at most a label, a time and a place beside it."""
    if line.words > 12 or "@" in line.text or line.text.startswith(("—", "–", "-")):
        return False
    return written_date(line.text) is not None and len(beside_date(line.text)) <= MAX_BESIDE_DATE


def is_byline(line: Line) -> bool:
    """By Somebody, Somebody alone, or Place: Somebody."""
    return line.words <= 14 and _reads_as_byline(line.text)


@remembered
def _reads_as_byline(text: str) -> bool:
    signed = BY.match(text) is not None
    if not (signed or ": " in text) or text.endswith((".", "?", "!")) or furniture_reason(text):
        return False
    if signed:
        return True
    place, _, name = text.partition(": ")
    if len(place) < 3 or len(place.split()) > 3 or any(word[0].islower() for word in place.split()):
        return False
    return len((person(name) or "").split()) >= 2


class Survey(NamedTuple):
    """The lines of a dump with what several questions about them need."""

    lines: Sequence[Line]
    keys: Sequence[str]
    """The squashed text of each line."""
    prose: Sequence[int | None]
    """Words of the lines that are sentences, 0 for others, for captions and repetitions, None for rules and dots."""


def survey(lines: Sequence[Line]) -> Survey:
    """Look at every line once."""
    keys = [squash(line.text) for line in lines]
    return Survey(lines, keys, _prose_words(lines, keys))


def is_plain_dump(dump: Survey) -> bool:
    """A dump of articles alone: it begins with a headline and nearly all its words are those of sentences.

    The dump of a whole page holds its menus, teasers and notices too, and begins with these.
    """
    prose = sum(words or 0 for words in dump.prose)
    once = {key: line.words for key, line in zip(dump.keys, dump.lines, strict=True)}
    return any(is_headline(line) for line in dump.lines[:2]) and prose >= PLAIN_SHARE * sum(once.values())


def article_starts(dump: Survey) -> list[int]:
    """Indices of the headlines at which a further article begins, after the first one.

    A headline counts when it stands behind a wide gap, when it recurs before the body begins, or when a date or
    byline follows it; and when there is a body in front of it and one behind it, before the next such headline.
    """
    lines, keys, prose = dump
    if sum(words or 0 for words in prose) < 2 * MIN_BODY_WORDS:
        return []
    candidates = _candidates(lines, keys, prose)
    usual = _usual_gap(lines)
    starts: list[int] = []
    behind = 0
    for index, after in pairwise([*candidates, len(lines)]):
        strong = _strong(lines, keys, prose, index, usual)
        if _extends_headline(keys, index) or not (strong or _has_own_body(dump, behind, index, after)):
            continue
        share = TEASER_SHARE if strong else MIN_BODY_SHARE
        if _is_body(prose[behind:index], share) and _is_body(prose[index:after], share):
            starts.append(index)
            behind = index
    return starts


def _prose_words(lines: Sequence[Line], keys: Sequence[str]) -> list[int | None]:
    seen: set[str] = set()
    words: list[int | None] = []
    for index, (line, key) in enumerate(zip(lines, keys, strict=True)):
        twice = key in seen or key == (keys[index + 1] if index + 1 < len(keys) else None)
        sentence = not twice and is_sentence(line) and not has_credit(line.text)
        words.append(None if not key else line.words if sentence else 0)
        seen.add(key)
    return words


def _candidates(lines: Sequence[Line], keys: Sequence[str], prose: Sequence[int | None]) -> list[int]:
    """Headlines that may begin an article; of several before one body the first."""
    counts, usual = Counter(keys), _usual_gap(lines)
    found: list[int] = []
    new = True
    for index, line in enumerate(lines):
        new = new or bool(prose[index - 1])
        if not new or not keys[index] or counts[keys[index]] > MAX_REPEATS or _body_after(prose, index) is None:
            continue
        if is_headline(line) and (_strong(lines, keys, prose, index, usual) or _dated(lines, prose, index)):
            found.append(index)
            new = False
    return found


def _is_body(prose: Sequence[int | None], share: float) -> bool:
    """Enough words in enough sentences that stand close together, as in an article and not in a list of teasers."""
    words = [w for w in prose if w is not None]
    first, end = best_stretch([float(w) if w else -LINE_COST for w in words])
    lengths = [w for w in words[first:end] if w]
    return sum(lengths) >= MIN_BODY_WORDS and len(lengths) >= max(MIN_BODY_LINES, share * (end - first))


def _extends_headline(keys: Sequence[str], index: int) -> bool:
    """An earlier line with words added: a player repeats the headline of its page ("... Back to video")."""
    key = keys[index]
    return any(MIN_HEADLINE_CHARS <= len(other) < len(key) and key.startswith(other) for other in keys[:index])


def _has_own_body(dump: Survey, behind: int, index: int, after: int) -> bool:
    """What follows is about this headline and uses its words, and is no comment.

    A teaser set into an article, with its date, is followed by that article; and behind the heading of the comments
    dates are those of comments.
    """
    lines, keys = dump.lines, dump.keys
    body = _body_after(dump.prose, index) or index
    if any(furniture_reason(line.text) == "comments" for line in lines[behind:body]):
        return False
    own = "\n".join(lines[i].text for i in range(index + 1, after) if keys[i] != keys[index])
    return shared_stems(lines[index].text, content_stems(own)) >= MIN_SHARED


def _usual_gap(lines: Sequence[Line]) -> int:
    gaps = sorted(line.gap for line in lines[1:])
    return gaps[len(gaps) // 2] if gaps else 0


def _body_after(prose: Sequence[int | None], index: int) -> int | None:
    """Where the body begins behind a headline, when it begins soon."""
    for place in range(index + 1, min(len(prose), index + 1 + HEADER_LINES)):
        if (prose[place] or 0) >= 8:
            return place
    return None


def _strong(lines: Sequence[Line], keys: Sequence[str], prose: Sequence[int | None], index: int, usual: int) -> bool:
    """Behind a wide gap, or repeated before the body begins."""
    body = _body_after(prose, index)
    if body is None:
        return False
    if FULL_STOP.search(lines[index].text):
        return False
    if lines[index].gap >= usual + WIDE_GAP:
        return True
    return keys[index] in keys[index + 1 : body]


def _dated(lines: Sequence[Line], prose: Sequence[int | None], index: int) -> bool:
    """A date or a byline stands between the headline and the body."""
    body = _body_after(prose, index)
    near = lines[index + 1 : min(index + 4, body or 0)]
    if FULL_STOP.search(lines[index].text):
        near = near[:1]
    return lines[index].words >= 4 and any(is_date_line(line) or is_byline(line) for line in near)
