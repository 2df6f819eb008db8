"""Ingest as Prefect tasks."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.batch import Job
from tasks.ingest.batch import ingest_inputs, recognise_pages
from tasks.ingest.inputs import InputFile
from tasks.ingest.stage import IngestOptions
from tasks.log import log_batches
from tasks.pool import isolated
from warehouse.ref import TableRef
from warehouse.staging import Staged


@task(name="ingest", task_run_name="ingest {job.label}", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[2, 10])
def ingest_task(job: Job, inputs: Sequence[InputFile], options: IngestOptions, seconds: float) -> list[Staged]:
    """Read one group of inputs."""
    parts = isolated(ingest_inputs, seconds, job, inputs, options)
    log_batches(job.label, parts)
    return parts


@task(name="recognise", task_run_name="recognise {job.label}", cache_policy=NO_CACHE)
def recognise_task(
    job: Job, pages: Sequence[TableRef], lineage: Sequence[str], documents: Sequence[str] | None
) -> Staged:
    """Find the pages that need no work because their bytes are known."""
    known = recognise_pages(job, pages, lineage, documents)
    log_batches(job.label, [known])
    return known
