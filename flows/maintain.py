"""Maintenance as a flow, so that a schedule runs it and the UI shows what it did."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow

from flows.artifacts import Board
from flows.flow_run import begin, rename, watched
from flows.parameters import GivenSettings
from flows.run import CODE_VERSION
from flows.settings import load_settings
from warehouse import maintenance
from warehouse.layout import Layout
from warehouse.maintenance import Statistics


@watched
@flow(name="maintain", flow_run_name="maintain")
def maintain(settings: GivenSettings = None) -> Statistics:
    """Compact, migrate and tidy the warehouse of the settings.

    Args:
        settings: Settings that override those of newsmill.toml and the environment, as in newsmill.toml.

    Raises:
        WarehouseError: the warehouse cannot be written, or another run holds it for too long.
    """
    begin()
    settings = settings or load_settings()
    rename(f"maintain {settings.warehouse}", "newsmill", f"warehouse:{settings.warehouse}")
    done = maintenance.maintain(
        Layout(settings.warehouse), settings.maintain, datetime.now(UTC), CODE_VERSION, settings.lock_wait_seconds
    )
    Board().table("maintenance", table_rows(done), "Files of each table, before and after")
    return done


def table_rows(done: Statistics) -> list[dict[str, str | int]]:
    """Rows, files and bytes of each table, before and after."""
    return [
        {
            "table": table,
            "rows": after.rows,
            "files before": before.files,
            "files after": after.files,
            "kB before": round(before.bytes / 1e3),
            "kB after": round(after.bytes / 1e3),
        }
        for table, before, after in done.tables()
    ]
