"""Retries: what waits in quarantine is read again by one run, record by record, and by no later one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from expectations.errors import BadInputError, UsageError
from flows.retry import Retry
from tests.flows.conftest import Milled, turn_mill
from warehouse.refused import Selection

pytestmark = pytest.mark.flow

BODY = (
    "<p>The ferry to Oddaholm was cancelled on Monday after the pier had been damaged by ice.</p>"
    "<p>“Nobody will cross before Thursday,” harbour master Ilse Norberg said in Oddaholm.</p>"
)
FERRY = {"url": "https://gull.example/ferry", "title": "Ferry cancelled after ice damages pier", "text": BODY}
BRIEF = {
    "url": "https://gull.example/brief",
    "title": "Lighthouse lit",
    "text": "The lighthouse shines again over the bay.",
}
BREAD = (
    "<p>Bakers in Lunde raised the price of rye bread to nine crowns on Friday, the third rise since March.</p>"
    "<p>Flour has become dear because the mill at Tveit stands still, the guild of bakers wrote to its members.</p>"
)
LONG = {"url": "https://gull.example/long", "title": "Bread " * 400, "text": BREAD}
LINES = [json.dumps(record) for record in (FERRY, BRIEF, LONG)]

STATES = "select rule, attempts, state from quarantine where rule like '{}' order by attempts, rule"


@pytest.fixture
def again(tmp_path: Path, prefect_server: str) -> tuple[Milled, Path]:  # noqa: ARG001
    """A warehouse with an article, a brief that is too short, a record with a huge title and a broken one."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "gull.jsonl").write_text("\n".join([*LINES, '{"url": "https://gull.example/half", "text": "The']))
    return Milled(tmp_path / "w", turn_mill(tmp_path / "w", (str(inbox),), runner="threads")), inbox / "gull.jsonl"


def retried(milled: Milled, *, allow: tuple[str, ...] = (), force: bool = False, **selection: Any) -> Milled:
    """One retry over a warehouse."""
    from flows.mill import retry_refused
    from flows.settings import load_settings

    settings = load_settings(warehouse=milled.warehouse, workers=2, runner="threads", max_retries=1)
    report = retry_refused(Retry(Selection(**selection), allow, force), settings)
    return replace(milled, report=report)


def test_a_retry_reads_only_what_is_selected_and_counts_its_attempts(again: tuple[Milled, Path]) -> None:
    milled, _ = again
    assert milled.rows("select rule from quarantine order by rule") == [
        ("bad_record",), ("no_article",), ("title_plausible",)
    ]  # fmt: skip
    once = retried(milled, rules=("no_article",))
    assert (once.report.published, once.report.counts["pages"], once.report.counts["pages_refused"]) == (True, 1, 1)
    assert once.rows(STATES.format("no_article")) == [("no_article", 1, "refused_again"), ("no_article", 2, "waiting")]
    with pytest.raises(UsageError, match="was refused 2 times, last as no_article; setting max_retries is 1"):
        retried(once, rules=("no_article",))
    passed = retried(once, allow=("no_article", "title_plausible"), force=True)
    flags = passed.rows("select url, flags from articles where len(flags) > 0 order by url")
    assert flags == [(BRIEF["url"], ["allowed:no_article"]), (LONG["url"], ["allowed:title_plausible"])]
    assert passed.rows("select rule, state from quarantine where state = 'waiting'") == [("bad_record", "waiting")]
    assert passed.rows("select count(*), count(distinct document_id) from documents") == [(3, 3)]
    assert passed.rows("select count(*) from quarantine where resolved_by is not null") == [(3,)]
    counts = passed.report.counts
    assert (counts["inputs"], counts["pages"], counts["canonical"]) == (1, 2, 2)


def test_a_mended_input_is_read_whole_and_one_that_is_gone_is_named(again: tuple[Milled, Path]) -> None:
    milled, file = again
    whole = {"url": "https://gull.example/half", "text": BODY.replace("ferry", "mail plane")}
    file.write_text("\n".join([*LINES, json.dumps(whole)]))
    with pytest.raises(UsageError, match="has other bytes now"):
        retried(milled, allow=("no_article",))
    fixed = retried(milled, rules=("bad_record",))
    outcomes = f"select outcome from lineage where run_id = '{fixed.report.run_key}' order by outcome"
    assert [row[0] for row in fixed.rows(outcomes)] == ["duplicate", "known", "quarantined", "quarantined"]
    assert fixed.rows("select rule, state from quarantine order by rule, ingested_at") == [
        ("bad_record", "replaced"),
        ("no_article", "refused_again"), ("no_article", "waiting"),
        ("title_plausible", "refused_again"), ("title_plausible", "waiting"),
    ]  # fmt: skip
    file.unlink()
    with pytest.raises(BadInputError, match=r"the inputs are gone: .*gull\.jsonl"):
        retried(fixed, stage="clean", force=True)
