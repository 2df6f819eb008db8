"""The commands of `newsmill quarantine`; as in `cli`, imports that cost time stand inside the commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from expectations.states import STAGES, STATES
from flows.options import config_option, warehouse_option, workers_option
from warehouse.location import Location


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that select rows of the quarantine."""
    options = (
        click.option("--stage", type=click.Choice(STAGES), help="Refused by this stage."),
        click.option("--rule", "rules", multiple=True, help="Refused by this rule; may be given several times."),
        click.option("--source", help="Read from this source."),
        click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Refused on this day (UTC) or later."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def quarantine() -> None:
    """See what was refused and why, and read it again after a fix."""


@quarantine.command("list", short_help="List what waits, by rule and source.")
@selection_options
@click.option(
    "--state",
    type=click.Choice([*STATES, "all"]),
    default="waiting",
    show_default=True,
)
@click.option("--format", "style", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@warehouse_option
@config_option
def list_(state: str, style: str, warehouse: Location | None, config: Path | None, **selection: Any) -> None:
    """List what waits in quarantine by rule and source, with an example of each."""
    from flows.commands.quarantine import list_refusals
    from warehouse.refused import Selection

    states = () if state == "all" else (state,)
    list_refusals(Selection(**_plain(selection), states=states), style, warehouse, config)


@quarantine.command(short_help="Show one refusal and what to do.")
@click.argument("identifier", metavar="ID")
@warehouse_option
@config_option
def show(identifier: str, warehouse: Location | None, config: Path | None) -> None:
    """Show one refusal whole: the reason, where it was read, the offending part, and what to do next."""
    from flows.commands.quarantine import show_refusal

    show_refusal(identifier, warehouse, config)


@quarantine.command(short_help="Read again what waits.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@selection_options
@click.option("--all", "everything", is_flag=True, help="Everything that waits.")
@click.option("--allow", multiple=True, metavar="RULE", help="Retry what RULE refused, and let it pass this once.")
@click.option("--force", is_flag=True, help="Also what was retried too often (setting max_retries).")
@workers_option
@warehouse_option
@config_option
def retry(
    ids: tuple[str, ...],
    everything: bool,
    allow: tuple[str, ...],
    force: bool,
    workers: int | None,
    warehouse: Location | None,
    config: Path | None,
    **selection: Any,
) -> None:
    """Read again what waits in quarantine, after a fix or with a rule relaxed, and publish what passes.

    Only the pages and records that are selected are read from their inputs, once.
    """
    if not (ids or everything or allow or any(selection.values())):
        raise click.UsageError("name ids, select by --rule, --source, --stage or --since, or give --all")
    from flows.commands.retry import retry_refusals
    from flows.retry import Retry
    from warehouse.refused import Selection

    wanted = Selection(ids=tuple(i.lower() for i in ids), **_plain(selection))
    retry_refusals(Retry(wanted, allow, force), warehouse, config, workers)


def _plain(selection: dict[str, Any]) -> dict[str, Any]:
    """Values of the selecting options as a Selection has them."""
    since: datetime | None = selection["since"]
    day: date | None = None if since is None else since.date()
    return {**selection, "since": day}
