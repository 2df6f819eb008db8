"""A run killed at any stage leaves the warehouse as it was; the next run finishes the work as if nothing had been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import INBOX, ROOT, Milled

pytestmark = pytest.mark.flow

MOMENTS = ("ingest", "clean", "dedupe", "enrich", "publish", "generation")
"""Folders of the staging area whose appearing is the moment of the kill."""

TABLES = {
    "articles": "article_id, revision, text, cluster_id, duplicate_of, duplicate_kind",
    "entities": "article_id, revision, entity_id, name, mentions",
    "quotes": "article_id, revision, quote_id, text, speaker",
    "documents": "document_id, source_uri, blocks",
    "relations": "article_id, related_id, kind",
    "quarantine": "quarantine_id, reason",
    "lineage": "input_uri, source_uri, article_id, outcome",
}


def start_mill(warehouse: Path, api: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flows.cli", "run", INBOX, "--warehouse", str(warehouse), "--workers", "2"]
    environment = os.environ | {"PREFECT_API_URL": api}
    return subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def kill_when_staged(process: subprocess.Popen[bytes], warehouse: Path, moment: str) -> None:
    """Kill the process and its workers with SIGKILL once a stage has begun to leave files."""
    while process.poll() is None and not list(warehouse.glob(f"_staging/*/{moment}/*")):
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def content(generation: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table, without what a run stamps on them."""
    queries = {
        table: f"select {columns} from read_parquet('{generation}/{table}/**/*.parquet') order by all"
        for table, columns in TABLES.items()
    }
    return {table: duckdb.sql(query).fetchall() for table, query in queries.items()}


def test_killed_at_every_stage_and_finished_by_the_next_run(
    milled: Milled, prefect_server: str, tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    for moment in MOMENTS:
        kill_when_staged(start_mill(warehouse, prefect_server), warehouse, moment)
        assert not (warehouse / "current").exists(), moment
    last = start_mill(warehouse, prefect_server)
    _, errors = last.communicate()
    assert last.returncode == 0, errors.decode()[-2000:]
    assert content(warehouse / "current") == content(milled.warehouse / "generations" / "000001")
    assert not any(p.is_dir() for p in (warehouse / "_staging").iterdir())
