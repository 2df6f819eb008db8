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
    """All lines as one article; None without any.

    Its title is the first heading, else the one that is stated beside the page, else the first line.
    """
    if not lines:
        return None
    head = next((line for line in lines if line.kind == "title" or line.tag == "h1"), None)
    if head is None and not hints.title:
        head = lines[0]
    for line in lines:
        line.mark("title" if line is head else "body", REASON)
        line.position = 0
    body = [line for line in lines if line is not head]
    if head is not None and not body:
        head.mark("body", REASON)
        body = [head]
    return Draft(
        lines=tuple(body), title=head.text if head else hints.title, authors=hints.authors,
        url=normal_url(hints.url), section=hints.section, tags=hints.tags, stated_language=hints.language,
        published=read_stamp(hints.published, hints.method, today),
    )  # fmt: skip
