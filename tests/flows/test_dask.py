"""The mill on a Dask cluster whose workers share nothing with the flow but an object store: the same rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from expectations.errors import UsageError
from expectations.published import PUBLISHED
from tasks.ingest.inputs import InputFile
from tasks.ingest.sources import is_here
from tasks.pool import WorkerLostError, isolated, worker_processes
from tests.flows.conftest import Milled, turn_mill
from warehouse.generations import current_files
from warehouse.layout import Layout
from warehouse.location import located
from warehouse.parquet import read_table

STAMPS = ("ingested_at",)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes under a scheduler."""
    import dask
    from distributed import LocalCluster

    quiet = {"distributed.worker.daemon": False, "logging.distributed": "error"}
    with (
        dask.config.set(quiet),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=40) as started,
    ):
        yield started


def content(warehouse: Any, table: str) -> pa.Table:
    """The rows of a published table as they stand in its files, without the time of ingestion."""
    layout = Layout(warehouse)
    parts = [read_table(located(file)) for file in current_files(layout, table)]
    return pa.concat_tables(parts).drop_columns([n for n in STAMPS if n in parts[0].column_names]).combine_chunks()


@pytest.mark.flow
def test_a_cluster_publishes_the_rows_that_one_machine_does(
    milled: Milled, cluster: Any, bucket: str, s3_options: dict[str, Any]
) -> None:
    warehouse = located(f"{bucket}/warehouse")
    address = {"address": cluster.scheduler_address}
    report = turn_mill(warehouse, runner="dask", dask=address, storage=s3_options)
    assert report.counts == milled.report.counts
    for table in PUBLISHED:
        assert content(warehouse, table).equals(content(milled.warehouse, table)), table
    ran = {str(key).split("-")[0] for key, *_ in cluster.scheduler.transition_log}
    assert {"clean_pages", "sketch_articles", "assign_articles", "enrich_articles"} <= ran
    assert not {"ingest_inputs", "resolve_sketches"} & ran  # local files, and all of history


def die() -> None:
    import os

    os._exit(9)


def modules() -> set[str]:
    return set(sys.modules)


def test_a_call_that_dies_or_hangs_costs_no_worker(cluster: Any) -> None:
    import time

    with worker_processes(1, "dask", {}, cluster.scheduler_address):
        for _ in range(5):
            with pytest.raises(WorkerLostError, match="died with exit code 9"):
                isolated(die, 60)
        with pytest.raises(WorkerLostError, match="took more than 1 s"):
            isolated(time.sleep, 1, 30)
        assert not {"prefect", "great_expectations"} & isolated(modules, 60)
    assert len(cluster.scheduler_info["workers"]) == 2


def test_an_address_without_a_scheduler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from tasks import cluster as clusters

    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match=r"no Dask scheduler with workers at tcp://127\.0\.0\.1:9"):
        worker_processes(1, "dask", {}, "tcp://127.0.0.1:9").__enter__()


@pytest.mark.parametrize(
    ("location", "here"), [("inbox/a.html", True), ("file:///inbox/a.html", True), ("s3://inbox/a.html", False)]
)
def test_what_lies_on_this_machine_is_read_here(location: str, here: bool) -> None:
    assert is_here(InputFile(location, "inbox", 1, "0" * 64)) is here
