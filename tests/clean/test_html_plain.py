"""Pages that are read without the extractor, and those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import html

from tasks.clean import html_page
from tasks.clean.draft import Hints
from tasks.clean.html_page import read_html
from tasks.clean.page import Line

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
HEADLINE = "<h1>Ferry sails again to Oddaholm after a year of repairs</h1>"
FIRST, SECOND, THIRD, FOURTH = (
    "<p>The ferry to Oddaholm sailed again on Monday morning after a repair that took its owners a whole year.</p>",
    "<p>Its engine had been taken out and sent to a yard in Velmora, where nobody had the parts that it needed.</p>",
    "<p>Some forty people stood on the quay in the rain and waved, the harbour master of the town told reporters.</p>",
    "<p>The next one leaves on Tuesday at noon, and whoever wants to take a car along should write a week before.</p>",
)
MENU = "<nav><ul><li><a href='/a'>World</a></li><li><a href='/b'>Sport</a></li></ul></nav>"
FOOTER = "<footer><p>All rights reserved by the Oddaholm Gazette and those who write for it.</p></footer>"


def html_of(*body: str) -> str:
    return f"<html><head><title>Ferry sails again</title></head><body>{''.join(body)}</body></html>"


def kinds(content: str) -> list[tuple[str, str]]:
    lines, _ = read_html(content, Hints(), None)
    return [(line.text, line.kind) for line in lines]


def nothing_plain(lines: Sequence[Line]) -> None:
    """No page is plain: what `plain_votes` is replaced by."""
    assert lines


def asks(content: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the extractor is asked about a page."""
    asked: list[bool] = []
    extracted_text = html_page.extracted_text

    def watched(root: html.HtmlElement) -> str:
        asked.append(True)
        return extracted_text(root)

    monkeypatch.setattr(html_page, "extracted_text", watched)
    read_html(content, Hints(), None)
    return bool(asked)


@pytest.mark.parametrize(
    "content",
    [
        html_of(MENU, HEADLINE, "<div>", FIRST, SECOND, THIRD, FOURTH, "</div>", FOOTER),
        html_of(HEADLINE, "<div>", FIRST, SECOND, "<div class='ad'>Buy a boat of your own</div>", THIRD, "</div>"),
        html_of(HEADLINE, "<div>", FIRST, SECOND, THIRD, "</div><aside><p>", "Read in town " * 5, "</p></aside>"),
    ],
    ids=["menu and footer", "advertisement", "sidebar"],
)
def test_plain_page(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not asks(content, monkeypatch)
    read = kinds(content)
    assert [text for text, kind in read if kind == "body"] == [
        text for text, _ in read if text.startswith(("The ferry", "Its engine", "Some forty", "The next"))
    ]
    monkeypatch.setattr(html_page, "plain_votes", nothing_plain)
    assert kinds(content) == read


def test_of_a_page_with_very_many_lines_the_paragraphs_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = html_of(HEADLINE, "<div>", FIRST, SECOND, THIRD, "</div>", "<ul>", "<li>Buy a boat</li>" * 500, "</ul>")
    monkeypatch.setattr(html_page, "plain_votes", nothing_plain)
    assert asks(content, monkeypatch)
    monkeypatch.setattr(html_page, "MANY_LINES", 400)
    assert not asks(content, monkeypatch)
    assert [text for text, kind in kinds(content) if kind == "body"] == [part[3:-4] for part in (FIRST, SECOND, THIRD)]


def test_subheading_of_a_plain_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays one; the extractor drops it from so short an article."""
    content = html_of(HEADLINE, "<div>", FIRST, SECOND, "<h2>Waiting for parts</h2>", THIRD, FOURTH, "</div>")
    assert not asks(content, monkeypatch)
    assert ("Waiting for parts", "heading") in kinds(content)


@pytest.mark.parametrize(
    "content",
    [
        html_of("<div>", FIRST, SECOND, THIRD, "</div>", HEADLINE),
        html_of(HEADLINE, "<div>", FIRST, SECOND, "</div>"),
        html_of(HEADLINE, "<p>A year of work is over</p><div>", FIRST, SECOND, THIRD, "</div>"),
        html_of(HEADLINE, "<div>", FIRST, SECOND, "</div><div>", THIRD, FOURTH, "</div>"),
        html_of(HEADLINE, "<div>", FIRST, SECOND, THIRD, "<ul><li>Fares rise by a tenth in June</li></ul></div>"),
        html_of(HEADLINE, "<div>", FIRST, SECOND, THIRD, "<h2>More from the coast</h2></div>"),
        html_of(HEADLINE, "<div>", FIRST, SECOND, THIRD, "<p><a href='/c'>A harbour for two</a></p></div>"),
        html_of(HEADLINE, "<div class='promo'>", FIRST, SECOND, THIRD, "</div>"),
    ],
    ids=["headline below", "short", "deck", "two columns", "list", "heading at the end", "pointer", "misnamed"],
)
def test_page_that_is_not_plain(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asks(content, monkeypatch)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_extractor_would_change_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = path.read_text(encoding="utf-8")
    read = kinds(content)
    monkeypatch.setattr(html_page, "plain_votes", nothing_plain)
    assert kinds(content) == read
