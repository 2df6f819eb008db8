"""Publish: a new generation is built aside, proved, completed, and made current in one moment.

Readers see either all tables of a run or none. A crash before that moment leaves the warehouse as it was; what is left
over is removed, or finished, by the next publish. How a generation is kept is the matter of its storage (`store`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from expectations.contract import Contract
from expectations.errors import WarehouseError
from warehouse.derived import DERIVED
from warehouse.layout import SCHEMA_VERSION, Layout, data_file
from warehouse.location import located
from warehouse.manifest import DataFile, Manifest
from warehouse.parquet import metadata, read_table, write_table
from warehouse.ref import file_sha256
from warehouse.signature_index import keep_current
from warehouse.store import store_of


@dataclass(frozen=True)
class Stamp:
    """Who publishes, and when the run began; written into every row and manifest."""

    run_key: str
    ingested_at: datetime
    code_version: str


def current(layout: Layout) -> Manifest | None:
    """The manifest that readers see now; None for a warehouse without one.

    Raises:
        WarehouseError: what is current cannot be read, or is a warehouse of a newer version.
    """
    store = store_of(layout)
    name = store.current()
    return None if name is None else store.manifest(name)


def generation(layout: Layout, number: int | None = None) -> Manifest:
    """The manifest of a generation, of the current one for None.

    Raises:
        WarehouseError: there is no such generation, or a newer newsmill wrote it.
    """
    store = store_of(layout)
    published = store.published()
    name = store.current() if number is None else published.get(number)
    if name is None:
        there = ", ".join(map(str, published)) or "none"
        wanted = "published generation" if number is None else f"generation {number}"
        raise WarehouseError(
            f"{layout.root} has no {wanted} (there: {there})",
            "Publish one with `newsmill run SOURCE`, or name another.",
        )
    return store.manifest(name)


def files_of(layout: Layout, manifest: Manifest, table: str) -> list[str]:
    """Paths or URIs of a table's files in a generation."""
    store = store_of(layout)
    return [str(store.file(manifest, file)) for file in manifest.files if file.table == table]


def current_files(layout: Layout, table: str) -> list[str]:
    """Paths or URIs of a table's files in the current generation; none for a warehouse without one."""
    manifest = current(layout)
    return [] if manifest is None else files_of(layout, manifest, table)


def index_signatures(layout: Layout, manifest: Manifest) -> None:
    """Index the signatures of a generation, where the warehouse has an index and it pays."""
    if layout.signature_index is not None:
        keep_current(layout.signature_index, [located(file) for file in files_of(layout, manifest, "signatures")])


