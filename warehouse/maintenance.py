"""Keep a warehouse small and fast: few large files, a bounded past, nothing that crashes left.

Safe beside readers and a running mill: files are immutable, the write lock is held, and the staging of a living run is
not touched. A reader of a generation that is kept does not notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from warehouse import compaction, lock, migrations, retention
from warehouse.durable import remove
from warehouse.generations import Draft, Stamp, current, require_writable
from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.manifest import DataFile, Manifest
from warehouse.options import MaintainOptions
from warehouse.settle import follow_up, settle
from warehouse.store import store_of


@dataclass(frozen=True)
class Size:
    """What a table takes in one generation."""

    files: int
    rows: int
    bytes: int


NOTHING = Size(0, 0, 0)


@dataclass(frozen=True)
class Plan:
    """What there is to do."""

    migrations: Sequence[migrations.Migration]
    groups: Sequence[Sequence[DataFile]]
    """Files to join."""
    generations: Sequence[int]
    """Generations to drop."""
    paths: Sequence[Location]
    """What crashes left, staging of dead runs, and old data docs."""


@dataclass(frozen=True)
class Statistics:
    """What was done, and what it brought."""

    plan: Plan
    generation: int | None
    """The generation that is current now; None for a warehouse that has none."""
    before: dict[str, Size]
    after: dict[str, Size]
    disk_before: int
    """Bytes of all files of the warehouse, hard links counted once."""
    disk_after: int

    def tables(self) -> Iterator[tuple[str, Size, Size]]:
        """The size of each table before and after, by name."""
        return ((table, self.before.get(table, NOTHING), after) for table, after in sorted(self.after.items()))


def plan(layout: Layout, options: MaintainOptions, now: datetime) -> Plan:
    """What `maintain` would do now; changes nothing."""
    manifest = current(layout)
    groups = []
    if manifest is not None:
        groups = compaction.compactable(layout, manifest, options.max_file_bytes)
    gone = retention.outdated(layout, options, now)
    paths = [*store_of(layout).leftovers(now), *retention.old_docs(layout, options, now)]
    return Plan(migrations.pending(manifest), groups, gone, paths)


def maintain(
    layout: Layout, options: MaintainOptions, now: datetime, code_version: str, wait_seconds: float = 3600.0
) -> Statistics:
    """Migrate, compact, and remove what is too old or left over.

    Raises:
        WarehouseError: the warehouse cannot be written, a newer newsmill wrote it, or another run holds it for longer
            than `wait_seconds`.
    """
    require_writable(layout)
    store = store_of(layout)
    with lock.writing(layout, "maintain", wait_seconds):
        disk_before, before = store.size(), sizes(current(layout))
        taken = settle(layout, "maintain", now, code_version)
        made = plan(layout, options, now)
        if made.groups:
            _compact(layout, made.groups, now, code_version)
        gone = retention.outdated(layout, options, now)  # the compaction may have made one more
        retention.drop_generations(layout, gone)
        for path in made.paths:
            remove(path)
        manifest = current(layout)
        done = Plan(taken, made.groups, gone, made.paths)
        number = None if manifest is None else manifest.generation
        return Statistics(done, number, before, sizes(manifest), disk_before, store.size())


def _compact(layout: Layout, groups: Sequence[Sequence[DataFile]], now: datetime, code_version: str) -> None:
    """Publish a generation with the groups joined, and index its signatures anew when that pays."""
    parent = current(layout)
    key = f"compaction-{parent.generation if parent else 0:06d}"
    with lock.staging(layout, key, 0):
        draft = Draft(layout, Stamp(key, now, code_version))
        compaction.compact(draft, groups)
        follow_up(layout, draft.publish())


def sizes(manifest: Manifest | None) -> dict[str, Size]:
    """Files, rows and bytes of each table of a generation."""
    tables: dict[str, Size] = {}
    for file in () if manifest is None else manifest.files:
        had = tables.get(file.table, NOTHING)
        tables[file.table] = Size(had.files + 1, had.rows + file.rows, had.bytes + file.bytes)
    return tables
