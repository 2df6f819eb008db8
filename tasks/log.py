"""One line in the run's log for each batch: what it made and what it refused."""

from __future__ import annotations

from collections.abc import Iterable

from prefect import get_run_logger

from warehouse.staging import Staged


def log_batches(label: str, parts: Iterable[Staged]) -> None:
    """Log the rows of every table that batches staged."""
    rows: dict[str, int] = {}
    for part in parts:
        for name, ref in part.tables.items():
            rows[name] = rows.get(name, 0) + ref.rows
    said = ", ".join(f"{count:,} {name}" for name, count in rows.items() if count or name != "quarantine")
    get_run_logger().info("%s: %s", label, said or "nothing")
