"""Enrich as a Prefect task."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.batch import Job
from tasks.enrich.batch import enrich_articles
from tasks.enrich.options import EnrichOptions
from tasks.log import log_batches
from tasks.pool import isolated
from warehouse.ref import TableRef
from warehouse.staging import Staged


@task(name="enrich", task_run_name="enrich {job.label}", cache_policy=NO_CACHE)
def enrich_task(job: Job, articles: TableRef, options: EnrichOptions, seconds: float) -> Staged:
    """Find the entities and quotes of one batch of articles."""
    enriched = isolated(enrich_articles, seconds, job, articles, options)
    log_batches(job.label, [enriched])
    return enriched
