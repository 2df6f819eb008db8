"""Dedupe as Prefect tasks."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.batch import Job
from tasks.dedupe.batch import Before, assign_articles, resolve_sketches, sketch_articles
from tasks.dedupe.stage import DedupeOptions
from tasks.log import log_batches
from tasks.pool import at_home, isolated
from warehouse.ref import TableRef
from warehouse.staging import Staged

SECONDS = 3600.0
"""These steps are bounded by the size of a batch, the resolution by the size of a run."""


@task(name="sketch", task_run_name="sketch {job.label}", cache_policy=NO_CACHE)
def sketch_task(job: Job, articles: TableRef, options: DedupeOptions) -> Staged:
    """Sketch one batch of articles."""
    return isolated(sketch_articles, SECONDS, job, articles, options)


@task(name="dedupe", task_run_name="dedupe {job.label}", cache_policy=NO_CACHE)
def resolve_task(
    job: Job, sketches: Sequence[TableRef], articles: Sequence[TableRef], before: Before, options: DedupeOptions
) -> Staged:
    """Find what is a copy of what, in the run and against all history, and what new revisions changed."""
    resolved = at_home(resolve_sketches, SECONDS, job, sketches, articles, before, options)
    log_batches(job.label, [resolved])
    return resolved


@task(name="assign", task_run_name="assign {job.label}", cache_policy=NO_CACHE)
def assign_task(job: Job, articles: TableRef, assignments: TableRef, first_row: int) -> Staged:
    """Fill the dedupe columns of one batch of articles."""
    assigned = isolated(assign_articles, SECONDS, job, articles, assignments, first_row)
    log_batches(job.label, [assigned])
    return assigned
