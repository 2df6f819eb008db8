"""Pages whose tree leaves nothing to ask the extractor: all their prose are paragraphs of one element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tasks.clean.html_body import FOREIGN, ambient, foreign, is_paragraph, link_share, squash
from tasks.clean.html_context import HEADING_TAGS
from tasks.clean.page import Context, Line

MIN_PARAGRAPHS = 3
MIN_WORDS = 60
STRAY_WORDS = 4
"""From so many words on, a line that stands elsewhere may be part of the article: a deck, a second column."""
OWN_TAGS = HEADING_TAGS | {"p"}
ELSEWHERE = FOREIGN | Context.ASIDE | Context.SHARE | Context.BYLINE | Context.DATE | Context.HEADER
"""Contexts of lines that are no part of an article, or a part that is read by itself."""


def plain_votes(lines: Sequence[Line]) -> list[bool] | None:
    """What `voted` would say of the lines of a plain page, whose header is marked; None when the page is none.

    On a plain page the headline stands before the paragraphs; these are siblings, parted by nothing but headings; and
    no other line could be the article's. On 36 of 38 real pages that are plain the extractor would change nothing.
    """
    prose = [line for line in lines if not line.kind and is_paragraph(line)]
    if not prose:
        return None
    words = Counter[int]()
    for line in prose:
        words[line.container] += line.words
    home, _ = words.most_common(1)[0]
    usual = ambient(line for line in prose if line.container == home)
    own = [line for line in lines if line.container == home and not line.kind and not foreign(line, usual)]
    if usual & FOREIGN or not _is_article(own) or not _follows_headline(lines, own[0]):
        return None
    if any(line.container != home and _is_stray(line, usual) for line in lines):
        return None
    return [line.container == home and not foreign(line, usual) and bool(squash(line.text)) for line in lines]


def _is_article(own: Sequence[Line]) -> bool:
    """Paragraphs enough, and nothing among them but headings, each with a paragraph behind it; no links elsewhere."""
    paragraphs = [line for line in own if is_paragraph(line)]
    if len(paragraphs) < MIN_PARAGRAPHS or sum(line.words for line in paragraphs) < MIN_WORDS:
        return False
    if any(link_share(line) >= 0.5 or line.tag not in OWN_TAGS for line in own) or own[-1].tag != "p":
        return False
    return all("p" in (line.tag, behind.tag) for line, behind in pairwise(own))


def _follows_headline(lines: Sequence[Line], first: Line) -> bool:
    return any(line.kind == "title" for line in lines if line.start < first.start)


def _is_stray(line: Line, usual: int) -> bool:
    """A line outside the article's element that could be part of it."""
    if line.kind or line.words < STRAY_WORDS or link_share(line) >= 0.5:
        return False
    return not line.context & ELSEWHERE & ~usual
