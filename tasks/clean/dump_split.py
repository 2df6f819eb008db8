"""Where the articles of a text dump begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tasks.clean.byline import BY
from tasks.clean.dateline import read_dateline
from tasks.clean.dump_heads import is_byline, is_date_line, is_headline
from tasks.clean.dump_prose import (
    LINE_COST,
    MIN_BODY_WORDS,
    MIN_SHARED,
    best_stretch,
    content_stems,
    shared_stems,
)
from tasks.clean.dump_survey import Survey
from tasks.clean.furniture import furniture_reason
from tasks.clean.page import Line

HEADER_LINES = 12
"""The body begins so many lines after its headline at most."""
MIN_BODY_LINES = 3
"""One or two sentences under a headline are a teaser."""
BRIEF_WORDS, BRIEF_LINES = 35, 2
TEASER_SHARE = 0.35
"""The share asked for where gap or repetition speak for a new article anyway."""
MIN_BODY_SHARE = 0.6
"""So many lines of a body are sentences; the others are headings, captions and advertisements."""
MAX_REPEATS = 4
"""A headline does not stand on a page more often; what does is part of every teaser or comment."""
FULL_STOP = re.compile(r"[.…]\W*$")
MIN_HEADLINE_CHARS = 20
MIN_WORDS = 4
"""A shorter line with a date beside it may be a name."""
ABOVE = 2
"""Date, byline and number of comments stand so many lines above a headline at most."""
WIDE_GAP = 2
"""So many blank lines more than usual part two articles."""


def article_starts(dump: Survey, *, plain: bool) -> list[int]:
    """Where a further article begins, after the first one: at its headline, or at the date and byline above.

    A headline counts when it stands behind a wide gap, when it recurs before the body begins, or when a date or
    byline stands beside it; and when there is a body in front of it and one behind it, before the next such headline.
    """
    lines, keys, prose = dump
    if sum(words or 0 for words in prose) < 2 * BRIEF_WORDS:
        return []
    usual = _usual_gap(lines)
    candidates = _candidates(dump, usual, plain=plain)
    signed = {index for index in candidates if _signed_and_dated(dump, index)}
    starts: list[int] = []
    behind = 0
    for index, after in pairwise([*candidates, len(lines)]):
        strong = _strong(dump, index, usual)
        if _extends_headline(keys, index) or not (strong or _has_own_body(dump, behind, index, after)):
            continue
        share = TEASER_SHARE if strong else MIN_BODY_SHARE
        brief = index in signed and any(behind <= head < index for head in signed)
        if all(_is_body(part, share, brief=brief) for part in (prose[behind:index], prose[index:after])):
            starts.append(index)
            behind = index
    above = bool(starts) and _first_is_signed_above(dump)
    return [_above(lines, index) if above else index for index in starts]


def _candidates(dump: Survey, usual: int, *, plain: bool) -> list[int]:
    """Headlines that may begin an article; of several before one body the first."""
    lines, keys, prose = dump
    counts = Counter(keys)
    found: list[int] = []
    new = True
    for index, line in enumerate(lines):
        new = new or bool(prose[index - 1])
        if not new or not keys[index] or counts[keys[index]] > MAX_REPEATS or _body_after(prose, index) is None:
            continue
        last = found[-1] if found else -1
        if is_headline(line) and (_strong(dump, index, usual) or _begins(dump, index, last, usual, plain=plain)):
            found.append(index)
            new = False
    return found


def _begins(dump: Survey, index: int, last: int, usual: int, *, plain: bool) -> bool:
    """What stands beside a headline or the gap in front of it, in a dump of articles alone, says that it begins one.

    A headline that is a sentence may as well be the last one of an article that is signed below.
    """
    line = dump.lines[index]
    if line.words < MIN_WORDS:
        return False
    if FULL_STOP.search(line.text):
        return _signs(dump.lines[index + 1]) and _uses_words(dump, index, index + 1 + HEADER_LINES)
    apart = plain and line.gap > usual
    return apart or _dated(dump, index) or _dated_above(dump, index, last) or _datelined(dump, index)


def _uses_words(dump: Survey, index: int, after: int) -> bool:
    """The lines behind a headline are about it."""
    end = min(after, len(dump.lines))
    own = "\n".join(dump.lines[i].text for i in range(index + 1, end) if dump.keys[i] != dump.keys[index])
    return shared_stems(dump.lines[index].text, content_stems(own)) >= MIN_SHARED


def _is_body(prose: Sequence[int | None], share: float, *, brief: bool) -> bool:
    """Enough words in enough sentences that stand close together, as in an article and not in a list of teasers.

    Of stories that are both signed and dated, one like the other, fewer will do.
    """
    words = [w for w in prose if w is not None]
    first, end = best_stretch([float(w) if w else -LINE_COST for w in words])
    lengths = [w for w in words[first:end] if w]
    least = (BRIEF_WORDS, BRIEF_LINES) if brief else (MIN_BODY_WORDS, MIN_BODY_LINES)
    return sum(lengths) >= least[0] and len(lengths) >= max(least[1], share * (end - first))


def _extends_headline(keys: Sequence[str], index: int) -> bool:
    """An earlier line with words added: a player repeats the headline of its page ("... Back to video")."""
    key = keys[index]
    return any(MIN_HEADLINE_CHARS <= len(other) < len(key) and key.startswith(other) for other in keys[:index])


def _has_own_body(dump: Survey, behind: int, index: int, after: int) -> bool:
    """What follows is about this headline and uses its words, and is no comment; or it is both signed and dated.

    A teaser set into an article, with its date, is followed by that article; and behind the heading of the comments
    dates are those of comments, unless the headline of the next article follows at once.
    """
    lines, body = dump.lines, _body_after(dump.prose, index) or index
    if any(furniture_reason(line.text) == "comments" for line in (*lines[behind : index - ABOVE], *lines[index:body])):
        return False
    return _signed_and_dated(dump, index) or _uses_words(dump, index, after)


def _signed_and_dated(dump: Survey, index: int) -> bool:
    """Both a byline and a date stand between the headline and its body."""
    header = dump.lines[index + 1 : _body_after(dump.prose, index)]
    return any(map(is_byline, header)) and any(map(is_date_line, header))


def _usual_gap(lines: Sequence[Line]) -> int:
    gaps = sorted(line.gap for line in lines[1:])
    return gaps[len(gaps) // 2] if gaps else 0


def _body_after(prose: Sequence[int | None], index: int) -> int | None:
    """Where the body begins behind a headline, when it begins soon."""
    for place in range(index + 1, min(len(prose), index + 1 + HEADER_LINES)):
        if (prose[place] or 0) >= 8:
            return place
    return None


def _strong(dump: Survey, index: int, usual: int) -> bool:
    """Behind a wide gap, or repeated before the body begins."""
    lines, keys, prose = dump
    body = _body_after(prose, index)
    if body is None:
        return False
    if FULL_STOP.search(lines[index].text):
        return False
    if lines[index].gap >= usual + WIDE_GAP:
        return True
    return keys[index] in keys[index + 1 : body]


def _dated(dump: Survey, index: int) -> bool:
    """A date or a byline stands between the headline and the body."""
    return any(map(_signs, dump.lines[index + 1 : min(index + 4, _body_after(dump.prose, index) or 0)]))


def _dated_above(dump: Survey, index: int, last: int) -> bool:
    """A date or a byline stands right above the headline: its own, or below the article under the `last` headline."""
    if not any(dump.prose[last + 1 : index]):
        return False
    for place in range(index - 1, max(-1, index - 1 - ABOVE), -1):
        if dump.prose[place]:
            return False
        if is_date_line(dump.lines[place]) or BY.match(dump.lines[place].text):
            return True
    return False


def _datelined(dump: Survey, index: int) -> bool:
    """The body begins right below the headline, with a dateline."""
    body = _body_after(dump.prose, index)
    return body == index + 1 and read_dateline(dump.lines[body].text)[0] is not None


def _signs(line: Line) -> bool:
    return is_date_line(line) or is_byline(line)


def _first_is_signed_above(dump: Survey) -> bool:
    """The first article has its date or byline above its headline: then so have the others."""
    body = next((i for i, words in enumerate(dump.prose) if words), 0)
    head = next((i for i in range(body - 1, -1, -1) if is_headline(dump.lines[i])), None)
    return head is not None and _above(dump.lines, head) < head and not any(map(_signs, dump.lines[head:body]))


def _above(lines: Sequence[Line], head: int) -> int:
    """Where the dates and bylines above a headline begin."""
    start = head
    while start > max(0, head - ABOVE) and _signs(lines[start - 1]):
        start -= 1
    return start
