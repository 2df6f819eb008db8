"""`newsmill quarantine retry`: what waits in quarantine, milled once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.commands.opened import opened
from flows.commands.run import turned
from flows.commands.tables import print_table
from flows.retry import Again, Retry, require_again
from flows.server import server_for_runs
from flows.settings import load_settings
from flows.validator import validator_process
from warehouse.location import Location

if TYPE_CHECKING:
    from flows.report import RunReport

OUTCOMES = """
select source_uri, string_agg(distinct outcome, ', ' order by outcome) as outcome, count(article_id) as articles
from lineage where run_id = ? group by source_uri order by source_uri
"""


def retry_refusals(retry: Retry, warehouse: Location | None, config: Path | None, workers: int | None) -> RunReport:
    """Mill the selected rows of the quarantine again, and print what came of each.

    Raises:
        NewsmillError: nothing can be retried, or the run failed; the error says why.
    """
    overrides: dict[str, Any] = {"warehouse": warehouse, "workers": workers}
    settings = load_settings(config, **overrides)
    _say_skipped(require_again(retry, settings), settings.max_retries)
    with server_for_runs(), validator_process(settings.runner, settings.storage):
        from flows.mill import retry_refused

        report = turned(retry_refused, settings, retry=retry)
    if report.published:
        cursor = opened(settings.warehouse, config).execute(OUTCOMES, [report.run_key])
        print_table("retried", cursor)
    return report


def _say_skipped(again: Again, max_retries: int) -> None:
    for uri in again.gone:
        click.secho(f"skipped: {uri} is gone", fg="yellow", err=True)
    for uri in again.changed:
        click.secho(f"skipped: {uri} has other bytes now; `newsmill run` reads it", fg="yellow", err=True)
    if again.spent:
        click.secho(
            f"skipped: {len(again.spent)} rows were retried {max_retries} times already; --force reads them again",
            fg="yellow",
            err=True,
        )
