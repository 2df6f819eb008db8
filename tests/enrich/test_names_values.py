"""Dates, times and amounts by rule: where they stand and their common form."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.enrich.tagger import Words
from tasks.enrich.values import find_values

PUBLISHED = date(2031, 6, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "kind", "words", "name"),
    [
        ("Talks began on 3 March 2030 there.", "DATE", "3 March 2030", "2030-03-03"),
        ("Talks began on March 3, 2030, there.", "DATE", "March 3, 2030", "2030-03-03"),
        ("Talks began on Sept. 3.", "DATE", "Sept. 3", "2031-09-03"),
        ("It opened in February 2022.", "DATE", "February 2022", "2022-02"),
        ("It opened in 1998 and closed.", "DATE", "1998", "1998"),
        ("They met on Monday.", "DATE", "Monday", "2031-06-16"),
        ("They meet next Friday.", "DATE", "next Friday", "2031-06-20"),
        ("They met yesterday.", "DATE", "yesterday", "2031-06-17"),
        ("They met at 5:30 p.m. local time.", "TIME", "5:30 p.m. local time", "5:30 p.m. local time"),
        ("It costs $2.5 million now.", "MONEY", "$2.5 million", "2500000 USD"),
        ("It costs €4bn now.", "MONEY", "€4bn", "4000000000 EUR"),
        ("It costs 300 Kenyan shillings now.", "MONEY", "300 Kenyan shillings", "300 KES"),
        ("It costs Rs 12,400 crore now.", "MONEY", "Rs 12,400 crore", "Rs 12,400 crore"),
        ("It costs ₹3 lakh crore now.", "MONEY", "₹3 lakh crore", "3000000000000 INR"),
        ("It costs ₹1,00,000 now.", "MONEY", "₹1,00,000", "100000 INR"),
        ("It costs N45bn now.", "MONEY", "N45bn", "45000000000 NGN"),
        ("It costs N4.5bn now.", "MONEY", "N4.5bn", "4500000000 NGN"),
        ("It costs N250,000 now.", "MONEY", "N250,000", "250000 NGN"),
        ("It costs KSh1.2 billion now.", "MONEY", "KSh1.2 billion", "1200000000 KES"),
        ("It costs $300 mln now.", "MONEY", "$300 mln", "300000000 USD"),
        ("It costs 1.4 billion reais now.", "MONEY", "1.4 billion reais", "1400000000 BRL"),
        ("It costs RM20 now.", "MONEY", "RM20", "20 MYR"),
        ("It costs P2.3-billion now.", "MONEY", "P2.3-billion", "P2.3-billion"),
        ("It costs GH₵3m now.", "MONEY", "GH₵3m", "3000000 GHS"),
        ("It costs ₱500 million now.", "MONEY", "₱500 million", "500000000 PHP"),
        ("It costs R12m now.", "MONEY", "R12m", "12000000 ZAR"),
        ("It costs 412 million Norwegian crowns now.", "MONEY", "412 million Norwegian crowns", "412000000 NOK"),
        ("It costs 2.50 crowns now.", "MONEY", "2.50 crowns", "2.50 crowns"),
        ("It rose 12.5 per cent.", "PERCENT", "12.5 per cent", "12.5 %"),
        ("It covers 5,000 square kilometres.", "QUANTITY", "5,000 square kilometres", "5,000 square kilometres"),
    ],
)
def test_values_and_their_common_form(text: str, kind: str, words: str, name: str) -> None:
    found = [(v.type, v.span.of(text), v.name) for v in find_values(Words.of(text), PUBLISHED)]
    assert (kind, words.removeprefix("next "), name) in found or (kind, words, name) in found


def test_impossible_dates_keep_their_words() -> None:
    assert find_values(Words.of("On 31 February 2030 nothing happened."))[0].name == "31 February 2030"


def test_relative_dates_need_a_day_of_publication() -> None:
    assert find_values(Words.of("They met on Monday."))[0].name == "Monday"


def test_a_modal_verb_and_a_first_name_are_no_months() -> None:
    assert find_values(Words.of("It may rain. April Oyelaran left; we march on.")) == []


def test_a_road_and_a_rank_are_no_amounts() -> None:
    assert find_values(Words.of("The N7 met the R21, and P1 was first; N95 masks and R2 units sold.")) == []


@given(st.text(alphabet="0123456789 ,.$€%:-MaymillionJ\n"))
def test_values_never_raise_nor_overlap(text: str) -> None:
    found = find_values(Words.of(text), PUBLISHED)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
