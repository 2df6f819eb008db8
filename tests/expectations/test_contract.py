"""The fast check refuses what a rule forbids, and Great Expectations reads each rule the same way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from expectations.articles import ARTICLES
from expectations.contract import (
    Between,
    Contract,
    IsTrue,
    LengthBetween,
    Matches,
    NotNull,
    OneOf,
    Projection,
    Rule,
    Unique,
    check,
)
from expectations.documents import PAGES
from expectations.entities import ENTITIES
from expectations.published import PUBLISHED
from expectations.quotes import QUOTES
from expectations.references import REFERENCES
from expectations.runs import COUNTS, runs_contract
from tasks.ids import stable_id
from tests.conftest import article, articles_table, row_of

COLUMNS = pa.table(
    {
        "name": pa.array(["Oddaholm", None, "Vestness", "Vestness", "x", ""]),
        "boats": pa.array([1, 5, None, 9, -1, 3], pa.int64()),
        "open": pa.array([True, False, None, True, True, True]),
        "when": pa.array([datetime(2026, 1, n + 1, tzinfo=UTC) for n in range(6)], pa.timestamp("us", tz="UTC")),
    }
)

CASES = {
    "not null": (Rule("r", "name", NotNull(), "x"), [1]),
    "one of": (Rule("r", "name", OneOf(("Oddaholm", "Vestness")), "x"), [4, 5]),
    "one of, nothing missing": (Rule("r", "name", OneOf(("Oddaholm", "Vestness", "x", "")), "x"), []),
    "matches": (Rule("r", "name", Matches("^[A-Z]"), "x"), [4, 5]),
    "between": (Rule("r", "boats", Between(0, 5), "x"), [3, 4]),
    "at least": (Rule("r", "boats", Between(low=1), "x"), [4]),
    "at most": (Rule("r", "boats", Between(high=4), "x"), [1, 3]),
    "length": (Rule("r", "name", LengthBetween(2, 20), "x"), [4, 5]),
    "unique": (Rule("r", "name", Unique(), "x"), [2, 3]),
    "true": (Rule("r", "open", IsTrue(), "x"), [1, 2]),
}


def contract_of(rule: Rule) -> Contract:
    return Contract("harbours", "Harbours.", (), (), (Projection("harbours", (rule,)),))


@pytest.mark.parametrize("name", CASES)
def test_the_fast_check_finds_the_bad_rows(name: str) -> None:
    rule, bad = CASES[name]
    verdict = check(COLUMNS, contract_of(rule))
    assert [row for b in verdict.breaches for row in b.rows.to_pylist()] == bad
    assert verdict.good.num_rows == COLUMNS.num_rows - len(bad)


def test_info_rules_are_reported_and_keep_their_rows() -> None:
    verdict = check(COLUMNS, contract_of(Rule("r", "name", NotNull(), "x", "info")))
    assert [breach.rule.severity for breach in verdict.breaches] == ["info"]
    assert verdict.good.num_rows == COLUMNS.num_rows


def test_great_expectations_reads_every_rule_like_the_fast_check(tmp_path: Path) -> None:
    from expectations.gx import Validation

    validation = Validation("test", tmp_path)
    for name, (rule, bad) in CASES.items():
        # `unique` has no nulls among the repeated values; Great Expectations skips nulls everywhere but in not-null.
        contract = Contract(name, "Harbours.", (), (), (Projection(name, (rule,)),))
        [result] = validation.table("batch", COLUMNS, contract, {})
        wanted = [row for row in bad if name != "true" or COLUMNS["open"][row].is_valid]
        assert (list(result.rows), result.error) == (wanted, None), name
    index = validation.write_docs()
    assert index.is_file()
    assert list(tmp_path.rglob("validations/**/*.html"))


def test_a_run_may_be_called_by_digits_alone(tmp_path: Path) -> None:
    """One run key in two thousand has no letters, or an `e` that makes a number of it."""
    from expectations.gx import Validation

    rule, _ = CASES["not null"]
    contract = Contract("names", "Harbours.", (), (), (Projection("names", (rule,)),))
    for key in ("1480755078749854", "20261130e0123456"):
        validation = Validation(key, tmp_path / key)
        assert len(validation.table("batch", COLUMNS, contract, {})) == 1
        validation.write_docs()
        [page] = (tmp_path / key / "validations").rglob("*.html")
        assert (page.parent.parent.name, page.parent.name[:4]) == (f"run {key}", f"{datetime.now(UTC):%Y}")


def test_no_frame_is_hashed_for_a_fingerprint_that_nobody_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from expectations.gx import Validation

    validation = Validation("test", tmp_path)
    monkeypatch.setattr("pandas.util.hash_pandas_object", lambda *_, **__: pytest.fail("hashed"))
    rule, bad = CASES["not null"]
    contract = Contract("names", "Harbours.", (), (), (Projection("names", (rule,)),))
    [result] = validation.table("batch", COLUMNS, contract, {})
    assert (list(result.rows), result.error) == (bad, None)


def test_valid_rows_pass_every_contract() -> None:
    verdict = check(articles_table(article(1), article(2)), ARTICLES)
    assert verdict.good.num_rows == 2
    assert not [b for b in verdict.breaches if b.rule.severity != "info"]


def test_a_mention_must_be_what_stands_at_its_offsets() -> None:
    text = "The ferry to Oddaholm sailed."
    good = entity(mentions=[{"start": 13, "end": 21, "text": "Oddaholm"}])
    bad = entity(name="Bad", mentions=[{"start": 12, "end": 20, "text": "Oddaholm"}])
    verdict = check(table(ENTITIES, good, bad), ENTITIES, {"articles": articles_table(article(1, text))})
    assert verdict.good.column("name").to_pylist() == ["Oddaholm"]
    assert {b.rule.name for b in verdict.breaches} == {"mention_text_matches"}


def test_a_quote_must_be_what_stands_at_its_spans() -> None:
    text = "“No boats,” the master said. “None today.”"
    spans = [{"start": 1, "end": 10}, {"start": 30, "end": 41}]
    good = quote(text="No boats, None today.", spans=spans, start=1, end=41, cue="said", cue_start=23, cue_end=27)
    assert text[23:27] == "said"
    wrong_cue = good | {"quote_id": stable_id("cue"), "cue": "sold"}
    wrong_end = good | {"quote_id": stable_id("end"), "end": 40}
    overlapping = good | {"quote_id": stable_id("o"), "spans": [spans[0], {"start": 5, "end": 41}]}
    rows = table(QUOTES, good, wrong_cue, wrong_end, overlapping)
    verdict = check(rows, QUOTES, {"articles": articles_table(article(1, text))})
    assert verdict.good.num_rows == 1
    assert [b.rule.name for b in verdict.breaches if b.rule.severity == "warning"] == ["offsets_hold"]


def test_a_quote_of_an_unknown_article_is_critical() -> None:
    rows = table(
        QUOTES, quote(spans=[{"start": 0, "end": 3}], start=0, end=3, text="The", article_id=stable_id("gone"))
    )
    verdict = check(rows, QUOTES, {"articles": articles_table(article(1))})
    assert "article_known" in {b.rule.name for b in verdict.breaches if b.rule.severity == "critical"}


def test_an_article_is_known_by_its_revision_too() -> None:
    rows = table(ENTITIES, entity(mentions=[]), entity(name="Later", revision=2, mentions=[]))
    verdict = check(rows, ENTITIES, {"articles": articles_table(article(1))})
    assert verdict.good.column("name").to_pylist() == ["Oddaholm"]
    assert not check(rows, ENTITIES).good.num_rows


def test_a_quote_needs_no_cue_and_no_speaker_but_none_by_half() -> None:
    said: dict[str, object] = {"text": "No boats", "spans": [{"start": 1, "end": 9}], "start": 1, "end": 9}
    half = said | {"quote_id": stable_id("half"), "speaker_start": 3}
    beyond = said | {"quote_id": stable_id("beyond"), "speaker_start": 3, "speaker_end": 99}
    context = {"articles": articles_table(article(1, "“No boats”"))}
    verdict = check(table(QUOTES, quote(**said), quote(**half), quote(**beyond)), QUOTES, context)
    assert verdict.good.column("quote_id").to_pylist() == [stable_id("quote")]


@pytest.mark.parametrize("contract", [*PUBLISHED.values(), PAGES, REFERENCES], ids=lambda c: c.name)
def test_rules_look_at_no_other_columns_than_a_contract_names(contract: Contract) -> None:
    whole = contract.stage_schema.empty_table()
    context = {name: PUBLISHED[name].schema.empty_table().select(columns) for name, columns in contract.beside.items()}
    for projection in contract.projections:
        flat = projection.flatten(whole.select(contract.checked), context)
        assert {"row", *(rule.column for rule in projection.rules)} <= set(flat.column_names)


def test_the_books_of_a_run_must_balance() -> None:
    contract = runs_contract(max_refused_share=0.5)
    fair = dict.fromkeys(COUNTS, 0) | {"pages": 10, "pages_known": 2, "pages_refused": 1, "documents": 7}
    fair |= {"articles": 8, "articles_known": 1, "duplicates": 2, "canonical": 5}
    lost = fair | {"documents": 6}
    twice = fair | {"canonical": 6}
    mostly_refused = fair | {"pages_refused": 6, "documents": 2}
    grown = fair | {"pages_known": 7, "pages_refused": 2, "documents": 1}  # most of the new, few of all
    broken = [
        {b.rule.name for b in check(table(contract, run(row)), contract).breaches}
        for row in (fair, lost, twice, mostly_refused, grown)
    ]
    assert broken == [set(), {"pages_accounted"}, {"articles_accounted"}, {"refused_share"}, set()]


def test_every_contract_has_its_key_and_a_sentence_for_every_column() -> None:
    for contract in PUBLISHED.values():
        assert set(contract.key) <= set(contract.schema.names)
        assert set(contract.order_by) <= set(contract.schema.names)
        assert all(c.doc.endswith(".") for c in contract.columns), contract.name


def run(counts: dict[str, int]) -> dict[str, object]:
    return {"sources": ["inbox"], "code_version": "0.1.0", **counts}


def entity(**values: object) -> dict[str, object]:
    defaults = {"article_id": stable_id("article", 1), "revision": 1, "name": "Oddaholm", "type": "GPE"}
    merged = defaults | {"in_title": False, "salience": 0.5, "confidence": 1.0} | values
    return row_of(ENTITIES, entity_id=stable_id(str(merged["name"])), **merged)


def quote(**values: object) -> dict[str, object]:
    defaults = {"article_id": stable_id("article", 1), "revision": 1, "quote_id": stable_id("quote"), "kind": "direct"}
    return row_of(QUOTES, **(defaults | {"confidence": 0.9, "method": "marks"} | values))


def table(contract: Contract, *rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=contract.stage_schema)
