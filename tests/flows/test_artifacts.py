"""What the Prefect UI shows of a run: content of the artifacts, and what the server has after a run."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from expectations.contract import NotNull, Rule
from expectations.gx import RuleResult
from flows.artifacts import (
    SAMPLE_CHARS,
    SAMPLES_PER_RULE,
    Board,
    pace_rows,
    progress_of,
    quarantine_rows,
    validation_text,
)
from flows.ledger import Ledger
from flows.report import RunReport
from flows.report_page.checks import NAME as CHECKS
from tasks.outcome import Refusal, refusals_table
from tests.flows.conftest import INBOX, Milled, turn_mill


def test_pace_is_what_a_stage_worked_on_a_second() -> None:
    counts = {"pages": 300, "articles": 120, "canonical": 100}
    report = RunReport("key", Path("w"), 1, True, counts, {"clean": 2.0, "enrich": 4.0})
    clean, enrich = pace_rows(report)
    assert (clean["worked on"], clean["a second"]) == ("300 pages", 150.0)
    assert (enrich["worked on"], enrich["a second"]) == ("100 canonical", 25.0)


def test_quarantine_shows_a_few_of_each_rule_and_cuts_their_text() -> None:
    many = [Refusal("clean", "no_article", f"{n}: nothing", f"{n}.html", payload="menu\n" * 500) for n in range(9)]
    rows = quarantine_rows(refusals_table([*many, Refusal("ingest", "binary", "rubbish", "x.bin")]))
    assert [row["rule"] for row in rows] == ["no_article"] * SAMPLES_PER_RULE + ["binary"]
    assert all(len(row["sample"]) <= SAMPLE_CHARS for row in rows)
    assert rows[0]["sample"].endswith("…")
    assert (rows[0]["reason"], rows[0]["where"]) == ("0: nothing", "0.html")


@pytest.mark.parametrize("url", [None, "https://docs.example.org/news/"])
def test_validation_names_broken_rules_and_links_the_data_docs(url: str | None, tmp_path: Path) -> None:
    rule = Rule("title_given", "title", NotNull(), "no title | at all", "warning")
    ledger = Ledger("k1", tmp_path, batches=2)
    ledger.results.append(("clean", "clean 1", RuleResult("articles", "articles", rule, (3, 4))))
    text = validation_text(ledger, url)
    assert "| clean 1 | articles | `title_given` | warning | 2 | no title \\| at all |" in text
    assert str(tmp_path / CHECKS) in text
    assert (f"(https://docs.example.org/news/k1/{CHECKS})" in text) == (url is not None)


def test_progress_goes_one_way() -> None:
    steps = ("ingest", "clean", "sketch", "assign", "enrich", "publish")
    shares = [progress_of(step, share) for step in steps for share in (0.5, 1.0)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_server_that_takes_no_artifacts_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(*_: object, key: str, **__: object) -> None:
        asked.append(key)
        raise ConnectionError("no server")

    monkeypatch.setattr("prefect.artifacts.create_markdown_artifact", refuse)
    board = Board()
    board.text("funnel", "x", "")
    board.text("validation", "x", "")
    assert asked == ["funnel"]


def seen(flow_run_id: UUID) -> SimpleNamespace:
    """Name, tags, state and artifacts of a flow run, as the server has them."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    with get_client(sync_client=True) as client:
        run = client.read_flow_run(flow_run_id)
        wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
        artifacts = client.read_artifacts(artifact_filter=wanted)
    return SimpleNamespace(name=run.name, tags=run.tags, state=run.state, artifacts={a.key: a.data for a in artifacts})


def last_mill(warehouse: Path) -> SimpleNamespace:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
    from prefect.client.schemas.sorting import FlowRunSort

    wanted = FlowRunFilter(tags=FlowRunFilterTags(all_=[f"warehouse:{warehouse}"]))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(flow_run_filter=wanted, sort=FlowRunSort.START_TIME_DESC)
    return seen(runs[0].id)


@pytest.mark.flow
def test_a_run_says_what_it_did(milled: Milled) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags

    wanted = FlowRunFilter(tags=FlowRunFilterTags(all_=[f"warehouse:{milled.warehouse}"]))
    with get_client(sync_client=True) as client:
        [run] = client.read_flow_runs(flow_run_filter=wanted)
    found, counts = seen(run.id), milled.report.counts
    assert found.name == f"mill inbox: {counts['inputs']} inputs, {counts['articles']} articles"
    assert {"newsmill", f"source:{INBOX}"} <= set(found.tags)
    assert set(found.artifacts) == {"funnel", "pace", "validation", "quarantine"}
    assert str(milled.report.data_docs) in found.artifacts["validation"]
    assert "truncated_archive" in found.artifacts["quarantine"]


@pytest.mark.flow
def test_a_run_with_nothing_new_says_so(copied: Milled) -> None:
    turn_mill(copied.warehouse)
    found = last_mill(copied.warehouse)
    assert found.name == "mill inbox: nothing new"
    assert "Nothing new" in found.artifacts["funnel"]


@pytest.mark.flow
@pytest.mark.usefixtures("prefect_server")
def test_a_failed_validation_is_a_failed_run_that_names_rule_and_rows(tmp_path: Path) -> None:
    from flows.mill import mill

    limits = {"min_refused_inputs": 1, "max_refused_share": 0.1, "warehouse": str(tmp_path / "w"), "runner": "threads"}
    state = mill([f"{INBOX}/broken"], limits, return_state=True)  # JSON, as a deployment gives it
    assert state.is_failed()
    assert "rule refused_share of runs, 1 rows: 0" in str(state.message)
    found = last_mill(tmp_path / "w")
    assert found.state.is_failed()
    assert "`refused_share`" in found.artifacts["validation"]
