"""Records that state a title and hold the text of an article: it is kept whole, lists and short lines included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.draft import Draft, Hints
from tasks.clean.dump_page import read_dump

DRAW = """\
The winning numbers in Tuesday's drawing of Harbour Five were:

05-12-23-33-38

Estimated jackpot: 150,000 crowns
"""
DAIRY = "Dairy at Tolvik closes after ninety years"
CLOSED = "The dairy at Tolvik will close in June, its owners told the sixty workers on Friday, ninety years on."
MILK = "Milk from the farms of the valley will go to the larger dairy at Brennavik, forty kilometres to the south."
MENU = ["News", "Sport", "Weather", "Ferries", "Sign in", "Help"]


def told(*lines: str, title: str | None = DAIRY) -> Draft:
    """The one article of a text whose record states the title."""
    _, [draft] = read_dump("\n\n".join(lines), Hints(title=title), None)
    return draft


def texts(draft: Draft) -> list[str]:
    return [line.text for line in draft.lines]


def test_a_line_of_numbers_is_what_is_new() -> None:
    assert texts(told(DRAW, title="Harbour Five winning numbers")) == DRAW.strip().split("\n\n")


@pytest.mark.parametrize(
    "before", [["TOLVIK, NORRLAND"], ["Dairy"], ["A blow to the valley."], ["Farmers fear for milk"], []]
)
def test_a_kicker_a_place_and_a_deck_stand_in_the_text_under_the_title_of_the_record(before: list[str]) -> None:
    draft = told(*before, CLOSED, "Milk goes south", MILK)
    assert (draft.title, texts(draft)) == (DAIRY, [*before, CLOSED, "Milk goes south", MILK])


@pytest.mark.parametrize("stated", [DAIRY, f"{DAIRY} | Harbour Times", DAIRY.upper()])
def test_the_title_again_its_author_and_its_day_are_no_part_of_the_text(stated: str) -> None:
    draft = told(DAIRY, "By Ann Lee", "4 May 2024", CLOSED, MILK, title=stated)
    assert (draft.title, draft.authors, texts(draft)) == (DAIRY, ("Ann Lee",), [CLOSED, MILK])
    assert draft.published is not None


def test_a_title_of_signs_tells_nothing() -> None:
    assert texts(told(*MENU, DAIRY, CLOSED, MILK, *MENU, title="***")) == [CLOSED, MILK]


def test_the_title_of_a_record_loses_the_name_of_its_site() -> None:
    for stated in (f"{DAIRY} - Gull", f"{DAIRY} | Gull News", f"{DAIRY} - for good"):
        _, [draft] = read_dump(f"{CLOSED}\n\n{MILK}", Hints(title=stated, url="https://www.gull-news.example/d"), None)
        assert draft.title == (stated if stated.endswith("good") else DAIRY)


def test_what_its_words_give_away_is_furniture_there_too() -> None:
    assert texts(told(CLOSED, "Follow us on Facebook", MILK, "Share this article")) == [CLOSED, MILK]


def test_what_an_interface_cuts_off_is_said() -> None:
    draft = told(f"{CLOSED} Milk from the farms of the valley will go… [+1204 chars]")
    assert (texts(draft), draft.flags) == ([f"{CLOSED} Milk from the farms of the valley will go"], ("stub",))
    assert told(CLOSED, MILK).flags == ()


def test_the_dump_of_a_page_is_cut_though_its_record_states_a_title() -> None:
    assert texts(told(*MENU, DAIRY, CLOSED, MILK, *MENU)) == [CLOSED, MILK]


def test_a_page_may_begin_with_a_sentence() -> None:
    page = [
        f"Share this {what}" for what in ("story", "picture", "page", "video", "gallery", "map", "poll", "list", "quiz")
    ]
    assert texts(told(CLOSED, MILK, *MENU, *page)) == [CLOSED, MILK]


def test_two_articles_in_one_record_are_two() -> None:
    ferry = "The ferry to Oddaholm was cancelled on Monday after the pier of the town had been damaged by drifting ice."
    pages = [[DAIRY, "By Ann Lee", "4 May 2024", CLOSED, MILK, CLOSED.replace("June", "July")]]
    pages.append(["Ferry to Oddaholm cancelled", "By Ola Brand", "5 May 2024", ferry, ferry.replace("ice", "logs")])
    _, drafts = read_dump("\n".join(line for page in pages for line in page), Hints(title=DAIRY), None)
    assert [draft.title for draft in drafts] == [DAIRY, "Ferry to Oddaholm cancelled"]


@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,8} \d{1,3}[-:]\d{1,3}", fullmatch=True), max_size=12, unique=True))
def test_no_result_between_sentences_is_lost(results: list[str]) -> None:
    assert texts(told(CLOSED, *results, MILK, CLOSED.replace("June", "July"))) == [
        CLOSED, *results, MILK, CLOSED.replace("June", "July")
    ]  # fmt: skip
