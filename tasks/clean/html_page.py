"""An HTML page -> its lines with kinds, and its articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lxml import html
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from tasks.clean.byline import find_agency
from tasks.clean.captions import is_credit
from tasks.clean.dateline import read_dateline
from tasks.clean.dates import Stamp, read_stamp
from tasks.clean.draft import Draft, Hints, captions_of
from tasks.clean.html_body import choose_body, squash
from tasks.clean.html_fields import (
    Stated,
    page_authors,
    page_deck,
    page_flags,
    page_section,
    page_tags,
    page_title,
    page_url,
    read_stated,
    stated_modified,
    stated_published,
)
from tasks.clean.html_lines import html_lines
from tasks.clean.page import Context, Line


def read_html(content: str, hints: Hints, today: date | None) -> tuple[list[Line], list[Draft]]:
    """The lines of a page and its articles; no articles when it has none. Raises ValueError when it cannot be parsed."""
    root = load_html(content)
    if root is None:
        raise ValueError("no HTML tree")
    stated = read_stated(root)
    lines = html_lines(root)
    url = page_url(stated, hints)
    title = page_title(stated, lines, url, hints)
    published = stated_published(stated, today) or searched_date(root, url, today)
    mark_header(lines, title)
    choose_body(lines, extracted_text(root))
    mark_rest(lines)
    body = tuple(line for line in lines if line.kind in {"body", "heading"})
    if not body:
        return lines, []
    return lines, [_draft(stated, lines, body, title, url, published, hints, today)]


def extracted_text(root: html.HtmlElement) -> str:
    """The main text by trafilatura's fast mode, one paragraph a line; empty when it finds none. Consumes the tree."""
    found = bare_extraction(root, with_metadata=False, fast=True, include_comments=False)
    return (found.text or "") if found else ""


def searched_date(root: html.HtmlElement, url: str | None, today: date | None) -> Stamp | None:
    """The date by htmldate's search of URL, markup and text of a page."""
    from htmldate import find_date

    newest = today.isoformat() if today else "2099-12-31"
    found = find_date(root, original_date=True, url=url, max_date=newest, extensive_search=True)
    return read_stamp(found, "inferred", today) if found else None


def mark_header(lines: Sequence[Line], title: str | None) -> None:
    """Mark title, deck, bylines and dates by what the tree says of them."""
    key = squash(title or "")
    heads = {squash(line.text) for line in lines if line.tag == "h1"}
    heads = (heads if len(heads) <= 2 else set()) | {key}
    first = True
    for line in lines:
        if (k := squash(line.text)) and k in heads:
            line.mark("title" if first else "repeat", None if first else "the title again")
            first = False


def mark_rest(lines: Sequence[Line]) -> None:
    """Give a kind to what neither header nor body took."""
    for line in lines:
        if line.kind:
            continue
        if line.context & Context.CAPTION:
            line.mark("credit" if line.context & Context.CREDIT or is_credit(line.text) else "caption")
        elif line.context & Context.BYLINE and line.words <= 20:
            line.mark("byline")
        elif line.context & Context.DATE and line.words <= 14:
            line.mark("date")
        else:
            line.mark("furniture", "outside the article")


def _draft(
    stated: Stated, lines: Sequence[Line], body: tuple[Line, ...], title: str | None, url: str | None,
    published: Stamp | None, hints: Hints, today: date | None,
) -> Draft:  # fmt: skip
    for line in lines:
        if line.kind in {"title", "deck", "body", "heading", "caption", "credit"}:
            line.position = 0
    byline = page_authors(stated, lines, hints)
    place, wire = read_dateline(body[0].text)
    modified = stated_modified(stated, today)
    captions = captions_of(lines)
    pictured = next((a for c in captions if c.credit and (a := find_agency(c.credit))), None)
    return Draft(
        body, title, page_deck(stated, lines), captions, byline.people, wire or byline.agency or pictured, place, url,
        page_section(stated, hints), page_tags(stated, hints), hints.language or stated.meta.language, published,
        modified.instant if modified else None, page_flags(stated),
    )  # fmt: skip
