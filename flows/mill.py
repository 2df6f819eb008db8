"""The mill: raw pages in, validated tables out. Read this first."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import flow
from prefect.runtime import flow_run

from flows.report import RunReport, nothing_new
from flows.run import Run, plan
from flows.settings import Settings, load_settings
from flows.stages import clean, dedupe, enrich, ingest, publish
from tasks.pool import worker_processes


def _run_name() -> str:
    return "mill " + (" ".join(flow_run.parameters.get("sources") or []) or "all sources")


@flow(name="mill", flow_run_name=_run_name, validate_parameters=False)
def mill(sources: Sequence[str] = (), settings: Settings | None = None, source_name: str | None = None) -> RunReport:
    """Ingest, clean, dedupe, enrich and publish what is new in the sources.

    Args:
        sources: paths, folders, globs or names of `[sources]`; all named sources when empty.
        settings: by default those of `newsmill.toml` and the environment.
        source_name: what to call the source in the tables; by default the name of its folder or file.

    Raises:
        UsageError: a source cannot be found.
        ValidationStopped: a critical rule failed; nothing was published.
        WarehouseError: the warehouse cannot be written, or another run holds it for too long.
    """
    run = plan(sources, settings or load_settings(), source_name)
    if not run.inputs:
        return nothing_new(run)
    with run.alone():
        return nothing_new(run) if run.was_published() else turn(run)


def turn(run: Run) -> RunReport:
    """The five steps. Dedupe reads the history that publish extends, so the write lock spans them."""
    run.ledger.load()
    with worker_processes(run.settings.workers, run.settings.runner):
        pages = ingest(run)
        articles = clean(run, pages)
        with run.writing():
            if run.was_overtaken():  # another run has published since: what it has read is known now
                run = run.still_new()
                if not run.inputs:
                    return nothing_new(run)
                pages = ingest(run)
                articles = clean(run, pages)
            deduped = dedupe(run, articles)
            tables = enrich(run, deduped)
            return publish(run, pages, articles, deduped, tables)
