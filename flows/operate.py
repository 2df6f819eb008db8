"""The commands of whoever keeps the mill running; as in `cli`, imports that cost time stand inside the commands."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from flows.options import config_option, warehouse_option
from flows.quarantine import quarantine
from warehouse.location import Location


@click.command(short_help="Mill past parts of a source, oldest first.")
@click.argument("source")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day, for a pattern of days.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
@click.option("--source-name", help="What to call the source in the tables [default: its folder or file name].")
@warehouse_option
@config_option
def backfill(
    source: str, first: datetime | None, last: datetime | None, source_name: str | None,
    warehouse: Location | None, config: Path | None,
) -> None:  # fmt: skip
    """Mill the past parts of SOURCE one after another, oldest first, each as a run of its own.

    The parts are the entries of a folder, the matches of a glob, or, with --from and --to, the days of a pattern:
    'archive/%Y/%m/%d/'. What is published already is known, so an interrupted backfill is simply run again.
    """
    from flows.commands.backfill import backfill_source

    backfill_source(source, source_name, (first, last), config, {"warehouse": warehouse})


@click.command(short_help="Deploy prefect.yaml to a server.")
def deploy() -> None:
    """Deploy what prefect.yaml describes: the mill, backfill, takedowns and maintenance on a process work pool.

    The prefect.yaml of this folder is taken, else the one that comes with newsmill. The work pool `newsmill` is made if
    it is missing. Runs read newsmill.toml in this folder.
    """
    from flows.commands.deploy import deploy_all

    deploy_all()


@click.command(short_help="Join small files, drop old generations.")
@click.option("--keep-generations", type=click.IntRange(1), help="Newest generations to keep [default: from settings].")
@click.option(
    "--keep-days", type=click.FloatRange(0), help="Younger generations are kept, too [default: from settings]."
)
@click.option("--migrate", is_flag=True, help="Only bring the warehouse to the version of this newsmill.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@warehouse_option
@config_option
def maintain(
    keep_generations: int | None, keep_days: float | None, migrate: bool, dry_run: bool,
    warehouse: Location | None, config: Path | None,
) -> None:  # fmt: skip
    """Join small files, drop old generations and old data docs, and remove what crashes left behind.

    Safe at any time: it waits for a run that is publishing, and readers of what is kept notice nothing.
    """
    from flows.commands.maintain import maintain_warehouse, migrate_warehouse

    if migrate:
        migrate_warehouse(warehouse, config)
    else:
        kept = {"keep_generations": keep_generations, "keep_days": keep_days}
        maintain_warehouse(warehouse, config, dry_run, kept)


@click.command(short_help="Copy the tables to Delta tables.")
@click.argument("target")
@click.option("--format", type=click.Choice(["delta"]), default="delta", show_default=True, expose_value=False)
@click.option("--table", "tables", multiple=True, metavar="NAME", help="Only this table; may be repeated.")
@click.option("--generation", type=int, help="A past generation [default: the current one].")
@click.option("--vacuum", is_flag=True, help="Delete what only earlier exports hold, as after a takedown.")
@warehouse_option
@config_option
def export(
    target: str, tables: tuple[str, ...], generation: int | None, vacuum: bool,
    warehouse: Location | None, config: Path | None,
) -> None:  # fmt: skip
    """Copy the tables of a generation to Delta tables: TARGET/articles, TARGET/entities and so on.

    TARGET is a folder or an s3:// URL. Each table is replaced in one commit; one that holds the generation already is
    left alone.
    """
    from flows.commands.export import export_tables

    export_tables(target, tables, generation, vacuum, warehouse, config)


@click.command(short_help="Mill by a schedule, until stopped.")
@click.argument("sources", nargs=-1)
@click.option("--every", metavar="15m", help="Interval between runs: a number with s, m, h or d.")
@click.option("--cron", metavar="'0 * * * *'", help="When to run, as a cron expression in UTC.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port of the server that is started [default: 4200 or free]."
)
@warehouse_option
@config_option
def serve(sources: tuple[str, ...], config: Path | None, warehouse: Location | None, **schedule: Any) -> None:
    """Mill what is new in SOURCES at once, and from then on by a schedule, one run at a time, until stopped.

    Runs are shown by the Prefect server of PREFECT_API_URL; without one, a server is started on this machine, with its
    UI. Settings are read anew by each run.
    """
    from flows.commands.serve import serve_mill

    serve_mill(sources, config, {"warehouse": warehouse}, **schedule)


@click.command(short_help="Take articles or a source down for good.")
@click.option("--url", help="URL of an article, or address of a page.")
@click.option("--article", metavar="ID", help="Id of an article, or the start of it.")
@click.option("--source", metavar="NAME", help="All that was read from a source.")
@click.option(
    "--match", metavar="TEXT", help="Articles that hold a text, or a /regular expression/; case does not count."
)
@click.option("--copies", is_flag=True, help="Also all exact and near copies of these.")
@click.option("--reason", metavar="TEXT", help="Why; kept with the tombstone.")
@click.option("--dry-run", is_flag=True, help="Show what would go, and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@warehouse_option
@config_option
def forget(
    copies: bool, reason: str | None, dry_run: bool, yes: bool, warehouse: Location | None, config: Path | None,
    **named: str | None,
) -> None:  # fmt: skip
    """Take articles down for good, with everything that was made of them.

    Every older generation, and every other file of the warehouse that holds a word of them, is erased; they are not
    published again. Corrections need no command: another text under the same URL is a new revision.
    """
    from flows.commands.forget import forget_articles

    forget_articles(named, copies, reason, dry_run, yes, warehouse, config)


@click.command(short_help="Write an HTML page about a run or a period.")
@click.option("--run", metavar="KEY", help="A run by its key, or the start of it [default: the latest].")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Runs of this day (UTC) or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Runs of this day (UTC) or earlier.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write [default: in reports/ of the warehouse; of one on a store, in this folder].",
)
@warehouse_option
@config_option
def report(
    run: str | None, since: datetime | None, until: datetime | None, out: Path | None,
    warehouse: Location | None, config: Path | None,
) -> None:  # fmt: skip
    """Write one HTML page about a run or a period: what came in, what became of it, who said what, what is unusual."""
    if run and (since or until):
        raise click.UsageError("--run names one run; leave it out with --since and --until")
    from flows.commands.report import write_report
    from flows.report_page.facts import Period

    write_report(Period(run, since and since.date(), until and until.date()), out, warehouse, config)


COMMANDS: tuple[click.Command, ...] = (serve, deploy, backfill, report, export, quarantine, forget, maintain)
"""Added to the command line, in this order."""
