"""Publish as Prefect tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batch import Job
from tasks.publish.batch import Made, close_books, published, written
from tasks.publish.bounds import Bounds
from warehouse.generations import Draft, Stamp
from warehouse.layout import Layout
from warehouse.manifest import Manifest
from warehouse.staging import Staged


@task(name="books", task_run_name="close the books", cache_policy=NO_CACHE)
def books_task(
    job: Job,
    made: Made,
    inputs: Mapping[str, str],
    sources: Sequence[str],
    inputs_known: int,
    code_version: str,
    bounds: Bounds,
    published_articles: Sequence[str],
) -> Staged:
    """Make the run's lineage and its own row, and check how its tables fit together."""
    return close_books(job, made, inputs, sources, inputs_known, code_version, bounds, published_articles)


@task(name="write", task_run_name="write {stamp.run_key}", cache_policy=NO_CACHE)
def write_task(made: Made, layout: Layout, stamp: Stamp, allowed: Mapping[str, Sequence[str]]) -> Draft:
    """Write the tables of the stages where nobody sees them."""
    return written(made, layout, stamp, allowed)


@task(name="publish", task_run_name="publish {draft.stamp.run_key}", cache_policy=NO_CACHE)
def publish_task(draft: Draft, books: Staged, layout: Layout) -> Manifest:
    """Make all tables of the run visible in one moment."""
    manifest = published(draft, books, layout)
    get_run_logger().info("generation %d is current: %d files", manifest.generation, len(manifest.files))
    return manifest
