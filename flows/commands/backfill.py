"""`newsmill backfill`: the past parts of a source, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.commands.tables import print_rows
from flows.server import server_for_runs


def backfill_source(
    source: str,
    source_name: str | None,
    days: tuple[datetime | None, datetime | None],
    config: Path | None,
    overrides: Mapping[str, Any],
) -> None:
    """Run the backfill in this process and print what became of each part.

    Raises:
        UsageError: the source cannot be cut into parts, or none of them is there.
        NewsmillError: some parts failed; the error names them.
    """
    from flows.partitions import partitions
    from flows.settings import load_settings
    from flows.validator import validator_process

    settings = load_settings(config, **overrides)
    first, last = (day.date() if day else None for day in days)
    partitions(source, first, last, settings)  # what is wrong with the source is said before a server is started
    with server_for_runs(), validator_process(settings.runner, settings.storage):
        from flows.backfill import backfill

        rows = [part.as_row() for part in backfill(source, first, last, settings, source_name)]
    print_rows(f"backfill of {source}", list(rows[0]), [list(row.values()) for row in rows])
