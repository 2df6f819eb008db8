"""The stage as a whole: every page accounted for, contracts held, no page stops a batch."""

from __future__ import annotations

import contextlib
import pickle
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from expectations.articles import ARTICLES
from expectations.contract import check
from expectations.documents import DOCUMENTS
from tasks.clean import stage
from tasks.clean.limits import PageTooSlow, printable, time_limit
from tasks.clean.options import CleanOptions
from tasks.clean.stage import clean, clean_page
from tasks.outcome import Outcome
from tests.clean.clean_pages import page, pages_table

SENTENCE = "The mill at Tarnwick ground its last grain on Friday, and the owner thanked all who had come. "
DUMP = f"Tarnwick mill grinds its last grain\n\n{SENTENCE * 2}\n\n{SENTENCE * 3}\n"
BODY = f"<article><h1>Tarnwick mill stops</h1><p>{SENTENCE * 2}</p><p>{SENTENCE * 3}</p></article>"
HTML = f"<html><head><title>Mill</title></head><body>{BODY}</body></html>"


def rules(outcome: Outcome) -> list[str]:
    found: list[str] = outcome.quarantined.column("rule").to_pylist()
    return found


def test_tables_hold_their_contracts() -> None:
    outcome = clean(pages_table(page(DUMP, "text/plain", "a.txt"), page(HTML, uri="b.html")))
    for contract in (ARTICLES, DOCUMENTS):
        table = outcome.tables[contract.name]
        assert table.schema == contract.stage_schema
        assert table.num_rows == 2
        assert not [b for b in check(table, contract).breaches if b.rule.severity != "info"]


def test_every_page_ends_in_articles_or_one_refusal() -> None:
    pages = pages_table(page(DUMP, "text/plain", "a.txt"), page("Home\nNews\nSport", "text/plain", "menu.txt"))
    outcome = clean(pages)
    assert outcome.counts == {"pages": 2, "articles": 1, "refused": 1}
    refused = outcome.quarantined.to_pylist()[0]
    assert (refused["rule"], refused["source_uri"]) == ("no_article", "menu.txt")
    assert "menu.txt" in refused["reason"]
    assert outcome.tables["documents"].column("source_uri").to_pylist() == ["a.txt"]


def test_too_large_page_is_refused() -> None:
    assert rules(clean(pages_table(page(DUMP, "text/plain")), CleanOptions(max_page_chars=50))) == ["too_large"]


def test_slow_page_is_refused_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = stage._cut

    def slow(row: dict[str, object], options: CleanOptions) -> object:
        if row["source_uri"] == "slow":
            time.sleep(5)
        return cut(row, options)

    monkeypatch.setattr(stage, "_cut", slow)
    pages = pages_table(page(DUMP, "text/plain", "slow"), page(DUMP, "text/plain", "fast"))
    outcome = clean(pages, CleanOptions(max_seconds=0.5))
    assert rules(outcome) == ["too_slow"]
    assert outcome.tables["articles"].column("source_uri").to_pylist() == ["fast"]


def test_time_limit_is_no_ordinary_exception() -> None:
    def stubborn() -> None:
        for _ in range(100):
            with contextlib.suppress(Exception):  # as library code does
                time.sleep(0.1)

    with pytest.raises(PageTooSlow), time_limit(0.2):
        stubborn()


def test_exception_in_a_page_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no luck")

    monkeypatch.setattr(stage, "_cut", broken)
    outcome = clean(pages_table(page(DUMP, "text/plain", "a.txt")))
    assert rules(outcome) == ["unreadable"]
    assert "no luck" in outcome.quarantined.to_pylist()[0]["reason"]


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 100_000 + SENTENCE,
        "<p " + " ".join(f'a{i}="1"' for i in range(50_000)) + f">{SENTENCE}</p>",
        '<script type="application/ld+json">' + "[" * 50_000 + f"</script><p>{SENTENCE}</p>",
        f"<p>\x00{SENTENCE}\x1b</p>",
        "",
        "<",
        "<!doctype html><html><body></body></html>",
        "<html><body><table>" + "<tr><td>" * 5_000,
        "\ufeff<html>\u202e" + SENTENCE,
    ],
    ids=["nested", "attributes", "json", "nul", "empty", "bracket", "bodyless", "tables", "marks"],
)
def test_hostile_html_ends_in_rows_or_a_refusal(content: str) -> None:
    outcome = clean(pages_table(page(content)), CleanOptions(max_seconds=10))
    assert outcome.tables["documents"].num_rows + outcome.quarantined.num_rows == 1
    assert "too_slow" not in rules(outcome)


