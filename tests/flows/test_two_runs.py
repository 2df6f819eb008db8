"""Two runs over one warehouse at once: they take turns where they must, and nothing is published twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.report import RunReport
from flows.run import plan
from flows.settings import load_settings
from flows.stages import clean, ingest
from tests.flows.conftest import INBOX, Milled, turn_mill

pytestmark = pytest.mark.flow

LANTERN = f"{INBOX}/lantern"


@pytest.mark.usefixtures("prefect_server")
def test_a_run_that_was_overtaken_publishes_only_what_is_still_new(tmp_path: Path) -> None:
    """The slow run has cleaned its pages when another publishes some of them."""
    from prefect import flow

    from flows.mill import turn

    warehouse = tmp_path / "warehouse"
    slow = plan([INBOX + "/halden-post", LANTERN], load_settings(warehouse=warehouse, runner="threads"))

    @flow(name="slow", validate_parameters=False)
    def slow_mill() -> RunReport:
        with slow.alone():
            clean(slow, ingest(slow))
            assert turn_mill(warehouse, (LANTERN,)).published
            assert slow.was_overtaken()
            return turn(slow)

    report = slow_mill()
    pages = len(list(Path(LANTERN).iterdir()))
    assert (report.counts["inputs_known"], report.generation) == (pages, 2)
    rows = Milled(warehouse, report).rows("select source_uri, count(*) from raw.articles group by all")
    assert {count for _, count in rows} == {1}
    lineage = Milled(warehouse, report).rows("select input_uri, count(*) from lineage group by all")
    assert {count for _, count in lineage} == {1}


@pytest.mark.usefixtures("prefect_server")
def test_the_same_work_twice_at_once_is_done_once(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    settings = load_settings(warehouse=warehouse, runner="threads")
    late = plan([LANTERN], settings)
    assert turn_mill(warehouse, (LANTERN,)).published
    with late.alone():
        assert late.was_published()
