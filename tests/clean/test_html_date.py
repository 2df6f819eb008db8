"""When a page was published, by what it shows and what its markup says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tasks.clean.draft import Hints
from tasks.clean.html_page import read_html

TODAY = date(2026, 6, 1)
PROSE = (
    "<p>The mill at Tarnwick ground its last grain on Friday, and its owner thanked all who had come to see it.</p>"
    "<p>It had stood by the weir since 1911, and three families lived on what it earned, the miller said at noon.</p>"
    "<p>The wheel goes to the museum of Oddaholm, where it will turn again in the summer if the council pays.</p>"
)


def published(header: str = "", footer: str = "", url: str | None = None) -> tuple[datetime, str] | None:
    """Instant and precision of the date of a page with this markup above and below its prose."""
    article = f"<article><h1>Tarnwick mill stops</h1>{header}<div>{PROSE}</div></article>"
    page = (
        f"<html><head><title>Tarnwick mill stops</title></head><body>{article}<footer>{footer}</footer></body></html>"
    )
    _, drafts = read_html(page, Hints(url=url), TODAY)
    stamp = drafts[0].published
    return (stamp.instant, stamp.precision) if stamp else None


@pytest.mark.parametrize(
    "footer", ["© 2026 Tarnwick Post", "© 2019-2026", "Issue 03/2026", "Tarnwick Post", "Est. 2011"]
)
def test_a_year_or_month_alone_is_no_day(footer: str) -> None:
    assert published(footer=footer) is None


@pytest.mark.parametrize(
    ("header", "footer", "url"),
    [
        ("<p>January 1, 2026</p>", "© 2026", None),
        ("", "<p>Back in print since Thursday, 1 January 2026, as it was in 2011</p>", None),
        ("<p data-day='2026-01-01'>News</p>", "© 2026", None),
        ("", "© 2026", "https://post.example/2026/01/01/mill"),
    ],
)
def test_a_first_of_january_that_the_page_has(header: str, footer: str, url: str | None) -> None:
    assert published(header, footer, url) == (datetime(2026, 1, 1, tzinfo=UTC), "day")


MOMENT = datetime(2026, 3, 12, 18, 22, 10, tzinfo=UTC)
MARKED = "<time datetime='2026-03-12T18:22:10+00:00'>{}</time>"


@pytest.mark.parametrize("shown", ["March 12, 2026", "3 days ago", "12 March", "March 12, 2026, 7:22 pm"])
def test_time_stated_for_machines(shown: str) -> None:
    assert published(f"<p>By Ann Lee</p>{MARKED.format(shown)}") == (MOMENT, "second")


def test_time_stated_in_the_byline() -> None:
    assert published(f"<p class='byline'>By Ann Lee, {MARKED.format('3 days ago')}</p>") == (MOMENT, "second")


def test_time_stated_on_the_next_day_in_utc() -> None:
    assert published("<time datetime='2026-03-13T01:22:10Z'>March 12, 2026</time>") == (
        datetime(2026, 3, 13, 1, 22, 10, tzinfo=UTC),
        "second",
    )


@pytest.mark.parametrize(
    "header",
    [
        "<p>March 9, 2026</p><p>Updated <time datetime='2026-03-12T18:22:10Z'>3 days ago</time></p>",
        "<p>March 9, 2026</p><time class='updated' datetime='2026-03-12T18:22:10Z'>3 days ago</time>",
        "<p>March 9, 2026, updated <time datetime='2026-03-09T18:22:10Z'>at noon</time></p>",
        "<p><time datetime='2026-03-12T18:22:10Z'>March 9, 2026</time></p>",
        "<p>March 9, 2026</p><div class='comment'><time datetime='2026-03-12T18:22:10Z'>3 days ago</time></div>",
        "<ul><li><a href='/x'>Weir leaks</a> <time datetime='2026-03-12T18:22:10Z'>1 h</time></li></ul>March 9, 2026",
    ],
    ids=["updated", "class updated", "updated on the same day", "another day", "comment", "teaser"],
)
def test_time_that_is_not_of_the_publication(header: str) -> None:
    assert published(header) == (datetime(2026, 3, 9, tzinfo=UTC), "day")