class Draft:
    """A generation being built beside the current one; nothing of it is visible before `publish`.

    Call with the write lock held.
    """

    def __init__(self, layout: Layout, stamp: Stamp, schema_version: int = SCHEMA_VERSION) -> None:
        self.stamp = stamp
        self.schema_version = schema_version
        self.parent = current(layout)
        self.number = 1 if self.parent is None else self.parent.generation + 1
        self._store = store_of(layout)
        self._building = self._store.build(stamp.run_key, self.number, self.parent)
        self.files: list[DataFile] = list(self.parent.files) if self.parent else []
        self._parts: Counter[tuple[str, date]] = Counter()

    def add(self, contract: Contract, tables: Iterable[pa.Table]) -> int:
        """Stamp, sort and write tables as files of this generation, one a table; returns the rows written."""
        return self._add(contract, tables, self.stamp.ingested_at.date())

    def add_lanes(self, lanes: Sequence[Iterable[tuple[Contract, Iterable[pa.Table]]]], threads: int) -> None:
        """Add the tables of several lanes: within a lane one after the other, the lanes in so many threads.

        No contract is in two lanes. One table of each lane at work is in memory. The files stand in the order of lanes.
        """
        day = self.stamp.ingested_at.date()

        def written(lane: Iterable[tuple[Contract, Iterable[pa.Table]]]) -> list[DataFile]:
            return [file for contract, tables in lane for file in self._written(contract, tables, day)]

        with ThreadPoolExecutor(threads, "publish") as pool:
            for files in pool.map(written, lanes):
                self.files += files

    def files_of(self, table: str) -> list[DataFile]:
        """The files of one table, in the order in which they were published."""
        return [file for file in self.files if file.table == table]

    def read(self, file: DataFile, columns: list[str] | None = None) -> pa.Table:
        """The rows of one of its files, stamps included."""
        return read_table(self._building.location(file), columns)

    def columns(self, file: DataFile) -> list[str]:
        """The names of its columns."""
        names: list[str] = metadata(self._building.location(file)).schema.to_arrow_schema().names
        return names

    def replace(self, files: Sequence[DataFile], contract: Contract, tables: Iterable[pa.Table]) -> int:
        """Put rows that keep their stamps in the place of files of one partition; returns the rows written."""
        for file in files:
            self.drop(file)
        return self._add(contract, tables, files[0].ingested_on)

    def drop(self, file: DataFile) -> None:
        """Leave a file of the parent out."""
        self.files.remove(file)
        self._building.drop(file)

    def _add(self, contract: Contract, tables: Iterable[pa.Table], day: date) -> int:
        rows = 0
        for file in self._written(contract, tables, day):
            self.files.append(file)
            rows += file.rows
        return rows

    def _written(self, contract: Contract, tables: Iterable[pa.Table], day: date) -> Iterator[DataFile]:
        return (self._write(contract, stamped(table, contract, self.stamp), day) for table in tables if table.num_rows)

    def complete(self, contracts: Iterable[Contract]) -> None:
        """Give each table without a file an empty one, so that a glob over it finds its columns."""
        present = {f.table for f in self.files}
        for contract in contracts:
            if contract.name not in present:
                self.files.append(self._write(contract, contract.schema.empty_table(), self.stamp.ingested_at.date()))

    def _write(self, contract: Contract, table: pa.Table, day: date) -> DataFile:
        name = data_file(contract.name, day, self.stamp.run_key, self._parts[contract.name, day])
        self._parts[contract.name, day] += 1
        path = self._building.place(name)
        low, high = _range(table, contract)
        with self._building.new_file(path) as file:
            write_table(table, file)
            size, sha256 = file.stat().st_size, file_sha256(file)
        return DataFile(path, contract.name, table.num_rows, size, sha256, low, high)

    def publish(self, before_switch: Callable[[], None] = lambda: None) -> Manifest:
        """Complete the draft and make it current. `before_switch` is a seam for crash tests.

        Raises:
            WarehouseError: another run has taken over the write lock; nothing was published.
        """
        manifest = Manifest(
            generation=self.number,
            parent=None if self.parent is None else self.parent.generation,
            run_key=self.stamp.run_key,
            schema_version=self.schema_version,
            code_version=self.stamp.code_version,
            created_at=self.stamp.ingested_at.isoformat(),
            files=tuple(self.files),
        )
        name = self._building.seal(manifest)
        before_switch()
        self._store.make_current(name)
        return manifest


def recover(layout: Layout, run_key: str) -> Manifest | None:
    """Finish or remove what a crashed publish left: a generation that is complete but never became current.

    Returns its manifest when it is this run's own, now current; others are removed, since nobody has seen them.
    Call only with the write lock held.
    """
    store = store_of(layout)
    for name in store.unpublished():
        if store.is_sealed(name) and store.manifest(name).run_key == run_key:
            store.make_current(name)
            return store.manifest(name)
        store.remove(name)
    return None


def stamped(table: pa.Table, contract: Contract, stamp: Stamp) -> pa.Table:
    """A stage's table as the published one: run, time and what is derived added, columns in order, rows sorted."""
    values = {"run_id": stamp.run_key, "ingested_at": stamp.ingested_at}
    for field in (f for f in contract.schema if f.name not in table.column_names):
        if field.name in values:
            table = table.append_column(field, pa.repeat(pa.scalar(values[field.name], field.type), table.num_rows))
        elif field.name in DERIVED:
            table = table.append_column(field, DERIVED[field.name](table))
    table = table.select(contract.schema.names).cast(contract.schema)
    keys = [(name, "ascending") for name in contract.order_by]
    return table.take(pc.sort_indices(table, sort_keys=keys)) if keys and table.num_rows > 1 else table


def _range(table: pa.Table, contract: Contract) -> tuple[str | None, str | None]:
    if not contract.order_by or not table.num_rows:
        return None, None
    ends = pc.min_max(table.column(contract.order_by[0]))
    return tuple(None if v is None else str(v) for v in (ends["min"].as_py(), ends["max"].as_py()))  # type: ignore[return-value]


def require_writable(layout: Layout) -> None:
    """Make the warehouse's folder.

    Raises:
        WarehouseError: it cannot be made or written.
    """
    try:
        store_of(layout).require_writable()
    except OSError as error:
        raise WarehouseError(
            f"the warehouse {layout.root} cannot be written: {error}", "Check the path, its owner and the free space."
        ) from error
