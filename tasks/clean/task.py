"""Clean as a Prefect task."""

from __future__ import annotations

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batch import Job
from tasks.clean.batch import clean_pages, clean_pages_alone
from tasks.clean.options import CleanOptions
from tasks.log import log_batches
from tasks.pool import WorkerLostError, isolated
from warehouse.ref import TableRef
from warehouse.staging import Staged
from warehouse.tombstones import Tombstones


@task(name="clean", task_run_name="clean {job.label}", cache_policy=NO_CACHE)
def clean_task(
    job: Job,
    pages: TableRef,
    known: TableRef,
    options: CleanOptions,
    seconds: float,
    page_seconds: float,
    tombstones: Tombstones,
) -> Staged:
    """Clean one batch of pages."""
    try:
        cleaned = isolated(clean_pages, seconds, job, pages, known, options, tombstones)
    except WorkerLostError as error:
        get_run_logger().warning("%s: %s; each page is now cleaned alone", job.label, error)
        cleaned = clean_pages_alone(job, pages, known, options, page_seconds, tombstones)
    log_batches(job.label, [cleaned])
    return cleaned
