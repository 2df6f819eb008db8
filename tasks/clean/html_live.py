"""Live blogs: one article whose entries, newest or oldest first, are its body as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from tasks.clean.dates import CLOCK, beside_date
from tasks.clean.html_context import HEADING_TAGS
from tasks.clean.jsonld import Node, plain, types_of
from tasks.clean.page import Line

LIVE_BLOG = "LiveBlogPosting"
MAX_STAMP_WORDS = 8
MAX_BESIDE = 12
"""Letters beside the time of an entry: a zone, "Updated", a month; more is a sentence that tells a time."""
MIN_ENTRIES = 2
REACH = 4
"""The entry begins so many lines behind its time at most: a picture and a name may lie between."""


def is_live(root: html.HtmlElement, nodes: Sequence[Node]) -> bool:
    """The page states in JSON-LD or in its markup that it is a live blog."""
    if any(LIVE_BLOG in types_of(node) for node in nodes):
        return True
    return any((element.get("itemtype") or "").endswith(LIVE_BLOG) for element in root.iter("article", "div", "main"))


def stated_entries(node: Node) -> str:
    """Headlines and texts of the entries that JSON-LD states, a line each; those of several lines keep them."""
    updates = node.get("liveBlogUpdate") or []
    listed = updates if isinstance(updates, list) else [updates]
    parts = [part for update in listed if isinstance(update, dict) for part in _parts(update)]
    return "\n".join(parts)


def _parts(update: Node) -> list[str]:
    body = update.get("articleBody")
    lines = body.splitlines() if isinstance(body, str) else []
    return [text for value in (update.get("headline"), *lines) if (text := plain(value))]


def is_stamp(line: Line) -> bool:
    """The time of an entry alone in its line, with its day or without."""
    if line.words > MAX_STAMP_WORDS or not CLOCK.search(line.text):
        return False
    return sum(map(str.isalpha, CLOCK.sub("", beside_date(line.text)))) <= MAX_BESIDE


def mark_entries(lines: Sequence[Line]) -> None:
    """Times and headlines of entries are headings of the body: without them nobody knows when what was written."""
    body = [index for index, line in enumerate(lines) if line.kind in {"body", "heading"}]
    if not body:
        return
    title = next((index for index, line in enumerate(lines) if line.kind == "title"), -1)
    start = max(title + 1, body[0] - REACH)
    stamps = [index for index in range(start, body[-1]) if is_stamp(lines[index])]
    of_page = len(stamps) > 1 and stamps[1] < body[0]  # the date under the headline, in front of the first entry's
    if len(stamps) < MIN_ENTRIES:
        return
    for index in stamps[of_page:]:
        if any(line.kind in {"body", "heading"} for line in lines[index + 1 : index + 1 + REACH]):
            lines[index].mark("heading", "the time of an entry")
            _mark_headlines(lines, index)


def _mark_headlines(lines: Sequence[Line], stamp: int) -> None:
    """The headline of an entry stands right in front of its time or behind it, and is often a link to the entry."""
    for line in lines[max(0, stamp - 1) : stamp + REACH]:
        if line.kind == "body":
            return
        if line.tag in HEADING_TAGS and line.kind in {"", "furniture"}:
            line.mark("heading", "the headline of an entry")
