"""Pages of several stories that no `article` elements part: each stands under a headline of its own and is signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tasks.clean.byline import person
from tasks.clean.dateline import read_dateline
from tasks.clean.draft import words_in
from tasks.clean.dump_prose import MIN_SHARED, content_stems, shared_stems
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_body import ambient, foreign, is_paragraph, squash
from tasks.clean.html_header import is_age_line, is_byline_line, is_date_line
from tasks.clean.html_split import MIN_PARAGRAPHS, MIN_WORDS, heading_rank
from tasks.clean.page import Context, Line

SIGNED_WORDS, SIGNED_PARAGRAPHS = 35, 2
"""A teaser may be signed and dated, too, but has a sentence or two; a short post has two paragraphs."""
HEAD_REACH, FOOT_REACH = 6, 3
"""So many lines in front of the first paragraph, and behind the last, tell who wrote it and when."""
GREETING_WORDS = 60
"""A page of several stories may greet its readers; more prose in front of the first is an article's beginning."""
NAME_WORDS = 3
CUT = ("...", "…", "[…]", "[...]")
"""How a teaser of several sentences ends."""


Home = tuple[int, str]
"""A sort of container, and the tag of the lines in it."""


class Stories(NamedTuple):
    """The lines of each story of a page, in page order."""

    own: list[Line]
    """Those of the article that the head of the page speaks of; empty when it speaks of the page."""
    others: list[list[Line]]


class _Page(NamedTuple):
    lines: Sequence[Line]
    prose: Collection[int]
    """The `id` of each line that is a paragraph and not foreign."""
    stated: Collection[str]
    """Squashed headlines of the articles that the page states."""

    def paragraphs(self, lines: Sequence[Line]) -> list[Line]:
        return [line for line in lines if id(line) in self.prose]


class _Head(NamedTuple):
    start: int
    signed: bool
    """Not only the one headline of an `article` element."""


def part_stories(lines: Sequence[Line], stated: Collection[str], *, claimed: bool) -> Stories | None:
    """The stories of a page, or None when it is a page of one article, as most are; `claimed`: it says so itself.

    Sections of one article have headings, too; but nobody signs or dates each of these.
    """
    heads = [index for index, line in enumerate(lines) if heading_rank(line) and _may_head(line)]
    if len(heads) < 2:
        return None
    usual = ambient(line for line in lines if is_paragraph(line))
    prose = {id(line) for line in lines if is_paragraph(line) and not foreign(line, usual)}
    heads = [index for index in heads if not foreign(lines[index], usual)]
    page = _Page(lines, prose, {squash(text) for text in stated})
    for rank in sorted({heading_rank(lines[index]) for index in heads}):
        opening = list(_opening_heads(page, heads, rank))
        alone = len(opening) == 1 and lines[opening[0].start].kind == "title"
        if opening and not alone and (stories := _choose(page, opening, claimed=claimed)):
            return stories
    return None


def _choose(page: _Page, heads: Sequence[_Head], *, claimed: bool) -> Stories | None:
    """What the stories under these headlines are: all of the page, or further ones behind its article."""
    groups: list[list[Line]] = []
    homes: set[Home] = set()
    for head, after in pairwise([*heads, _Head(len(page.lines), False)]):
        groups.append(_without_tail(page, page.lines[head.start : after.start], homes))
        homes |= {home for home in (_home(page, groups[-1]),) if home}
    found = [
        (group, head.signed or _is_whole(page, group, MIN_PARAGRAPHS, MIN_WORDS))
        for group, head in zip(groups, heads, strict=True)
        if _is_whole(page, group, SIGNED_PARAGRAPHS, SIGNED_WORDS)
    ]
    owner = next((group for group, _ in found if any(line.kind == "title" for line in group[:2])), None)
    if owner is not None:
        others = [group for group, sure in found if sure and group is not owner]
        if owner is found[0][0] and others:  # date, byline and picture may stand above the headline
            owner = list(page.lines[: _place_of(page.lines, others[0][0])])
        return Stories(owner, others) if others else None
    whole = [group for group, _ in found]
    before = page.lines[: heads[0].start]
    if len(whole) > 1 and not _begins_article(page, before):
        listed = all(any(squash(line.text) in page.stated for line in group[:2]) for group in whole)
        return Stories([], whole) if listed or not claimed else None
    if whole and all(_stands_alone(page, group, before) for group in whole):
        return Stories(list(before), whole)
    return None


def _place_of(lines: Sequence[Line], line: Line) -> int:
    return next(index for index, other in enumerate(lines) if other is line)


