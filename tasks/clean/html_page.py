"""An HTML page -> its lines with kinds, and its articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lxml import html
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from tasks.clean.byline import find_agency
from tasks.clean.dateline import read_dateline
from tasks.clean.dates import Stamp
from tasks.clean.draft import Draft, Hints, captions_of
from tasks.clean.html_body import choose_body, voted
from tasks.clean.html_date import published_date
from tasks.clean.html_fields import (
    Stated,
    describes_article,
    page_authors,
    page_deck,
    page_description,
    page_flags,
    page_section,
    page_tags,
    page_title,
    page_url,
    read_stated,
    stated_modified,
)
from tasks.clean.html_header import mark_header, mark_names_before_body, mark_rest
from tasks.clean.html_lines import html_lines
from tasks.clean.html_rescue import append_paragraphs, hidden_paragraphs
from tasks.clean.jsonld import plain
from tasks.clean.limits import without_attribute_floods
from tasks.clean.page import Line


def read_html(content: str, hints: Hints, today: date | None) -> tuple[list[Line], list[Draft]]:
    """The lines of a page and its articles; none when it has none. Raises ValueError when it cannot be parsed."""
    root = load_html(without_attribute_floods(content))
    if root is None:
        raise ValueError("no HTML tree")
    stated = read_stated(root)
    lines = html_lines(root)
    url = page_url(stated, hints)
    title = page_title(stated, lines, url, hints)
    mark_header(lines, title, plain(stated.node.get("headline")))
    published = published_date(root, stated, lines, url, hints, today)
    extracted = extracted_text(root)
    votes = voted(lines, extracted)
    shown = sum(line.words for line, vote in zip(lines, votes, strict=True) if vote)
    hidden = hidden_paragraphs(lines, shown, extracted, plain(stated.node.get("articleBody")))
    if hidden:
        append_paragraphs(lines, hidden, "not shown, held in a script")
    else:
        choose_body(lines, votes)
        mark_names_before_body(lines)
    mark_rest(lines)
    stub = not any(line.kind == "body" for line in lines) and describes_article(stated)
    if stub:
        append_paragraphs(lines, [page_description(stated) or ""], "the page's own description")
    body = tuple(line for line in lines if line.kind in {"body", "heading"})
    if not any(line.kind == "body" for line in body):
        return lines, []
    draft = _draft(stated, lines, body, title, url, published, hints, today)
    return lines, [replace(draft, flags=(*draft.flags, "stub")) if stub else draft]


def extracted_text(root: html.HtmlElement) -> str:
    """The main text by trafilatura's fast mode, one paragraph a line; empty when it finds none. Consumes the tree."""
    found = bare_extraction(root, with_metadata=False, fast=True, include_comments=False)
    return (found.text or "") if found else ""


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
        body, title, page_deck(lines), captions, byline.people, wire or byline.agency or pictured, place, url,
        page_section(stated, hints), page_tags(stated, hints), hints.language or stated.meta.language, published,
        modified.instant if modified else None, page_flags(stated),
    )  # fmt: skip
