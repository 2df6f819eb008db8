"""An article as clean finds it, before it becomes a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tasks.clean.captions import Caption, bare_credit, split_caption
from tasks.clean.dates import Stamp
from tasks.clean.page import Line
from tasks.clean.titles import folded

OPENING_LINES, OPENING_WORDS = 8, 12
"""The first paragraph is one of the first lines and has so many words."""


@dataclass(frozen=True)
class Hints:
    """What a record or feed states beside a page; used where the page itself is silent."""

    url: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    method: str = "record"
    """Who states them: `record` or `feed`; the method of a date taken from here."""


@dataclass(frozen=True)
class Draft:
    """One article of a page: its lines in page order and the fields found for it."""

    lines: tuple[Line, ...]
    """Lines of kind body and heading, in order."""
    title: str | None = None
    deck: str | None = None
    captions: tuple[Caption, ...] = ()
    authors: tuple[str, ...] = ()
    agency: str | None = None
    dateline: str | None = None
    url: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    stated_language: str | None = None
    published: Stamp | None = None
    modified: datetime | None = None
    flags: tuple[str, ...] = field(default=())
    linked: str | None = None
    """Where the headline of a story on another page leads: there it stands, too, and perhaps in other words."""


def opening(body: Sequence[Line]) -> str:
    """The first paragraph of an article: a summary in points or a crosshead may stand in front of it."""
    first = next(
        (line for line in body[:OPENING_LINES] if line.kind == "body" and line.words >= OPENING_WORDS), body[0]
    )
    return first.text


def words_in(lines: Sequence[Line]) -> int:
    """Words of several lines."""
    return sum(line.words for line in lines)


def captions_of(lines: Sequence[Line]) -> tuple[Caption, ...]:
    """The captions among lines, each once.

    A credit line belongs to the caption before it; where that has a credit or there is none, to one right behind it.
    """
    found: dict[str, Caption] = {}
    last: str | None = None
    waiting: str | None = None
    for line in lines:
        if line.kind == "caption":
            caption = split_caption(line.text)
            caption = replace(caption, credit=caption.credit or waiting)
            last, waiting = folded(caption.text), None
            known = found.get(last)
            if known is None or known.credit is None:
                found[last] = caption
        elif line.kind == "credit" and last and found[last].credit is None:
            found[last] = replace(found[last], credit=bare_credit(line.text) or None)
        else:
            waiting = bare_credit(line.text) if line.kind == "credit" else None
    return tuple(found.values())
