"""`newsmill report`: one HTML page about a run or a period."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import click

from expectations.errors import UsageError
from flows.commands.opened import layout_of, opened
from flows.report_page.checks import NAME as CHECKS
from flows.report_page.facts import Period, Row, gather
from flows.report_page.page import About, report_page
from warehouse.durable import write_atomically
from warehouse.generations import current
from warehouse.layout import Layout
from warehouse.location import Location


def write_report(period: Period, out: Path | None, warehouse: Location | None, config: Path | None) -> Path:
    """Write the report of a period, by default into the warehouse, and say where.

    Raises:
        UsageError: the warehouse has no run in the period, or the file cannot be written.
        WarehouseError: there is no warehouse.
    """
    layout = layout_of(warehouse, config)
    facts = gather(opened(warehouse, config), period)
    manifest = current(layout)
    runs = [run["run_id"] for run in facts.runs]
    about = About(str(layout.root), manifest.generation if manifest else 0, version("newsmill"), _docs(layout, runs))
    path = out or _place(layout, facts.runs)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, report_page(facts, about).encode())
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", "Name another file with --out.") from error
    click.echo(f"{path}: {len(runs)} of {len(facts.earlier) + len(runs)} runs, {path.stat().st_size / 1e3:,.0f} kB")
    return path


def _place(layout: Layout, runs: Sequence[Row]) -> Path:
    """`reports/` of the warehouse, where maintenance and takedowns find it; this folder for one on an object store."""
    days = list(dict.fromkeys(f"{runs[n]['ingested_at']:%Y-%m-%d}" for n in (0, -1)))
    name = runs[0]["run_id"] if len(runs) == 1 else "-to-".join(days)
    folder = layout.docs[1]
    return (folder if isinstance(folder, Path) else Path()) / f"{name}.html"


def _docs(layout: Layout, runs: list[str]) -> dict[str, str]:
    """Addresses of the data docs of the runs that still have them."""
    folders = {run: layout.data_docs_of(run) for run in runs}
    return {
        run: (folder / CHECKS).absolute().as_uri()
        for run, folder in folders.items()
        if isinstance(folder, Path) and (folder / CHECKS).is_file()
    }
