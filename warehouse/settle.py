"""Before anything is written: what a crash left half done is finished or removed, and the version is brought up."""

from __future__ import annotations

from datetime import datetime

from warehouse import erasure, generations, migrations
from warehouse.layout import Layout


def settle(layout: Layout, run_key: str, now: datetime, code_version: str) -> list[migrations.Migration]:
    """Leave a warehouse whose newest generation is current and of this version; returns the migrations that took.

    A generation of this run's own that was ready is made current. Call with the write lock held.
    """
    erasure.finish(layout, now)
    generations.recover(layout, run_key)
    return migrations.migrate(layout, now, code_version)
