"""A run that is unlike the runs before it: reported, or stopped before it publishes."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from expectations.contract import check
from expectations.drift import DRIFT, drift_contract
from expectations.rates import MIN_RUNS, VOLUME_FACTOR, judged
from expectations.runs import COUNTS
from flows.report import unusual_rates
from tests.flows.conftest import table_rows, turn_mill
from tests.publish.small_mill import grind
from warehouse.duck import runs_before
from warehouse.layout import Layout

PAGE = """The ferry to Oddaholm was late for day {number}

By Ada Lindqvist

ODDAHOLM, 4 May 2026 - The ferry to Oddaholm was late on day {number} of the year, by {number} minutes and a half.

“We are sorry, {number} times over”, its captain Nils Berg told the Harbour Times on quay {number} of the harbour.
"""


def add_pages(inbox: Path, first: int, count: int) -> None:
    inbox.mkdir(exist_ok=True)
    for number in range(first, first + count):
        (inbox / f"{number}.txt").write_text(PAGE.format(number=number))


def run(**counts: int) -> dict[str, int]:
    return dict.fromkeys((*COUNTS, "published", "undated", "quotes_without_speaker"), 0) | counts


def drift(*rows: tuple[str, float, float, float]) -> pa.Table:
    names = DRIFT.stage_schema.names
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=DRIFT.stage_schema)


def test_volume_is_judged_by_all_runs_and_rates_by_those_with_enough_articles() -> None:
    small = [run(pages=4, documents=2, articles=2, canonical=2)] * MIN_RUNS
    large = [run(pages=100, documents=100, articles=100, canonical=50, duplicates=50)] * MIN_RUNS
    [pages_read] = judged(small[0], small)
    assert (pages_read.rate.name, pages_read.now) == ("pages read", 4)
    assert pages_read.band == (4 / VOLUME_FACTOR, 4 * VOLUME_FACTOR)
    odd = run(pages=500, documents=500, articles=500, canonical=450, duplicates=50)
    assert [found.rate.name for found in judged(odd, large) if found.is_odd] == ["pages read", "copies"]
    assert not any(found.is_odd for found in judged(odd, large[1:]))


def test_each_rate_has_a_rule_that_names_it() -> None:
    table = drift(("copies", 0.8, 0.1, 0.3), ("pages read", 5, 1, 9), ("refused", 0.5, 0.0, 0.1))
    stopping, reporting = check(table, drift_contract(stops=True)), check(table, drift_contract())
    assert [(b.rule.name, b.rule.severity, b.rows.to_pylist()) for b in stopping.breaches] == [
        ("usual_refused", "critical", [2]), ("usual_copies", "critical", [0]),
    ]  # fmt: skip
    assert (stopping.good.num_rows, reporting.good.num_rows) == (1, 3)
    assert unusual_rates(table) == ["copies 80.0%, usually 10.0% to 30.0%", "refused 50.0%, usually 0.0% to 10.0%"]


def test_runs_over_other_sources_do_not_count(tmp_path: Path) -> None:
    warehouse, inbox, other = tmp_path / "w", tmp_path / "inbox", tmp_path / "other"
    assert runs_before(Layout(warehouse), [str(inbox)], 9) == []
    for number in range(2):
        add_pages(inbox, number, 1)
        grind(warehouse, inbox)
    add_pages(other, 50, 1)
    grind(warehouse, other)
    found = runs_before(Layout(warehouse), [str(inbox)], 9)
    assert [one["pages"] for one in found] == [1, 1]
    assert [one["run_id"] for one in runs_before(Layout(warehouse), [str(inbox)], 1)] == [found[-1]["run_id"]]


@pytest.mark.flow
@pytest.mark.usefixtures("prefect_server")
def test_a_flood_of_pages_is_stopped_or_reported(tmp_path: Path) -> None:
    from flows.mill import mill

    warehouse, inbox = tmp_path / "w", tmp_path / "inbox"
    for number in range(MIN_RUNS):
        add_pages(inbox, number, 1)
        grind(warehouse, inbox)
    add_pages(inbox, 10, 5)
    settings = {"warehouse": str(warehouse), "runner": "threads", "drift": "stop"}
    state = mill([str(inbox)], settings, return_state=True)  # JSON, as a deployment gives it
    assert state.is_failed()
    assert "pages read: far from earlier runs of these sources" in str(state.message)
    count = "select count(*) from read_parquet('WAREHOUSE/current/runs/**/*.parquet')"
    assert table_rows(warehouse, count) == [(MIN_RUNS,)]
    report = turn_mill(warehouse, (str(inbox),))
    assert (report.published, report.unusual) == (True, ["pages read 5, usually 0.33 to 3"])
    assert table_rows(warehouse, count) == [(MIN_RUNS + 1,)]
