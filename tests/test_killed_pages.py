"""A page that kills or hangs its worker is found out, named in quarantine, and stops no other page."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa

from expectations.documents import PAGES
from tasks.batch import Job
from tasks.clean.batch import clean_pages_alone
from tasks.clean.options import CleanOptions
from tasks.ingest.batch import KNOWN
from tasks.pool import isolated, worker_processes
from tests.conftest import row_of
from warehouse.staging import read, stage


def page(number: int, content: str) -> dict[str, object]:
    values = {"document_id": f"{number:064x}", "source_uri": f"inbox/{number}.txt", "media_type": "text/plain"}
    return row_of(PAGES, source="inbox", content=content, bytes=len(content), encoding="utf-8", **values)


def test_pages_that_run_over_their_time_are_in_quarantine_by_name(tmp_path: Path) -> None:
    quick = (
        "Ferries sail again\n\n" + "The harbour master said that the ferries to Oddaholm sail again from Monday. " * 8
    )
    pages = pa.Table.from_pylist([page(1, quick), page(2, "x\n" * 20_000_000)], schema=PAGES.stage_schema)
    given = stage(tmp_path, "given", {"pages": pages, "known": KNOWN.empty_table()}, {})
    options = CleanOptions(max_seconds=0, max_page_chars=100_000_000)
    job = Job("clean", str(tmp_path), "alone", "1 (2 pages)")
    with worker_processes(1):
        isolated(os.getpid, 60)  # so that starting the worker is not counted
        made = clean_pages_alone(job, given.tables["pages"], given.tables["known"], options, 6)
    assert read(made.tables["articles"]).column("source_uri").to_pylist() == ["inbox/1.txt"]
    [row] = read(made.tables["quarantine"]).to_pylist()
    assert (row["rule"], row["source_uri"]) == ("page_kills_worker", "inbox/2.txt")
    assert "took more than 6 s" in row["reason"]
    assert made.counts["refusals"] == 1