def test_a_menu_that_is_never_closed_does_not_take_the_article_with_it() -> None:
    menu = "<nav><ul><li><a href='/'>Home</a></li></ul>"
    outcome = clean(pages_table(page(f"<html><body>{menu}{BODY}</body></html>"), page(HTML, uri="b.html")))
    broken, whole = outcome.tables["articles"].column("text").to_pylist()
    assert broken == whole


@pytest.mark.parametrize(("stated", "names"), [("By Staff Reporter", []), ("By Ola Brand", ["Ola Brand"])])
def test_author_stated_by_a_record_is_read_as_a_byline(stated: str, names: list[str]) -> None:
    row = {**page(DUMP, "text/plain"), "authors_hint": [stated]}
    assert clean(pages_table(row)).tables["articles"].column("authors").to_pylist() == [names]


def test_lone_surrogates_are_replaced() -> None:
    row = {**page(DUMP, "text/plain"), "content": DUMP + "\ud800", "url": None, "title_hint": None}
    row |= dict.fromkeys(
        ("published_hint", "authors_hint", "section_hint", "tags_hint", "language_hint", "hint_method")
    )
    result = clean_page(row, CleanOptions())
    assert isinstance(result, tuple)
    assert printable("a\ud800b") == "a\ufffdb"


def test_a_headline_that_is_cut_within_an_emoji_costs_no_page() -> None:
    stated = '{"@type": "NewsArticle", "headline": "Mill \\ud83d\\ude00 stops \\ud83d", "author": "Ann \\udc00Lee"}'
    head = f'<head><script type="application/ld+json">{stated}</script></head>'
    outcome = clean(pages_table(page(f"<html>{head}<body>{BODY}</body></html>")))
    assert outcome.quarantined.num_rows == 0
    assert outcome.tables["articles"].column("title").to_pylist() == ["Mill \U0001f600 stops \ufffd"]


@pytest.mark.parametrize(("content", "media_type"), [(DUMP, "text/plain"), (HTML, "text/html")])
def test_a_broken_address_of_a_record_costs_no_page(content: str, media_type: str) -> None:
    hinted = page(content, media_type, url="http://[mill.example/a", title_hint="Mill stops - Mill Post")
    outcome = clean(pages_table(hinted))
    assert (outcome.tables["articles"].num_rows, outcome.quarantined.num_rows) == (1, 0)


def test_hints_fill_in_only_where_the_page_is_silent() -> None:
    hints: dict[str, Any] = {"title_hint": "Another title", "authors_hint": ["Ola Brand"], "tags_hint": ["mill"]}
    hints |= {"published_hint": "2024-05-06T07:08Z", "url": "https://mill.example/a?utm_source=x"}
    hinted = page(DUMP, "text/plain", **hints)
    row = clean(pages_table(hinted)).tables["articles"].to_pylist()[0]
    assert row["title"] == "Tarnwick mill grinds its last grain"
    assert (row["published_method"], row["published_precision"]) == ("record", "minute")
    assert (row["authors"], row["tags"], row["url"]) == (["Ola Brand"], ["mill"], "https://mill.example/a")


@pytest.mark.parametrize(("content", "media_type"), [(DUMP, "text/plain"), (HTML, "text/html")])
def test_a_date_that_only_the_feed_states_says_so(content: str, media_type: str) -> None:
    hinted = page(content, media_type, published_hint="Mon, 06 May 2024 07:08:00 GMT", hint_method="feed")
    row = clean(pages_table(hinted)).tables["articles"].to_pylist()[0]
    assert (row["published_method"], row["published_at"].day) == ("feed", 6)


