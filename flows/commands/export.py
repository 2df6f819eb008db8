"""`newsmill export`: the tables of a generation for engines that read a lakehouse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from expectations.errors import UsageError
from flows.settings import load_settings
from warehouse.delta import export
from warehouse.duck import BASE_TABLES
from warehouse.layout import Layout
from warehouse.location import Location


def export_tables(
    target: str, tables: Sequence[str], generation: int | None, vacuum: bool,
    warehouse: Location | None, config: Path | None,
) -> None:  # fmt: skip
    """Bring Delta tables below `target` to a generation, and say of each what was done.

    Raises:
        UsageError: there is no such table, deltalake is not installed, or the target cannot take an export.
        WarehouseError: there is no such warehouse or generation.
    """
    if not target.strip():
        raise UsageError("the target is empty", "Give a folder or an s3:// URL. Is a variable of the shell not set?")
    unknown = sorted(set(tables) - set(BASE_TABLES))
    if unknown:
        raise UsageError(f"there is no table {', '.join(unknown)}", f"Tables: {', '.join(BASE_TABLES)}.")
    settings = load_settings(config, warehouse=warehouse)
    layout = Layout(settings.warehouse)
    for done in export(layout, target, tables or BASE_TABLES, generation, vacuum=vacuum, storage=settings.storage):
        what = "held it already" if done.was_there else "written"
        click.echo(f"{done.table}: {done.rows:,} rows, version {done.version}, {what}")