def _opening_heads(page: _Page, heads: Sequence[int], rank: str) -> Iterator[_Head]:
    """The headings of a rank that open a story, each with its date when that stands above."""
    lines = page.lines
    dated_above = None
    for head, after in pairwise([*(i for i in heads if heading_rank(lines[i]) <= rank), len(lines)]):
        if heading_rank(lines[head]) != rank:
            continue
        signed = _is_signed(page, head, after)
        if not signed and not _heads_element(page, head, after):
            continue
        above = head > 0 and is_date_line(lines[head - 1])
        dated_above = above if dated_above is None else dated_above  # else it dates the story in front
        yield _Head(head - (above and dated_above), signed)


def _may_head(line: Line) -> bool:
    if line.words < 2 or is_date_line(line) or furniture_reason(line.text):
        return False
    return line.words > NAME_WORDS or person(line.text) is None


def _is_signed(page: _Page, head: int, after: int) -> bool:
    """Signed or dated in front of the first paragraph or below the last, stated as an article, or over a dateline."""
    lines = page.lines
    prose = [i for i in range(head + 1, after) if id(lines[i]) in page.prose]
    if not prose:
        return False
    first = lines[prose[0]]
    if squash(lines[head].text) in page.stated or read_dateline(first.text)[0] is not None:
        return True
    last = max(i for i in prose if (lines[i].shape, lines[i].tag) == (first.shape, first.tag))
    front = lines[head + 1 : min(prose[0], head + HEAD_REACH) + 1]
    foot = lines[last + 1 : min(after, last + 1 + FOOT_REACH)]
    return any(signs(line, ~lines[head].context) for line in (*front, *foot))


def _heads_element(page: _Page, head: int, after: int) -> bool:
    """Of all headings of its rank the only one in its `article` element, in which its paragraphs stand."""
    lines, number = page.lines, page.lines[head].article
    if not number or (after < len(lines) and lines[after].article == number):
        return False
    rank = heading_rank(lines[head])
    before = next((line.article for line in reversed(lines[:head]) if heading_rank(line) == rank), 0)
    return before != number and all(line.article == number for line in page.paragraphs(lines[head:after]))


def signs(line: Line, own: int) -> bool:
    """A line that says who wrote a story or on which day; the hour alone stands over the entries of a live blog."""
    if line.context & Context.COMMENTS:
        return False
    if is_byline_line(line, line.context & own) or is_date_line(line):
        return True
    return is_age_line(line, line.context & own) and ":" not in line.text


def _without_tail(page: _Page, group: Sequence[Line], known: Collection[Home]) -> list[Line]:
    """Without what follows the last paragraph of the sort that stories are made of, but for a signature below.

    `known` are the homes of the stories in front.
    """
    places = [i for i, line in enumerate(group) if (line.shape, line.tag) in known]
    if not places:
        own = _home(page, group)
        places = [i for i, line in enumerate(group) if (line.shape, line.tag) == own]
    end = places[-1] + 1 if places else len(group)
    foot = range(end, min(end + FOOT_REACH, len(group)))
    return list(group[: next((i for i in foot if signs(group[i], ~group[0].context)), end - 1) + 1])


def _home(page: _Page, group: Sequence[Line]) -> Home | None:
    """The sort of container that holds most words of a story."""
    words = Counter[tuple[int, str]]()
    for line in page.paragraphs(group):
        words[line.shape, line.tag] += line.words
    return words.most_common(1)[0][0] if words else None


def _is_whole(page: _Page, group: Sequence[Line], paragraphs: int, words: int) -> bool:
    prose = page.paragraphs(group)
    if len(prose) < paragraphs or words_in(prose) < words:
        return False
    return not prose[-1].text.endswith(CUT)


def _begins_article(page: _Page, before: Sequence[Line]) -> bool:
    """In front of the first story an article begins: it is signed, or has prose."""
    title = next((i for i, line in enumerate(before) if line.kind == "title"), len(before))
    below = before[title + 1 :]
    return any(line.kind == "byline" for line in below) or words_in(page.paragraphs(below)) > GREETING_WORDS


def _stands_alone(page: _Page, group: Sequence[Line], before: Sequence[Line]) -> bool:
    """A further article below the first: both whole, in other places of the page, the further one about its headline.

    A section of the first, such as one that another writer has signed, stands where the first one stands; and what
    readers say has a date over each paragraph.
    """
    if not any(line.kind == "title" for line in before):
        return False
    if not all(_is_whole(page, lines, MIN_PARAGRAPHS, MIN_WORDS) for lines in (before, group)):
        return False
    prose = page.paragraphs(group)
    apart = prose[0].article and all(line.article != prose[0].article for line in before)
    if not apart and _home(page, before) == _home(page, group):
        return False
    head = next(line for line in group if heading_rank(line))
    signed = [signs(line, ~head.context) for line in group]
    first, last = group.index(prose[0]), group.index(prose[-1])
    if not any(signed[:first]) or any(signed[first:last]):
        return False
    return shared_stems(head.text, content_stems("\n".join(line.text for line in prose))) >= MIN_SHARED
