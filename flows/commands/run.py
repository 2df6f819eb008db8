"""`newsmill run`: the mill once, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.commands.tables import print_rows
from flows.server import ServerLost, server_address, server_for_runs
from warehouse.generations import current
from warehouse.layout import Layout

if TYPE_CHECKING:
    from flows.report import RunReport
    from flows.settings import Settings

DASK_IN_FLIGHT = 256
"""Batches that a cluster is given at a time: each costs a thread that waits."""
FUNNEL = (
    ("inputs", "inputs found"), ("inputs_known", "  known from earlier runs"),
    ("inputs_refused", "  not readable: quarantine"),
    ("pages", "pages read"), ("pages_known", "  known by their bytes"), ("pages_refused", "  no article: quarantine"),
    ("articles", "articles"), ("articles_refused", "  broken: quarantine"), ("articles_known", "  known"),
    ("duplicates", "  copies of others"), ("canonical", "  canonical"),
    ("entities", "entities"), ("quotes", "quotes"), ("quarantined", "rows in quarantine"),
)  # fmt: skip


def run_mill(
    sources: Sequence[str], config: Path | None, source_name: str | None, overrides: Mapping[str, Any]
) -> RunReport | None:
    """Run the flow in this process and print its report; None when nothing is new, which needs no flow run.

    Raises:
        NewsmillError: the run failed; the error says why.
    """
    from flows.inputs import handed_on, look, require_sources
    from flows.settings import load_settings
    from flows.validator import validator_process
    from tasks.pool import prepare_workers
    from warehouse.settle import finish_interrupted

    settings = load_settings(config, **overrides)
    require_sources(sources, settings)
    layout = Layout(settings.warehouse)
    looked = cache(partial(look, sources, settings, source_name))
    if (now := current(layout)) is not None and (found := looked()) is not None and not found.new:
        finish_interrupted(layout, "plan")
        print_nothing_new(len(found.inputs), now.generation)
        return None
    if settings.runner == "processes":
        prepare_workers()
    with handed_on(looked), server_for_runs(meanwhile=looked), validator_process(settings.runner, settings.storage):
        from flows.mill import mill

        return turned(mill, settings, sources=list(sources), source_name=source_name)


def turned(flow: Any, settings: Settings, **parameters: Any) -> RunReport:
    """Run one of the mill's flows in this process, and print its report; the server answers.

    Raises:
        NewsmillError: the run failed; the error says why.
    """
    from prefect.task_runners import ThreadPoolTaskRunner

    in_flight = max(settings.workers, DASK_IN_FLIGHT) if settings.runner == "dask" else settings.workers
    threads: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=in_flight)
    with server_kept(settings):
        state = flow.with_options(task_runner=threads)(settings=settings, **parameters, return_state=True)
    report: RunReport = state.result()
    print_report(report)
    return report


@contextmanager
def server_kept(settings: Settings) -> Iterator[None]:
    """Say what became of the work of a run that could not tell the server how it ended.

    Raises:
        ServerLost: the server does not answer any more.
    """
    from httpx import TransportError

    layout = Layout(settings.warehouse)
    before = current(layout)
    try:
        yield
    except TransportError as error:
        after = current(layout)
        published = after is not None and (before is None or after.generation > before.generation)
        outcome = f"generation {after.generation} was published" if after and published else "nothing was published"
        raise ServerLost(
            f"the Prefect server {server_address()} does not answer ({error}); {outcome}",
            "Run the same again once it does: what is published is known, and the UI then shows this run as crashed.",
        ) from error


def print_report(report: RunReport) -> None:
    """The funnel of a run, and where its tables and data docs lie."""
    if not report.published:
        print_nothing_new(report.counts["inputs_known"], report.generation)
        return
    rows = [(label, f"{report.counts[name]:,}") for name, label in FUNNEL if report.counts[name] or label[0] != " "]
    print_rows(f"run {report.run_key}", ["", "count"], rows)
    seconds = ", ".join(f"{stage} {spent:.1f}" for stage, spent in report.seconds.items())
    click.echo(f"seconds     {seconds}")
    for line in report.unusual:
        click.echo(f"unusual     {line}")
    click.echo(f"tables      {_tables(report)}")
    click.echo(f"data docs   {report.data_docs}")
    click.echo(f"report      newsmill report --run {report.run_key} --warehouse {report.warehouse}")


def print_nothing_new(inputs: int, generation: int | None) -> None:
    """That earlier runs have read everything, or that there is nothing to read."""
    why = f"nothing new: all {inputs:,} inputs are known" if inputs else "nothing to read: the sources hold no input"
    click.echo(f"{why}, generation {generation} stays as it is" if generation else why)


def _tables(report: RunReport) -> str:
    if isinstance(report.warehouse, Path):
        return f"{report.warehouse}/current/ (generation {report.generation}), {report.warehouse}/catalog.duckdb"
    return f"{report.warehouse} (generation {report.generation}), read by `newsmill sql` or as docs/storage.md says"
