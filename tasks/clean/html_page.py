"""An HTML page -> its lines with kinds, and its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from lxml import html
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from tasks.clean.author_note import mark_author_notes
from tasks.clean.byline import find_agency
from tasks.clean.dateline import read_dateline
from tasks.clean.dates import Stamp
from tasks.clean.draft import Draft, Hints, captions_of, opening
from tasks.clean.html_body import ambient, choose_body, is_paragraph, voted
from tasks.clean.html_date import published_date, shown_date
from tasks.clean.html_fields import (
    Stated,
    claims_article,
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
    stated_authors,
    stated_modified,
    stated_published,
    stated_stories,
)
from tasks.clean.html_header import headline_in_capitals, mark_header, mark_names_before_body, mark_rest, shows
from tasks.clean.html_lines import html_lines
from tasks.clean.html_live import mark_entries, stated_entries
from tasks.clean.html_plain import plain_votes
from tasks.clean.html_rescue import append_paragraphs, hidden_paragraphs
from tasks.clean.html_split import further_articles, mark_story
from tasks.clean.html_stories import Stories, part_stories
from tasks.clean.html_tree import drop_unread, drop_unseen, parse
from tasks.clean.jsonld import Node, plain
from tasks.clean.limits import without_attribute_floods
from tasks.clean.meta_tags import MetaTags
from tasks.clean.page import Line, shown
from tasks.clean.urls import headline_url

FAST = Extractor(output_format="python", fast=True, comments=False)
"""What trafilatura is asked for; made anew for each page it would read its configuration for each page."""

MANY_LINES = 20_000
"""Of more the extractor is not asked: it has libxml2 gather the texts of all paragraphs, in a time that grows with the
square of their number."""


def read_html(content: str, hints: Hints, today: date | None) -> tuple[list[Line], list[Draft]]:
    """The lines of a page and its articles; none when it has none. Raises ValueError when it cannot be parsed."""
    root = parse(without_attribute_floods(content))
    stated = read_stated(root)
    lines = html_lines(root)
    url = page_url(stated, hints)
    title = page_title(stated, lines, url, hints)
    if not shows(lines, title):
        title = headline_in_capitals(lines) or title
    headline, authors = plain(stated.node.get("headline")), stated_authors(stated)
    mark_header(lines, title, headline, page_description(stated), authors)
    published = published_date(root, stated, lines, url, hints, today)
    listed = stated_stories(stated)
    claimed = bool(hints.title) or claims_article(stated)
    stories = None if stated.live else part_stories(lines, listed, claimed=claimed)
    if stories:
        own, groups = stories
        _mark_stories(lines, stories, root)
    else:
        own, groups = _mark_page(lines, stated, root)
    stub = None if stories or any(line.kind == "body" for line in lines) else _stub(stated, lines, title, published)
    if stub:
        append_paragraphs(lines, [stub], "the page's own words for an article that it does not show")
        own = lines
    parts = [part for part in (own, *groups) if any(line.kind == "body" for line in part)]
    drafts = [
        _draft(stated, part, title, url, published, hints, today) if part is own else
        _further_draft(part, stated, listed, url, today)
        for part in parts
    ]  # fmt: skip
    _place(parts)
    return lines, [replace(draft, flags=(*draft.flags, "stub")) if stub else draft for draft in drafts]


def _mark_page(lines: list[Line], stated: Stated, root: html.HtmlElement) -> tuple[list[Line], list[list[Line]]]:
    """Mark a page of one article, or of several alike elements: the lines of the first and those of each further one.

    Consumes the tree.
    """
    votes, extracted = None if stated.live else plain_votes(lines), ""
    if votes is None and len(lines) > MANY_LINES:
        votes = [is_paragraph(line) for line in lines]
    if votes is None:
        extracted = extracted_text(root)
        votes = voted(lines, f"{extracted}\n{stated_entries(stated.node)}" if stated.live else extracted)
    shown = sum(line.words for line, vote in zip(lines, votes, strict=True) if vote)
    hidden = hidden_paragraphs(lines, shown, extracted, plain(stated.node.get("articleBody")))
    if hidden:
        append_paragraphs(lines, hidden, "not shown, held in a script")
    else:
        choose_body(lines, votes)
        mark_names_before_body(lines)
        if stated.live:
            mark_entries(lines)
    mark_rest(lines)
    groups = [] if stated.live else further_articles(lines)
    elsewhere = {line.article for group in groups for line in group}
    return [line for line in lines if line.article not in elsewhere], groups


def _mark_stories(lines: Sequence[Line], stories: Stories, root: html.HtmlElement) -> None:
    """Mark a page of several stories; consumes the tree.

    The extractor takes the one it likes best, or all of them: it is asked about the page's own article alone.
    """
    usual = ambient(line for story in stories.others for line in story if is_paragraph(line))
    for story in stories.others:
        mark_story(story, usual)
    inside = {id(line) for story in (stories.own, *stories.others) for line in story}
    for line in lines:
        if id(line) not in inside:
            line.mark("furniture", "outside the articles")
    if stories.own:
        choose_body(stories.own, plain_votes(stories.own) or voted(stories.own, extracted_text(root)))
        mark_names_before_body(stories.own)
        if not any(line.kind == "body" for line in stories.own):
            mark_story(stories.own, usual)
    mark_rest(lines)


def extracted_text(root: html.HtmlElement) -> str:
    """The main text by trafilatura's fast mode, one paragraph a line; empty when it finds none. Consumes the tree.

    It copies the tree several times, so what holds no line of the page and what it does not read goes first.
    """
    drop_unseen(root)
    drop_unread(root)
    found = bare_extraction(root, options=FAST)
    return shown(found.text or "") if found else ""


def _draft(
    stated: Stated, lines: Sequence[Line], title: str | None, url: str | None,
    published: Stamp | None, hints: Hints, today: date | None,
) -> Draft:  # fmt: skip
    byline = page_authors(stated, lines, hints)
    mark_author_notes(lines, byline.people)
    body = _body(lines)
    place, wire = read_dateline(opening(body))
    modified = stated_modified(stated, today)
    captions = captions_of(lines)
    pictured = next((a for c in captions if c.credit and (a := find_agency(c.credit))), None)
    return Draft(
        body, title, page_deck(lines), captions, byline.people, wire or byline.agency or pictured, place, url,
        page_section(stated, hints), page_tags(stated, hints), hints.language or stated.meta.language, published,
        modified.instant if modified else None, page_flags(stated),
    )  # fmt: skip


def _stub(stated: Stated, lines: Sequence[Line], title: str | None, published: Stamp | None) -> str | None:
    """What stands for the text of an article that its page does not show: its summary, else its headline.

    The headline only when the page calls itself an article, shows the headline and states when it was published.
    """
    if describes_article(stated):
        return page_description(stated)
    shown = any(line.kind == "title" and line.tag == "h1" for line in lines)
    dated = published is not None and published.method in {"jsonld", "meta"}
    return title if shown and dated and claims_article(stated) else None


def _body(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.kind in {"body", "heading"})


def _further_draft(
    group: Sequence[Line], stated: Stated, listed: Mapping[str, Node], url: str | None, today: date | None
) -> Draft:
    """A further article on the page: of what the head of the page states only JSON-LD of its own is about it."""
    headline = next((line for line in group if line.kind == "title"), None)
    title = headline.text if headline else None
    own = Stated(listed.get(title or "", {}), [], MetaTags(language=stated.meta.language), live=False)
    published = stated_published(own, today) or shown_date(group, today)
    draft = _draft(own, group, title, None, published, Hints(), today)
    return replace(draft, linked=headline_url(headline.href, url) if headline else None)


def _place(parts: Sequence[Sequence[Line]]) -> None:
    """Say of every line of an article which one it belongs to."""
    for number, part in enumerate(parts):
        for line in part:
            if line.kind not in {"furniture", "repeat"}:
                line.position = number
