"""One article of a text dump: title, header lines, captions, body."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.clean.captions import is_credit
from tasks.clean.dump_captions import caption_keys
from tasks.clean.dump_header import is_dated, is_signed, mark_header
from tasks.clean.dump_heads import MIN_HEADLINE_WORDS
from tasks.clean.dump_prose import best_stretches, comments_start, ends_sentence, is_member, is_sentence, line_gain
from tasks.clean.dump_title import choose_headline
from tasks.clean.dump_told import Told
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_body import REPEAT_WORDS
from tasks.clean.page import UNSPACED, Line
from tasks.clean.signature import tells_when

STRETCHES, PER_POINT = 3, 0.2
"""Bodies that are looked at, and what a point of the headline adds to the logarithm of a body's words."""
MENU_RUN = 3
"""So many short lines without punctuation in a row are a menu, not sub-headings."""
HEADER_LINES, HEADER_WORDS = 5, 70
"""What is mistaken for the first sentences of a body: a deck and a caption at most."""
FOOT_LINES = 2
"""So near below an article `Posted by Ann Lee on 4 May 2024` signs it, where nothing above does."""
LIST_ITEMS = 4
MENU_WORDS = 16
LABEL_WORDS = 3
"""`READ MORE`, `Related stories`; a longer line names what it points to itself."""
CAPTION_COST = -6.0
MAX_HEADLINE_WORDS = 40
"""A line that begins with the headline and is no longer is the headline again, perhaps that of a video."""
LINK_SHARE, HEADINGS = 0.8, ("h1", "h2", "h3")
CAPTION_WORDS = 9
"""A line of so many words without an end, between two sentences, is a caption; sub-headings are shorter."""


class Found(NamedTuple):
    """What a stretch of a dump holds: keys of captions and of loose lines, [first, end) of its body, its headline."""

    captions: frozenset[str]
    loose: frozenset[str]
    first: int = 0
    end: int = 0
    title: int | None = None


@dataclass(frozen=True)
class _Stretch:
    """The lines of one article with what is needed to judge each."""

    lines: Sequence[Line]
    keys: Sequence[str]
    counts: Counter[str]
    captions: frozenset[str]
    loose: frozenset[str]
    """Lines between two sentences: captions where they stand twice, else mostly links."""
    told: bool = False
    """An article and no page: short lines may recur, as in a recipe or a list of offers."""


def mark_article(lines: Sequence[Line], keys: Sequence[str], *, plain: bool) -> None:
    """Give every line of one article's stretch of a dump its kind; `keys` are the squashed texts of the lines.

    In a plain dump, which holds articles and nothing else, the body goes on to the end or to a list of links.
    """
    captions, loose, first, end, title = find_body(lines, keys, plain=plain)
    stretch = _Stretch(lines, keys, Counter(keys), captions - ({keys[title]} if title is not None else set()), loose)
    if title is not None:
        first = max(first, title + 1) if title < end else first
    opening, first = first, _behind_header(lines, first, end)
    if plain and end:
        first, end = first if first > opening else _first_sentence(stretch, title, first), _last_line(stretch, end)
    _mark(stretch, title, first, end, set() if plain else _menu_lines(lines[first:end]))


def mark_told(lines: Sequence[Line], keys: Sequence[str], told: Told) -> None:
    """Give every line of a text that is an article already its kind: it is body but for what its own words give away.

    Without a sentence the whole is body.
    """
    stretch = _Stretch(lines, keys, Counter(keys), caption_keys(lines, keys), frozenset(), told=True)
    stop = comments_start(lines)
    last = max((index for index in range(stop) if is_sentence(lines[index])), default=stop - 1)
    _mark(stretch, told.title, told.first, min(stop, _last_line(stretch, last + 1)), set())


def _mark(stretch: _Stretch, title: int | None, first: int, end: int, menus: set[int]) -> None:
    """Mark what stands before the body `[first, end)`, in it and behind it."""
    lines, keys = stretch.lines, stretch.keys
    headline = keys[title] if title is not None else None
    mark_header(lines[:first], keys[:first], stretch.captions, title, lines[first:end])
    _mark_body(stretch, first, end, headline, menus)
    unsigned = not any(line.kind == "byline" for line in lines[:first])
    foot = [line for line in lines[end : end + FOOT_LINES] if unsigned and is_signed(line) and tells_when(line.text)]
    for line, key in zip(lines[end:], keys[end:], strict=True):
        if foot and line is foot[0]:
            line.mark("byline")
            continue
        line.mark("repeat" if key == headline else "furniture", furniture_reason(line.text) or "after the article")


def find_body(lines: Sequence[Line], keys: Sequence[str], *, plain: bool) -> Found:
    """The lines that read most like the body of an article, and its headline.

    In the dump of a whole page a note to the reader may be longer than a short article, but no headline stands over it
    that it is about: of the stretches of prose that do not fall far behind the longest, the headline decides.
    """
    captions = caption_keys(lines, keys)
    loose = frozenset[str]() if plain else _loose_keys(lines, keys) - captions
    aside = captions | loose
    gains = [CAPTION_COST if k in aside else line_gain(line) for line, k in zip(lines, keys, strict=True)]
    best, best_points = Found(captions, loose), -math.inf
    for total, first, end in best_stretches(gains[: comments_start(lines)], 1 if plain else STRETCHES):
        stop = _with_list(lines, end)
        title, points = choose_headline(lines, keys, first, stop, plain=plain)
        if math.log(total) + PER_POINT * points > best_points:
            best = Found(captions, loose, first, stop, title)
            best_points = math.log(total) + PER_POINT * points
    return best


