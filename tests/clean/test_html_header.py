"""Lines around the headline and in front of the body: what signs an article and what belongs to its text."""

from __future__ import annotations

import pytest

from tasks.clean.draft import Draft, Hints
from tasks.clean.html_page import read_html

FIRST = "The mill at Tarnwick ground its last grain on Friday, its owner said."
PROSE = (
    "<p>It had stood by the weir since 1911, and three families lived on what it earned, the miller said at noon.</p>"
    "<p>The wheel goes to the museum of Oddaholm, where it will turn again in the summer if the council pays.</p>"
)


def article(header: str, between: str = "") -> Draft:
    """The article of a page with markup between headline and first paragraph, and between first and second."""
    body = f"<h1>Tarnwick mill stops</h1>{header}<div><p>{FIRST}</p>{between}{PROSE}</div>"
    _, drafts = read_html(
        f"<html><head><title>Mill</title></head><body><article>{body}</article></body></html>", Hints(), None
    )
    return drafts[0]


def texts(draft: Draft) -> list[str]:
    return [line.text for line in draft.lines]


@pytest.mark.parametrize(
    "crosshead",
    [
        "<h3>Supreme Court</h3>",
        "<h2>Tove Aas</h2>",
        "<h4>Tove Aas</h4>",
        "<p><strong>Legal Action</strong></p>",
        "<blockquote><p>It will be full.</p><cite>Tove Aas</cite></blockquote>",
    ],
)
def test_crosshead_signs_nothing(crosshead: str) -> None:
    draft = article("<p class='byline'>By Ann Lee</p>", crosshead)
    assert draft.authors == ("Ann Lee",)
    assert texts(draft)[1] in crosshead
    assert article("", crosshead).authors == ()


@pytest.mark.parametrize("byline", ["<p>By Ann Lee</p>", "<p class='author'>Ann Lee</p>"])
def test_byline_below_the_first_paragraph(byline: str) -> None:
    draft = article("", byline)
    assert draft.authors == ("Ann Lee",)
    assert "Ann Lee" not in " ".join(texts(draft))


def test_name_in_front_of_the_first_paragraph() -> None:
    draft = article("<p>Ann Lee</p>")
    assert draft.authors == ("Ann Lee",)
    assert texts(draft)[0] == FIRST
