"""Ingest as Prefect tasks."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batch import Job
from tasks.ingest.batch import fetch_sources, ingest_inputs, recognise_pages
from tasks.ingest.inputs import InputFile
from tasks.ingest.sources import is_here
from tasks.ingest.stage import IngestOptions
from tasks.ingest.web.crawl import Fetch, WebSource
from tasks.ingest.web.options import FetchOptions
from tasks.log import log_batches
from tasks.pool import at_home, isolated
from warehouse.layout import Layout
from warehouse.ref import TableRef
from warehouse.staging import Staged


@task(name="ingest", task_run_name="ingest {job.label}", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[2, 10])
def ingest_task(job: Job, inputs: Sequence[InputFile], options: IngestOptions, seconds: float) -> list[Staged]:
    """Read one group of inputs."""
    call = at_home if any(is_here(item) for item in inputs) else isolated
    parts = call(ingest_inputs, seconds, job, inputs, options)
    log_batches(job.label, parts)
    return parts


@task(name="fetch", task_run_name="fetch {label}", cache_policy=NO_CACHE)
def fetch_task(
    label: str,
    sources: Sequence[WebSource],
    layout: Layout,
    lineage: Sequence[str],
    options: FetchOptions,
    wait_seconds: float,
    *,
    anew: bool = False,
) -> Fetch:
    """Fetch feeds, sitemaps and pages from the web; `anew` also what has not changed."""
    fetch = fetch_sources(sources, layout, lineage, options, wait_seconds, anew=anew)
    counts = ", ".join(f"{count} {name}" for name, count in sorted(fetch.counts.items()) if count)
    get_run_logger().info("fetch %s: %s", label, counts or "nothing was due")
    return fetch


@task(name="recognise", task_run_name="recognise {job.label}", cache_policy=NO_CACHE)
def recognise_task(
    job: Job, pages: Sequence[TableRef], lineage: Sequence[str], documents: Sequence[str] | None
) -> Staged:
    """Find the pages that need no work because their bytes are known."""
    known = recognise_pages(job, pages, lineage, documents)
    log_batches(job.label, [known])
    return known
