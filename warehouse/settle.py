"""Before anything is written: what a crash left half done is finished or removed, and the version is brought up."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from expectations.errors import WarehouseError
from warehouse import erasure, generations, lock, migrations
from warehouse.duck import write_catalog
from warehouse.durable import remove_tree
from warehouse.layout import Layout
from warehouse.manifest import Manifest


def settle(layout: Layout, run_key: str, now: datetime, code_version: str) -> list[migrations.Migration]:
    """Leave a warehouse whose newest generation is current and of this version; returns the migrations that took.

    A generation of this run's own that was ready is made current. Call with the write lock held.
    """
    erasure.finish(layout, now)
    generations.recover(layout, run_key)
    if (manifest := interrupted(layout)) is not None:
        follow_up(layout, manifest)
    return migrations.migrate(layout, now, code_version)


def follow_up(layout: Layout, manifest: Manifest) -> None:
    """What comes after the moment in which a generation became current. Call with the write lock held.

    The staging goes last: while it is there, this is not done.
    """
    write_catalog(layout)
    generations.index_signatures(layout, manifest)
    remove_tree(layout.staging_of(manifest.run_key))


def interrupted(layout: Layout) -> Manifest | None:
    """The current generation when the run that published it did not get through its follow-up, or is just at it."""
    manifest = generations.current(layout)
    return manifest if manifest is not None and layout.staging_of(manifest.run_key).is_dir() else None


def finish_interrupted(layout: Layout, run_key: str) -> None:
    """Do the follow-up that a crash has cut off, for a run that has nothing to write itself.

    Left alone when another run holds the write lock: that one does it, or is just at it.
    """
    if interrupted(layout) is not None:
        with suppress(WarehouseError), lock.writing(layout, run_key, 0):
            if (manifest := interrupted(layout)) is not None:
                follow_up(layout, manifest)