def test_order_and_chunks_of_the_input_change_nothing() -> None:
    rows = [page(DUMP, "text/plain", "a.txt"), page(HTML, uri="b.html"), page("x", "text/plain", "c.txt")]
    whole = clean(pages_table(*rows)).tables["articles"]
    parts = [clean(pages_table(row)).tables["articles"] for row in reversed(rows)]
    known = {r["article_id"]: r for part in parts for r in part.to_pylist()}
    assert {r["article_id"]: r for r in whole.to_pylist()} == known


def test_same_content_is_the_same_article_wherever_it_was_found() -> None:
    pages = pages_table(page(DUMP, "text/plain", "a.txt"), page(DUMP.replace("\n\n", "\n \n"), "text/plain", "b.txt"))
    ids = clean(pages).tables["articles"].column("article_id").to_pylist()
    assert ids[0] == ids[1]


def test_several_articles_under_one_url_have_ids_of_their_own() -> None:
    second = DUMP.replace("Tarnwick", "Oxmere").replace("Friday", "Monday").replace("grain", "barley")
    both = page(DUMP + "\n\n\n" + second, "text/plain", url="https://mill.example/day")
    rows = clean(pages_table(both)).tables["articles"].to_pylist()
    if len(rows) == 2:
        assert rows[0]["article_id"] != rows[1]["article_id"]
        assert [row["position"] for row in rows] == [0, 1]


def test_no_date_after_today() -> None:
    dated = DUMP.replace("\n\n", "\n\n4 August 2031\n\n", 1)
    rows = [clean(pages_table(page(dated, "text/plain")), CleanOptions(today=day)).tables["articles"].to_pylist()[0]
            for day in (None, date(2030, 1, 1))]  # fmt: skip
    assert rows[0]["published_at"] is not None
    assert rows[1]["published_at"] is None


def test_options_travel_between_processes() -> None:
    options = CleanOptions(today=date(2024, 1, 1))
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301


@pytest.mark.shared
def test_seed_page() -> None:
    seeds = list((Path(__file__).parents[3] / "shared" / "seed").glob("*.txt"))
    if not seeds:
        pytest.skip("no evaluation data here")
    rows = clean(pages_table(page(seeds[0].read_text(encoding="utf-8"), "text/plain"))).tables["articles"].to_pylist()
    assert [row["published_at"] for row in rows] == [None, None]
    assert [len(row["captions"]) for row in rows] == [1, 1]
    assert [row["agency"] for row in rows] == ["AFP", "EPA"]


@pytest.mark.parametrize(
    ("content", "media_type", "title", "text"),
    [
        ("<article><h1>Storm warning</h1><p>Ferries stay in port.</p></article>", "text/html", "Storm warning",
         "Ferries stay in port."),
        ("Storm warning\nFerries stay in port.", "text/plain", "Storm warning", "Ferries stay in port."),
        ("Storm warning", "text/plain", "Storm warning", "Storm warning"),
    ],
)  # fmt: skip
def test_a_page_that_is_let_through_is_one_article(content: str, media_type: str, title: str, text: str) -> None:
    pages = pages_table(page(content, media_type))
    assert rules(clean(pages)) == ["no_article"]
    outcome = clean(pages, CleanOptions(min_words=0))
    [row] = outcome.tables["articles"].to_pylist()
    assert (row["title"], row["text"], outcome.quarantined.num_rows) == (title, text, 0)
    for contract in (ARTICLES, DOCUMENTS):
        verdict = check(outcome.tables[contract.name], contract)
        assert not [b for b in verdict.breaches if b.rule.severity == "critical"]


def test_a_page_without_a_line_is_no_article_in_any_case() -> None:
    assert rules(clean(pages_table(page("<html><body></body></html>")), CleanOptions(min_words=0))) == ["no_article"]


def test_a_page_whose_title_is_stated_beside_it_keeps_its_first_line() -> None:
    pages = pages_table(page("Ferries stay in port.\nSo do boats.", "text/plain", title_hint="Storm warning"))
    [row] = clean(pages, CleanOptions(min_words=0)).tables["articles"].to_pylist()
    assert (row["title"], row["text"]) == ("Storm warning", "Ferries stay in port.\n\nSo do boats.")
