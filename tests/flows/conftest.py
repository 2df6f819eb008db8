"""A Prefect server for the flow tests, started once, and one run of the mill over the samples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from flows.server import prepare_environment
from warehouse.location import Location

if TYPE_CHECKING:
    from flows.report import RunReport

ROOT = Path(__file__).parents[2]
INBOX = "samples/inbox"
IDLE = ("CANCELLATION_CLEANUP", "FOREMAN", "LATE_RUNS", "PAUSE_EXPIRATIONS", "REPOSSESSOR", "SCHEDULER", "TRIGGERS")
"""Services that this server can do without: they look for work all the time, in each process of the tests."""


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API address of a Prefect server that lives as long as the tests."""
    home = tmp_path_factory.mktemp("prefect")
    idle = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in IDLE}
    os.environ |= {"PREFECT_HOME": str(home), "PREFECT_LOGGING_LEVEL": "WARNING", **idle}
    os.environ.pop("PREFECT_API_URL", None)
    prepare_environment()
    from prefect.settings import get_current_settings
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=240):
        for name in idle:  # other servers that tests start are whole
            del os.environ[name]
        yield str(get_current_settings().api.url)


@dataclass(frozen=True)
class Milled:
    """A warehouse after one run over the samples, and the report of that run."""

    warehouse: Path
    report: RunReport

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """A query over the views of the generation that is current now."""
        from warehouse.duck import connect
        from warehouse.layout import Layout

        return connect(Layout(self.warehouse)).execute(query).fetchall()


def turn_mill(
    warehouse: Location, sources: tuple[str, ...] = (INBOX,), workers: int = 2, runner: str = "threads", **settings: Any
) -> RunReport:
    """One run of the flow in this process, whose threads do the work unless a setting says otherwise."""
    from flows.mill import mill
    from flows.settings import load_settings

    return mill(list(sources), load_settings(warehouse=warehouse, workers=workers, runner=runner, **settings))


@pytest.fixture(scope="session")
def milled(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Milled:  # noqa: ARG001
    """The samples, milled once; tests that run the mill again take `copied`."""
    os.chdir(ROOT)
    warehouse = tmp_path_factory.mktemp("milled") / "warehouse"
    return Milled(warehouse, turn_mill(warehouse, runner="processes"))


@pytest.fixture
def copied(milled: Milled, tmp_path: Path) -> Milled:
    """A warehouse of its own with the samples in it."""
    warehouse = tmp_path / "copied"
    shutil.copytree(milled.warehouse, warehouse, symlinks=True)
    return Milled(warehouse, milled.report)


def table_rows(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    """A query in plain DuckDB over the Parquet files, as a user without newsmill would write it."""
    return duckdb.execute(query.replace("WAREHOUSE", str(warehouse))).fetchall()
