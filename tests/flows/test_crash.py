"""A run killed at any stage leaves the warehouse as it was; the next run finishes the work as if nothing had been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import ROOT, Milled

pytestmark = pytest.mark.flow

MOMENTS = ("ingest", "clean", "dedupe", "enrich", "publish", "generation")
"""Folders of the staging area whose first file is the moment of the kill."""

TABLES = {
    "articles": "article_id, revision, text, cluster_id, duplicate_of, duplicate_kind",
    "entities": "article_id, revision, entity_id, name, mentions",
    "quotes": "article_id, revision, quote_id, text, speaker",
    "documents": "document_id, source_uri, blocks",
    "relations": "article_id, related_id, kind",
    "quarantine": "quarantine_id, reason",
    "lineage": "input_uri, source_uri, article_id, outcome",
}


@pytest.fixture
def launcher(prefect_server: str) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"PREFECT_API_URL": prefect_server}
    command = [sys.executable, "-m", "tests.flows.launcher"]
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert answer(process) == "ready"
        yield process
        assert process.stdin is not None
        process.stdin.close()


def answer(launcher: subprocess.Popen[str]) -> str:
    assert launcher.stdout is not None
    return launcher.stdout.readline().strip()


def start(launcher: subprocess.Popen[str], warehouse: Path) -> int:
    """Start a mill; returns its process id."""
    assert launcher.stdin is not None
    launcher.stdin.write(f"{warehouse}\n")
    launcher.stdin.flush()
    return int(answer(launcher))


def kill_at(launcher: subprocess.Popen[str], warehouse: Path, moment: str) -> int:
    """Start a mill and kill it, workers and all, once a stage leaves files; returns the wait status."""
    pid = start(launcher, warehouse)
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and not list(warehouse.glob(f"_staging/*/{moment}/*")):
        time.sleep(0.005)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return int(answer(launcher))


def content(generation: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table, without what a run stamps on them."""
    queries = {
        table: f"select {columns} from read_parquet('{generation}/{table}/**/*.parquet') order by all"
        for table, columns in TABLES.items()
    }
    return {table: duckdb.sql(query).fetchall() for table, query in queries.items()}


def test_killed_at_every_stage_and_finished_by_the_next_run(
    milled: Milled, launcher: subprocess.Popen[str], tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    for moment in MOMENTS:
        assert os.WTERMSIG(kill_at(launcher, warehouse, moment)) == signal.SIGKILL, moment
        assert not (warehouse / "current").exists(), moment
    start(launcher, warehouse)
    assert answer(launcher) == "0"
    assert content(warehouse / "current") == content(milled.warehouse / "generations" / "000001")
    assert not any(path.is_dir() for path in (warehouse / "_staging").iterdir())
