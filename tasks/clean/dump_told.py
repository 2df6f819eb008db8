"""Texts that are an article already: their record states the title beside them, and a sentence begins them.

Dumps of pages begin with menus, those of articles with a headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tasks.clean.dump_header import is_dated, is_signed
from tasks.clean.dump_heads import is_headline
from tasks.clean.dump_prose import MIN_SHARED, content_stems, ends_sentence, is_sentence, shared_stems
from tasks.clean.dump_survey import Survey, is_prose
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_body import squash
from tasks.clean.page import Line

TOLD_SHARE = 0.6
"""A list, a recipe or a table is an article, too, and has fewer sentences."""
LINES_BEFORE = 1
"""A kicker, a place or a deck stands in front of the first sentence at most: more are a menu."""
MAX_FURNITURE = 8
"""Lines that their own words give away: an extractor leaves three or four at most, a page has dozens."""
OPENING = 2_000
"""In so many characters a text uses words of its title."""


class Told(NamedTuple):
    """Where the title stands that the record states, if it stands in the text at all, and where the body begins."""

    title: int | None
    first: int


def told_text(dump: Survey, title: str | None) -> Told | None:
    """The title's place and the begin of the body in the text of a record that is an article already; None otherwise.

    In front of the body may stand the title again, who wrote it and when.
    """
    stated = squash(title or "")
    if not title or not stated or not _is_article(dump):
        return None
    lines, keys = dump.lines, dump.keys
    first = next((i for i, line in enumerate(lines) if is_sentence(line) and keys[i] != stated), 0)
    titles = [i for i in range(first) if keys[i].startswith(stated) or _begins(lines[i], keys[i], stated)]
    header = [i for i in range(first) if i in titles or is_signed(lines[i]) or is_dated(lines[i])]
    others = [lines[i] for i in range(first) if keys[i] and i not in header]
    if len(others) > LINES_BEFORE or (any(map(_is_title, others)) and not _is_about(lines, title)):
        return None
    return Told(titles[0] if titles else None, header[-1] + 1 if header else 0)


def _is_article(dump: Survey) -> bool:
    """Most words stand in sentences, and hardly a line belongs to a page."""
    if not is_prose(dump, TOLD_SHARE):
        return False
    return sum(furniture_reason(line.text) is not None for line in dump.lines) <= MAX_FURNITURE


def _begins(line: Line, key: str, stated: str) -> bool:
    """The line is the begin of the title, which may go on with a deck or the name of the site; no kicker."""
    return is_headline(line) and stated.startswith(key)


def _is_title(line: Line) -> bool:
    return is_headline(line) and not ends_sentence(line.text)


def _is_about(lines: Sequence[Line], title: str) -> bool:
    """The text uses words of the title, so that no other line is needed for one."""
    opening = "\n".join(line.text for line in lines)[:OPENING]
    return shared_stems(title, content_stems(opening)) >= MIN_SHARED
