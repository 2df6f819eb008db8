"""Several whole articles on one HTML page: infinite scroll, a blog's front page."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.clean.furniture import furniture_reason
from tasks.clean.html_body import ambient, foreign, is_paragraph, is_pictured, link_share
from tasks.clean.html_context import HEADING_TAGS
from tasks.clean.html_header import is_byline_line, is_date_line, mark_header
from tasks.clean.page import Context, Line

MIN_WORDS = 100
MIN_PARAGRAPHS = 3
"""A teaser has a headline and a sentence or two; an article has more."""


def further_articles(lines: Sequence[Line]) -> list[list[Line]]:
    """Mark and return the lines of each further article: of an `article` element like the one that holds the body.

    Alike are elements of the same class whose first heading is of the same rank, each with paragraphs enough for an
    article of its own. Comments and teasers are `article` elements on many pages, too, but are not like it.
    """
    chosen = [line for line in lines if line.kind == "body" and line.article]
    if not chosen:
        return []
    counts: dict[int, int] = {}
    for line in chosen:
        counts[line.article] = counts.get(line.article, 0) + line.words
    main = max(counts, key=lambda number: counts[number])
    groups: dict[int, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.article, []).append(line)
    rank = _rank(groups[main])
    shape = groups[main][0].article_shape
    usual = ambient(line for line in chosen if line.article == main)
    found = [
        group
        for number, group in groups.items()
        if number not in {0, main} and rank and _rank(group) == rank and group[0].article_shape == shape
        and _is_whole(group, usual)
    ]  # fmt: skip
    for group in found:
        mark_story(group, usual)
    return found


def mark_story(group: Sequence[Line], usual: int) -> None:
    """Mark headline, byline and body of one of several articles by the tree alone."""
    for line in group:
        if line.kind not in {"caption", "credit"}:
            line.kind = ""
    mark_header(group, next(line.text for line in group if heading_rank(line) and not is_date_line(line)), None)
    _mark_foot(group, usual)
    prose = [i for i, line in enumerate(group) if is_paragraph(line) and not foreign(line, usual)]
    homes = {(group[i].shape, group[i].tag) for i in prose}
    for index, line in enumerate(group):
        if line.kind or line.context & (Context.CAPTION | Context.FIGURE) or is_pictured(line):
            continue  # for `mark_rest`
        if foreign(line, usual) or furniture_reason(line.text) or link_share(line) > 0.75:
            line.mark("furniture", line.reason or "outside the article")
        elif line.tag in HEADING_TAGS:
            line.mark("heading")
        else:
            listed = line.context & Context.LIST and prose and prose[0] < index < prose[-1]
            own = is_paragraph(line) or line.tag == "p" or (line.shape, line.tag) in homes or listed
            line.mark("body" if own else "furniture")


def heading_rank(line: Line) -> str:
    """The tag of a heading; `named`, which sorts behind these, where but a class calls it a headline; else empty."""
    if line.tag in HEADING_TAGS:
        return line.tag
    return "named" if line.context & Context.TITLE and not line.context & Context.BYLINE else ""


def _mark_foot(group: Sequence[Line], usual: int) -> None:
    """On many a blog who wrote a post, and when, stands below it."""
    if any(line.kind == "byline" for line in group):
        return
    last = max((i for i, line in enumerate(group) if is_paragraph(line) and not foreign(line, usual)), default=0)
    for line in group[last + 1 :]:
        if is_byline_line(line, line.context & ~group[0].context):
            line.mark("byline")
        elif is_date_line(line):
            line.mark("date")


def _rank(group: Sequence[Line]) -> str | None:
    """The tag of the first heading, when it stands in front of the paragraphs."""
    for line in group:
        if line.tag in HEADING_TAGS:
            return line.tag
        if is_paragraph(line):
            return None
    return None


def _is_whole(group: Sequence[Line], usual: int) -> bool:
    paragraphs = [line for line in group if is_paragraph(line) and not foreign(line, usual)]
    if any(line.context & Context.COMMENTS for line in paragraphs):
        return False
    return len(paragraphs) >= MIN_PARAGRAPHS and sum(line.words for line in paragraphs) >= MIN_WORDS
