"""What holds for any text: nothing raises, blocks cover the page, offsets point where they say."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean.byline import read_byline
from tasks.clean.captions import is_credit, may_have_credit, split_caption
from tasks.clean.dateline import read_dateline
from tasks.clean.dates import read_stamp, written_date
from tasks.clean.dump_prose import WORD, content_stems, shared_stems, words_of
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_body import NOT_ALNUM, squash
from tasks.clean.limits import NOT_TEXT, printable
from tasks.clean.months import MONTHS
from tasks.clean.options import CleanOptions
from tasks.clean.page import Line, count_words
from tasks.clean.stage import clean
from tasks.clean.urls import normal_url
from tasks.outcome import Outcome
from tests.clean.clean_pages import page, pages_table

URLS = r"https?://[a-z]{1,8}\.[a-z]{2,5}(/[a-z0-9._-]{0,6}){0,3}(\?[a-z_]{1,6}=[a-z0-9]{0,4}){0,1}"
WORDS = [
    "Eastmere",
    "the",
    "harbour",
    "By",
    "Ann Lee",
    "said",
    "2024",
    "May",
    "Photo:",
    "AFP",
    "Read more:",
    "…",
    "(",
    ")",
]
PIECES = st.one_of(st.sampled_from([*WORDS, ". ", "\n", "\n\n", "\n\n\n\n", "“", "”", ",", " | "]), st.text(max_size=6))
TEXTS = st.lists(PIECES, max_size=80).map(" ".join)
TAGS = ["<p>", "</p>", "<div class='caption'>", "</div>", "<h1>", "<br>", "<a href=x>", "</a>", "<!-- x -->",
        "<article>", "<span hidden>", "</span>", "<table><tr><td>", "&nbsp;", "<script>", "</script>"]  # fmt: skip
MARKUP = st.lists(st.one_of(PIECES, st.sampled_from(TAGS)), max_size=60).map(" ".join)
SIGNS = ["# ", "\n## ", "\n* ", "\n1. ", "\n> ", "**", "_", "[Ann](https://a.example/x)", "![x](y)", "`", "\n---\n",
         "\n    ", "<div>", "|a|b|\n|-|-|\n|c|d|\n", "\\"]  # fmt: skip
MARKDOWN = st.lists(st.one_of(PIECES, st.sampled_from(SIGNS)), max_size=60).map(" ".join)


def safe(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def check_blocks(outcome: Outcome) -> None:
    for row in outcome.tables["documents"].to_pylist():
        end = 0
        for block in row["blocks"]:
            assert block["start"] >= end
            assert not row["text"][end : block["start"]].strip("\ufeff\u200b\u200c\u200d \t\n\r\xa0").strip()
            end = block["end"]
        assert not row["text"][end:].strip("\ufeff\u200b\u200c\u200d \t\n\r\xa0").strip()


def check_headings(outcome: Outcome) -> None:
    for row in outcome.tables["articles"].to_pylist():
        for heading in row["headings"]:
            assert row["text"][heading["start"] : heading["end"]] == heading["text"]


@settings(max_examples=100, deadline=None)
@given(st.one_of(TEXTS, MARKDOWN), st.sampled_from(["text/plain", "text/markdown"]))
def test_any_dump(text: str, media_type: str) -> None:
    outcome = clean(pages_table(page(safe(text), media_type)), CleanOptions(min_words=1))
    assert outcome.tables["documents"].num_rows + outcome.quarantined.num_rows == 1
    check_blocks(outcome)
    check_headings(outcome)


@settings(max_examples=40, deadline=None)
@given(MARKUP)
def test_any_markup(text: str) -> None:
    outcome = clean(pages_table(page(f"<html><body>{safe(text)}</body></html>")), CleanOptions(min_words=1))
    assert outcome.tables["documents"].num_rows + outcome.quarantined.num_rows == 1
    check_blocks(outcome)
    check_headings(outcome)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_line_rules_take_any_line(text: str) -> None:
    read_byline(text)
    read_stamp(text, "text", None)
    read_dateline(text)
    furniture_reason(text)
    is_credit(text)
    may_have_credit(text)
    assert split_caption(text).text in text or not text
    normal_url(text)


@settings(max_examples=200, deadline=None)
@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.[a-z]{2,5}(/[a-z0-9._-]{0,6}){0,3}(\?[a-z_]{1,6}=[a-z0-9]{0,4}){0,1}", fullmatch=True
    )
)
def test_normal_url_is_stable(url: str) -> None:
    once = normal_url(url)
    assert once is None or normal_url(once) == once


@given(st.one_of(TEXTS, st.text()))
def test_quick_ways_say_what_the_patterns_say(text: str) -> None:
    line = " ".join(text.split())
    assert printable(text) == NOT_TEXT.sub("\ufffd", text)
    assert squash(text) == NOT_ALNUM.sub("", text.casefold())
    assert words_of(line.casefold()) == set(WORD.findall(line.casefold()))
    if line:
        assert Line(line, 0, len(line), blanks=line.count(" ")).words == count_words(line)


@given(
    st.sampled_from(sorted(MONTHS)),
    st.sampled_from([str.upper, str.title, lambda name: name.upper().replace("I", "İ")]),
)
def test_months_in_any_capitals(month: str, spell: Callable[[str], str]) -> None:
    found = written_date(f"12 {spell(month)} 2024")
    assert found is not None
    assert (found[0].year, found[0].month, found[0].day) == (2024, MONTHS[month], 12)


@given(TEXTS, TEXTS)
def test_a_body_shares_what_it_holds(headline: str, rest: str) -> None:
    stems = content_stems(f"{headline} {rest}")
    assert content_stems(headline) <= stems
    assert shared_stems(headline, stems) == len(content_stems(headline)) / max(len(content_stems(headline)), 3)
