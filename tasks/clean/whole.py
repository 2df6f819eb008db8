"""A page in which nothing reads like an article, taken whole, because somebody who has looked at it says it is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tasks.clean.dates import read_stamp
from tasks.clean.draft import Draft, Hints
from tasks.clean.page import Line
from tasks.clean.urls import normal_url

REASON = "allowed"


def whole_page(lines: Sequence[Line], hints: Hints, today: date | None) -> Draft | None:
    """All lines as one article, the first heading or else the first of several lines as its title; None without any."""
    if not lines:
        return None
    heads = [line for line in lines if line.kind == "title" or line.tag == "h1"]
    head = heads[0] if heads else lines[0]
    body = [line for line in lines if line is not head] or [head]
    for line in lines:
        line.mark("body", REASON)
        line.position = 0
    if head not in body:
        head.mark("title", REASON)
    return Draft(
        lines=tuple(body), title=head.text if heads or not hints.title else hints.title, authors=hints.authors,
        url=normal_url(hints.url), section=hints.section, tags=hints.tags, stated_language=hints.language,
        published=read_stamp(hints.published, hints.method, today),
    )  # fmt: skip
