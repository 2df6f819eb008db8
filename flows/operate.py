"""The commands of whoever keeps the mill running; as in `cli`, imports that cost time stand inside the commands."""

from __future__ import annotations

from pathlib import Path

import click

from flows.options import config_option, warehouse_option


@click.command()
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
    warehouse: Path | None, config: Path | None,
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


COMMANDS: tuple[click.Command, ...] = (maintain,)
"""Added to the command line, in this order."""
