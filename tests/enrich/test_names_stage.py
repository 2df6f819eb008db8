"""The stage as a whole: tables that hold their contracts, whatever the articles and options."""

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.contract import check
from expectations.entities import ENTITIES
from expectations.quotes import QUOTES
from tasks.enrich.fast_tagger import built_in_tagger
from tasks.enrich.options import EnrichOptions, QuoteOptions
from tasks.enrich.stage import enrich
from tasks.enrich.tagger import LABELS, Words
from tasks.outcome import Outcome

STORY = (
    "Peruvian President Rosa Quispe met Kenyan Finance Minister Daniel Otieno in Nairobi on Monday.\n\n"
    "“We will sign the treaty,” Quispe said. Otieno, who leads the talks for Kenya, agreed. "
    "The World Health Organization (WHO) sent observers, and the WHO’s Anna Lind called it “a good day”.\n\n"
    "The deal is worth $2.5 million, Daniel Otieno told Reuters."
)
WORDS = ("Ada", "Okoro", "Mr", ".", ",", "’s", "U.S.", "IMF", "(", ")", "\n\n", "said", "“", "”", "Paris", "Texas",
         "5%", "the", "-", "2030", "May")  # fmt: skip


def table(*texts: str, **columns: Any) -> pa.Table:
    ids = [f"{i:032x}" for i in range(len(texts))]
    return pa.table({"article_id": ids, "title": pa.nulls(len(texts), pa.string()), "text": list(texts), **columns})


def assert_contracts_hold(outcome: Outcome, articles: pa.Table) -> None:
    revisions = pa.array([1] * articles.num_rows, pa.int32())
    context = {"articles": articles.append_column("revision", revisions)}
    for name, contract in (("entities", ENTITIES), ("quotes", QUOTES)):
        made = outcome.tables[name]
        assert made.schema == contract.stage_schema
        assert [b for b in check(made, contract, context).breaches if b.rule.severity != "info"] == []


def test_a_story_becomes_entities_and_quotes() -> None:
    articles = table(STORY)
    outcome = enrich(articles)
    assert_contracts_hold(outcome, articles)
    rows = {(r["type"], r["name"]): r for r in outcome.tables["entities"].to_pylist()}
    assert len(rows["PERSON", "Rosa Quispe"]["mentions"]) == 2
    assert rows["PERSON", "Rosa Quispe"]["roles"] == ["Peruvian President"]
    assert len(rows["PERSON", "Daniel Otieno"]["mentions"]) == 3
    assert rows["GPE", "Nairobi"]["country"] == "KE"
    assert rows["GPE", "Kenya"]["link"] == "iso3166:KE"
    assert rows["ORG", "World Health Organization"]["aliases"] == ["WHO"]
    assert rows["NORP", "Peruvian"]["country"] == "PE"
    assert ("MONEY", "2500000 USD") in rows
    speakers = {r["speaker"] for r in outcome.tables["quotes"].to_pylist()}
    assert "Rosa Quispe" in speakers


def test_rows_are_sorted_and_the_order_of_articles_changes_nothing() -> None:
    articles = table(STORY, "Kofi Badu left Accra.", "")
    outcome, turned = enrich(articles), enrich(articles.take([2, 0, 1]))
    assert outcome.tables["entities"].equals(turned.tables["entities"])
    keys = outcome.tables["entities"].select(list(ENTITIES.key)).to_pylist()
    assert keys == sorted(keys, key=lambda k: tuple(k.values()))


def test_no_rows_give_typed_empty_tables() -> None:
    outcome = enrich(table())
    assert outcome.tables["entities"].schema == ENTITIES.stage_schema
    assert outcome.tables["quotes"].num_rows == 0


def test_other_languages_are_counted_not_guessed() -> None:
    articles = table(STORY, STORY, STORY, language=["de", None, "en-GB"])
    outcome = enrich(articles)
    assert outcome.counts["unsupported_language"] == 1
    assert {r["article_id"][-1] for r in outcome.tables["entities"].to_pylist()} == {"1", "2"}


def test_dates_are_resolved_against_publication() -> None:
    moment = pa.array([1_900_000_000_000_000], pa.timestamp("us", tz="UTC"))  # 17 March 2030, a Sunday
    rows = enrich(table(STORY, published_at=moment)).tables["entities"].to_pylist()
    assert "2030-03-11" in {r["name"] for r in rows if r["type"] == "DATE"}


@pytest.mark.parametrize(
    ("published_at", "day"),
    [
        (datetime(2026, 5, 4, 23, tzinfo=timezone(timedelta(hours=-3))), date(2026, 5, 5)),
        (date(2026, 5, 4), date(2026, 5, 4)),
        (None, None),
    ],
)
def test_entities_bear_the_day_of_their_article(published_at: date | None, day: date | None) -> None:
    entities = enrich(table(STORY, published_at=[published_at])).tables["entities"]
    assert set(entities.column("published_on").to_pylist()) == {day}


def test_values_can_be_left_out() -> None:
    rows = enrich(table(STORY), EnrichOptions(values=False)).tables["entities"].to_pylist()
    assert not {"MONEY", "DATE"} & {r["type"] for r in rows}


def test_quotes_can_be_left_out() -> None:
    def kinds(**options: Any) -> set[str]:
        rows = enrich(table(STORY), EnrichOptions(quotes=QuoteOptions(**options))).tables["quotes"].to_pylist()
        return {row["kind"] for row in rows}

    assert "indirect" in kinds()
    assert kinds(indirect=False) == kinds() - {"indirect"}
    assert kinds(min_confidence=1.1) == set()


def test_the_best_quality_asks_more_nets() -> None:
    fast, best = (enrich(table(STORY), EnrichOptions(quality=q)).tables["entities"] for q in ("fast", "best"))
    assert {"Rosa Quispe", "Daniel Otieno", "Nairobi"} <= set(best.column("name").to_pylist())
    assert fast.column("confidence") != best.column("confidence")


def test_options_travel_between_processes() -> None:
    options = EnrichOptions(min_confidence=0.5)
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301 - made here


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "A" * 5000, "“" * 300, "ICC (" * 200, "ŁÓDŹ\u0301 " * 50, "عربي 中文"]
)
def test_odd_texts_do_not_stop_the_stage(text: str) -> None:
    articles = table("Kofi Badu left Accra.", text)
    assert_contracts_hold(enrich(articles), articles)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_offsets_hold_for_any_sequence_of_words(words: list[str]) -> None:
    articles = table(" ".join(words))
    assert_contracts_hold(enrich(articles), articles)


def test_probabilities_are_probabilities() -> None:
    told = built_in_tagger("fast").probabilities([Words.of(STORY), Words.of(""), Words.of("Accra")])
    assert [t.shape for t in told] == [(len(Words.of(STORY).texts), len(LABELS)), (0, len(LABELS)), (1, len(LABELS))]
    assert np.allclose(told[0].sum(-1), 1, atol=1e-4)


def test_a_very_long_article_is_read_in_parts() -> None:
    from tasks.enrich.fast_tagger import built_in_tagger
    from tasks.enrich.tagger import Words

    words = Words.of("Kofi Badu left Accra. " * 9000)
    (told,) = built_in_tagger("fast").probabilities([words])
    assert len(told) == len(words.texts)
