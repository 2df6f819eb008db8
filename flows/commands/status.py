"""`newsmill status`: last runs, table sizes, quarantine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from expectations.errors import WarehouseError
from flows.commands.opened import layout_of
from flows.commands.tables import print_table
from flows.report_page.checks import NAME as CHECKS
from warehouse.duck import connect
from warehouse.generations import current
from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.manifest import Manifest

RUNS = """
select run_id as run, strftime(ingested_at, '%Y-%m-%d %H:%M') as began, inputs, pages, articles, duplicates,
       canonical, quotes, quarantined
from runs order by ingested_at desc limit ?
"""
QUARANTINE = """
select stage, rule, count(*) as n, min(reason) as example from quarantine where state = 'waiting'
group by all order by n desc, stage, rule
"""


def show_status(runs: int, warehouse: Location | None, config: Path | None) -> None:
    """Print the state of the warehouse.

    Raises:
        WarehouseError: it has no published generation.
    """
    layout = layout_of(warehouse, config)
    manifest = current(layout)
    if manifest is None:
        raise WarehouseError(f"{layout.root} has no published generation", "Publish one with `newsmill run SOURCE`.")
    click.echo(f"warehouse {layout.root}, generation {manifest.generation}, written {manifest.created_at[:16]}")
    _show_tables(manifest)
    connection = connect(layout, manifest.generation)
    print_table("last runs", connection.execute(RUNS, [runs]))
    print_table("waiting in quarantine", connection.execute(QUARANTINE))
    _show_docs(layout, connection.execute(RUNS, [runs]).fetchall())
    _show_leftovers(layout)


def _show_tables(manifest: Manifest) -> None:
    size: dict[str, int] = {}
    for file in manifest.files:
        size[file.table] = size.get(file.table, 0) + file.bytes
    for table, rows in sorted(manifest.rows().items()):
        click.echo(f"  {table:<12}{rows:>12,} rows {size[table] / 1e3:>12,.0f} kB")


def _show_docs(layout: Layout, runs: list[tuple[Any, ...]]) -> None:
    """Where the pages about the runs shown lie, as far as they are kept."""
    pages = [page for run, *_ in runs for page in (layout.data_docs_of(run) / CHECKS, layout.docs[1] / f"{run}.html")]
    kept = [page for page in pages if page.is_file()]
    click.echo(
        "\ndata docs and reports:" + "".join(f"\n  {page}" for page in kept) if kept else "\ndata docs: none kept"
    )


def _show_leftovers(layout: Layout) -> None:
    left = [p.name for p in layout.staging.iterdir() if p.is_dir()] if layout.staging.is_dir() else []
    if left:
        click.echo(f"\nnot finished: {', '.join(left)} (running, or resumed by the next run over the same input)")
