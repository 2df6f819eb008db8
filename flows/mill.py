"""The mill: raw pages in, validated tables out. Read this first."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import PurePath

from prefect import flow
from prefect.runtime import flow_run

from expectations.errors import ValidationStopped
from flows.artifacts import show_nothing_new, show_validation
from flows.flow_run import begin, rename, watched
from flows.parameters import GivenSettings
from flows.report import RunReport, nothing_new
from flows.retry import Retry
from flows.run import Run, plan, plan_retry
from flows.settings import load_settings
from flows.stages import clean, dedupe, enrich, ingest, publish
from tasks.pool import worker_processes

NAMED_SOURCES = 3
"""So many sources are named in the name of a run."""


def _called(sources: Sequence[str]) -> str:
    """What people call a run over these sources: `mill inbox wire`."""
    names = [PurePath(source).name or source for source in sources[:NAMED_SOURCES]] or ["all sources"]
    more = [f"+{len(sources) - NAMED_SOURCES}"] if len(sources) > NAMED_SOURCES else []
    return " ".join(["mill", *names, *more])


@watched
@flow(name="mill", flow_run_name=lambda: _called(flow_run.parameters.get("sources") or []))
def mill(sources: Sequence[str] = (), settings: GivenSettings = None, source_name: str | None = None) -> RunReport:
    """Ingest, clean, dedupe, enrich and publish what is new in the sources.

    Args:
        sources: Paths, folders, globs or names of [sources] in newsmill.toml; all of those when empty.
        settings: Settings that override those of newsmill.toml and the environment, as in newsmill.toml.
        source_name: What to call the source in the tables; by default the name of its folder or file.

    Raises:
        UsageError: a source cannot be found.
        ValidationStopped: a critical rule failed; nothing was published.
        WarehouseError: the warehouse cannot be written, or another run holds it for too long.
    """
    begin()
    run = plan(sources, settings or load_settings(), source_name)
    return _carried_out(run, _called(run.sources))


@watched
@flow(name="retry", flow_run_name=lambda: str(flow_run.parameters["retry"]))
def retry_refused(retry: Retry, settings: GivenSettings = None) -> RunReport:
    """Mill again what waits in quarantine.

    Args:
        retry: What to read again, and with which rules relaxed.
        settings: Settings that override those of newsmill.toml and the environment, as in newsmill.toml.

    Raises:
        UsageError: nothing that is selected can be retried.
        BadInputError: the inputs are gone.
        ValidationStopped: a critical rule failed; nothing was published.
        WarehouseError: there is no warehouse, it cannot be written, or another run holds it for too long.
    """
    begin()
    run = plan_retry(retry, settings or load_settings())
    return _carried_out(run, str(retry))


def _carried_out(run: Run, name: str) -> RunReport:
    tags = ["newsmill", f"warehouse:{run.settings.warehouse}", *(f"source:{s}" for s in run.sources[:NAMED_SOURCES])]
    rename(f"{name}: {len(run.inputs):,} inputs" if run.inputs else f"{name}: nothing new", *tags)
    report = _milled(run)
    if report.published:
        rename(f"{name}: {len(run.inputs):,} inputs, {report.counts['articles']:,} articles")
    else:
        show_nothing_new(run.board, report)
    return report


def _milled(run: Run) -> RunReport:
    if not run.inputs:
        return nothing_new(run)
    with run.alone():
        if run.was_published():
            return nothing_new(run)
        try:
            return turn(run)
        except ValidationStopped:
            show_validation(run.board, run.ledger, run.settings.data_docs_url)
            raise


def turn(run: Run) -> RunReport:
    """The five steps. Dedupe reads the history that publish extends, so the write lock spans them."""
    of = run.settings
    with run.ledger.validating(of.runner, of.storage), ExitStack() as workers:
        workers.enter_context(worker_processes(of.workers, of.runner, of.storage, of.dask.address))
        pages = ingest(run)
        articles = clean(run, pages)
        with run.writing():
            if run.was_overtaken():  # another run has published since: what it has read is known now
                run = run.still_new()
                if not run.inputs or run.was_published():
                    return nothing_new(run)
                pages = ingest(run)
                articles = clean(run, pages)
            deduped = dedupe(run, articles)
            tables = enrich(run, deduped)
            workers.close()  # publish has no work for them and a use for their memory
            return publish(run, pages, articles, deduped, tables)