def _behind_header(lines: Sequence[Line], first: int, end: int) -> int:
    """A byline or date among the first lines of the prose closes the header: what stands before is deck or caption."""
    words, behind = 0, first
    for index in range(first, min(end, first + HEADER_LINES)):
        if is_signed(lines[index]) or is_dated(lines[index]):
            behind = index + 1
        words += lines[index].words
        if words > HEADER_WORDS:
            break
    return behind


def _first_sentence(stretch: _Stretch, title: int | None, first: int) -> int:
    """Where the body of a plain dump begins that no byline or date parts from its deck."""
    lines, keys = stretch.lines, stretch.keys
    after = 0 if title is None else max(i for i in range(first) if keys[i] == keys[title]) + 1
    return next((i for i in range(after, first) if is_sentence(lines[i]) and keys[i] not in stretch.captions), first)


def _last_line(stretch: _Stretch, end: int) -> int:
    """The end of the body of a plain dump: it goes on to a list of links or a caption."""
    lines, keys = stretch.lines, stretch.keys
    while end < len(lines) and furniture_reason(lines[end].text) is None and keys[end] not in stretch.captions:
        end += 1
    return end


def _with_list(lines: Sequence[Line], end: int) -> int:
    """The end of the body with a list behind it, such as dates of a tour or results: lines that all hold a number."""
    first = end + 1 if end < len(lines) and not _is_item(lines[end]) else end
    stop = first
    while stop < len(lines) and _is_item(lines[stop]):
        stop += 1
    marked = first == end and all(line.tag == "li" for line in lines[first:stop])
    return stop if marked or stop - first >= LIST_ITEMS else end


def _is_item(line: Line) -> bool:
    """A member of a list by its number, or because Markdown says so and it is no link."""
    if line.tag == "li":
        return not line.link_chars and furniture_reason(line.text) is None
    return 3 <= line.words <= 20 and any(c.isdigit() for c in line.text) and furniture_reason(line.text) is None


def _loose_keys(lines: Sequence[Line], keys: Sequence[str]) -> frozenset[str]:
    """Lines without an end between two sentences, such as links to other articles."""
    return frozenset(keys[index] for index in range(len(lines)) if _between_sentences(lines, index))


def _between_sentences(lines: Sequence[Line], index: int) -> bool:
    """Scripts without blanks are left alone: their headings are long when counted in words."""
    line = lines[index]
    if not 0 < index < len(lines) - 1 or not CAPTION_WORDS <= line.words <= 40 or ends_sentence(line.text):
        return False
    if line.text[-1].isdigit() or UNSPACED.search(line.text) or furniture_reason(line.text):
        return False
    beside = [is_sentence(lines[index - 1]), is_sentence(lines[index + 1])]
    return all(beside) or (any(beside) and any(furniture_reason(lines[i].text) for i in (index - 1, index + 1)))


def _mark_body(stretch: _Stretch, first: int, end: int, headline: str | None, menus: set[int]) -> None:
    linked = _links_behind_labels(stretch.lines[first:end])
    for index in range(first, end):
        line, key = stretch.lines[index], stretch.keys[index]
        recurs = stretch.counts[key] > 1 and (
            key in stretch.keys[first:index] if line.words >= REPEAT_WORDS else not stretch.told
        )
        if key in stretch.captions:
            known = key in stretch.keys[:index]
            line.mark("repeat" if known else "credit" if is_credit(line.text) else "caption", "a caption")
        elif key in stretch.loose:
            line.mark("caption" if stretch.counts[key] > 1 else "furniture", "stands loose between sentences")
        elif (headline and key.startswith(headline) and line.words <= MAX_HEADLINE_WORDS) or (recurs and key):
            line.mark("repeat", "stands on the page more than once")
        elif reason := furniture_reason(line.text):
            line.mark("furniture", reason)
        elif index - first in linked or _is_link(line):
            line.mark("furniture", "related link")
        elif index - first in menus:
            line.mark("furniture", "run of short lines")
        else:
            line.mark("body" if ends_sentence(line.text) or line.words > 12 else "heading")


def _is_link(line: Line) -> bool:
    """Markdown tells what is a link; a dump does not."""
    return line.link_chars >= LINK_SHARE * len(line.text) and line.tag not in HEADINGS


def _links_behind_labels(lines: Sequence[Line]) -> set[int]:
    """Places of the headlines of other articles between a label such as READ MORE and the next sentence."""
    found: set[int] = set()
    labelled = False
    for index, line in enumerate(lines):
        if line.words <= LABEL_WORDS and furniture_reason(line.text) == "related link":
            labelled = True
        elif ends_sentence(line.text) or not MIN_HEADLINE_WORDS <= line.words <= MENU_WORDS:
            labelled = False
        elif labelled:
            found.add(index)
    return found


def _menu_lines(lines: Sequence[Line]) -> set[int]:
    """Places of short unpunctuated lines that stand three or more in a row."""
    run: list[int] = []
    found: set[int] = set()
    for index, line in enumerate([*lines, None]):
        if line is not None and line.words <= MENU_WORDS and not ends_sentence(line.text) and not is_member(line):
            run.append(index)
            continue
        if len(run) >= MENU_RUN and not all(_is_item(lines[i]) for i in run[1:]):
            found.update(run)
        run = []
    return found
