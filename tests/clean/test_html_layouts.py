"""Bodies in awkward layouts: notices above the headline, counters of galleries, posts."""

from __future__ import annotations

import pytest

from tasks.clean.draft import Draft, Hints
from tasks.clean.html_page import read_html

TOLD = (
    "The swing bridge over the harbour of Skelwick was shut on Friday after a barge struck its central pier.",
    "“We heard a bang, and all the cups fell off the shelf,” said Edda Fairlie, who lives in the keeper's cottage.",
    "Buses will go round by Holm Cross for two weeks, which adds half an hour to the way to school for many.",
    "The owner of the barge said that the rudder had jammed and that the company would pay for all repairs.",
)
HEAD = "<h1>Barge strikes harbour bridge</h1><p>By Mona Teller</p><p>14 March 2026</p>"


def article(between: str = "", above: str = "") -> Draft:
    """The article of a page with markup above it, and between its second and third paragraph."""
    first, second, *rest = (f"<p>{text}</p>" for text in TOLD)
    page = f"{above}<article>{HEAD}{first}{second}{between}{''.join(rest)}</article>"
    _, [draft] = read_html(f"<html><body>{page}</body></html>", Hints(), None)
    return draft


def test_a_long_notice_above_the_headline_hides_no_byline() -> None:
    notice = (
        "<p>With your consent, we and our partners may use precise places and know your device again, and your choices "
        "are told to our partners and do not change what you see on the pages of others or of this house.</p>"
    )
    draft = article(above=f"<div class='layer'><h2>Your choices</h2>{2 * notice}</div>")
    assert draft.authors == ("Mona Teller",)
    assert tuple(line.text for line in draft.lines) == TOLD


@pytest.mark.parametrize(
    "markup",
    [
        "<p class='count'>1 of 12</p>",
        "<p>3 / 7</p>",
        "<blockquote class='instagram-media'><p>A post shared by Skelwick Harbour (@skelwick)</p></blockquote>",
        "<blockquote class='instagram-media'><p>Ein Beitrag geteilt von Hafen (@hafen)</p></blockquote>",
    ],
)
def test_what_stands_between_paragraphs(markup: str) -> None:
    assert tuple(line.text for line in article(markup).lines) == TOLD


@pytest.mark.parametrize(
    "markup", ["<blockquote>The bridge is old and the barges are new.</blockquote>", "<p>1 of 12 piers</p>"]
)
def test_what_belongs_to_the_text(markup: str) -> None:
    assert len(article(markup).lines) == len(TOLD) + 1
