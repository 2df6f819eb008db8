"""`newsmill maintain`: what there is to do, and what it brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from expectations.errors import WarehouseError
from flows.commands.tables import print_rows
from flows.settings import load_settings
from warehouse import lock, maintenance
from warehouse.generations import current, require_writable
from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.maintenance import Plan, Statistics
from warehouse.settle import settle


def maintain_warehouse(warehouse: Location | None, config: Path | None, dry_run: bool, kept: Mapping[str, Any]) -> None:
    """Carry out, or only show, what maintenance has to do; `kept` overrides `[maintain]` where it is not None.

    Raises:
        WarehouseError: there is no warehouse, it cannot be written, a newer newsmill wrote it, or another run holds it
            too long.
    """
    settings = load_settings(config, warehouse=warehouse)
    options = replace(settings.maintain, **{name: value for name, value in kept.items() if value is not None})
    layout, now = Layout(settings.warehouse), datetime.now(UTC)
    _require_there(layout)
    if dry_run:
        current(layout)
        _show_plan(maintenance.plan(layout, options, now), "would be")
        return
    done = maintenance.maintain(layout, options, now, version("newsmill"), settings.lock_wait_seconds)
    _show_plan(done.plan, "were")
    _show_sizes(done)


def migrate_warehouse(warehouse: Location | None, config: Path | None) -> None:
    """Bring the warehouse to the version of this newsmill, and do nothing else."""
    settings = load_settings(config, warehouse=warehouse)
    layout = Layout(settings.warehouse)
    _require_there(layout)
    require_writable(layout)
    with lock.writing(layout, "migrate", settings.lock_wait_seconds):
        taken = settle(layout, "migrate", datetime.now(UTC), version("newsmill"))
    for step in taken:
        click.echo(f"version {step.version}: {step.what}")
    if not taken:
        click.echo("nothing to migrate")


def _require_there(layout: Layout) -> None:
    """A mistyped path makes no warehouse."""
    if isinstance(layout.root, Path) and not layout.root.is_dir():
        raise WarehouseError(f"there is no warehouse {layout.root}", "Check the path; `newsmill run SOURCE` makes one.")


def _show_plan(plan: Plan, verb: str) -> None:
    for step in plan.migrations:
        click.echo(f"migration to version {step.version}: {step.what}")
    joined = sum(len(group) for group in plan.groups)
    click.echo(f"files that {verb} joined: {joined:,}, into {len(plan.groups):,}")
    numbers = ", ".join(map(str, plan.generations)) or "none"
    click.echo(f"generations that {verb} dropped: {numbers}")
    click.echo(f"left-overs and old pages that {verb} removed: {len(plan.paths):,}")
    for path in plan.paths:
        click.echo(f"  {path}")


def _show_sizes(done: Statistics) -> None:
    names = ["table", "rows", "files before", "after", "kB before", "after"]
    rows = [
        [table, f"{now.rows:,}", then.files, now.files, f"{then.bytes / 1e3:,.0f}", f"{now.bytes / 1e3:,.0f}"]
        for table, then, now in done.tables()
    ]
    print_rows(f"generation {done.generation}", names, rows)
    click.echo(f"on disk {done.disk_before / 1e6:,.1f} MB before, {done.disk_after / 1e6:,.1f} MB after")
