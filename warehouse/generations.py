"""Publish: a new generation is built aside, proved, renamed into place, and made current by one rename.

Readers resolve `current` and see either all tables of a run or none. A crash before the last rename leaves the
warehouse as it was; what is left over is removed, or finished, by the next publish.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.contract import Contract
from expectations.errors import WarehouseError
from warehouse import manifest as manifests
from warehouse.durable import sync, write_atomically
from warehouse.layout import SCHEMA_VERSION, Layout, data_file
from warehouse.manifest import DataFile, Manifest
from warehouse.ref import file_sha256


@dataclass(frozen=True)
class Stamp:
    """Who publishes, and when the run began; written into every row and manifest."""

    run_key: str
    ingested_at: datetime
    code_version: str


def current(layout: Layout) -> Manifest | None:
    """The manifest that readers see now; None for a warehouse without one.

    Raises:
        WarehouseError: `current` points nowhere, or at a warehouse of a newer version.
    """
    if not layout.current.is_symlink():
        return None
    return manifests.load(layout.current.resolve())


def folder_of(layout: Layout, generation: int | None) -> Path:
    """The folder of a generation, the current one for None.

    Raises:
        WarehouseError: there is no such generation.
    """
    folder = layout.current.resolve() if generation is None else layout.generation(generation)
    if not layout.current.is_symlink() or not folder.is_dir():
        there = ", ".join(str(n) for n in layout.numbers()) or "none"
        wanted = "published generation" if generation is None else f"generation {generation}"
        raise WarehouseError(
            f"{layout.root} has no {wanted} (there: {there})",
            "Publish one with `newsmill run SOURCE`, or name another.",
        )
    return folder


class Draft:
    """A generation being built in the run's staging folder; nothing of it is visible before `publish`."""

    def __init__(self, layout: Layout, stamp: Stamp, schema_version: int = SCHEMA_VERSION) -> None:
        self.layout = layout
        self.stamp = stamp
        self.schema_version = schema_version
        self.parent = current(layout)
        self.folder = layout.staging_of(stamp.run_key) / "generation"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.files: list[DataFile] = []
        self._parts: Counter[tuple[str, date]] = Counter()
        self._inherit()

    def _inherit(self) -> None:
        """Every file of the parent, as a hard link: immutable, so sharing it is safe."""
        if self.parent is None:
            return
        source = self.layout.generation(self.parent.generation)
        for file in self.parent.files:
            target = self.folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(source / file.path, target)
            self.files.append(file)

    def add(self, contract: Contract, tables: Iterable[pa.Table]) -> int:
        """Stamp, sort and write tables as files of this generation, one a table; returns the rows written."""
        return self._add(contract, tables, self.stamp.ingested_at.date())

    def files_of(self, table: str) -> list[DataFile]:
        """The files of one table, in the order in which they were published."""
        return [file for file in self.files if file.table == table]

    def read(self, file: DataFile, columns: list[str] | None = None) -> pa.Table:
        """The rows of one of its files, stamps included."""
        return pq.read_table(self.folder / file.path, columns=columns, partitioning=None)

    def replace(self, files: Sequence[DataFile], contract: Contract, tables: Iterable[pa.Table]) -> int:
        """Put rows that keep their stamps in the place of files of one partition; returns the rows written."""
        for file in files:
            self.drop(file)
        return self._add(contract, tables, files[0].ingested_on)

    def drop(self, file: DataFile) -> None:
        """Leave a file of the parent out."""
        self.files.remove(file)
        (self.folder / file.path).unlink()

    def _add(self, contract: Contract, tables: Iterable[pa.Table], day: date) -> int:
        rows = 0
        for table in (t for t in tables if t.num_rows):
            self.files.append(self._write(contract, stamped(table, contract, self.stamp), day))
            rows += table.num_rows
        return rows

    def complete(self, contracts: Iterable[Contract]) -> None:
        """Give each table without a file an empty one, so that a glob over it finds its columns."""
        present = {f.table for f in self.files}
        for contract in contracts:
            if contract.name not in present:
                self.files.append(self._write(contract, contract.schema.empty_table(), self.stamp.ingested_at.date()))

    def _write(self, contract: Contract, table: pa.Table, day: date) -> DataFile:
        path = data_file(contract.name, day, self.stamp.run_key, self._parts[contract.name, day])
        self._parts[contract.name, day] += 1
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, target, compression="zstd")
        sync(target)
        low, high = _range(table, contract)
        return DataFile(path, contract.name, table.num_rows, target.stat().st_size, file_sha256(target), low, high)

    def publish(self, before_switch: Callable[[], None] = lambda: None) -> Manifest:
        """Rename the draft into place and make it current. `before_switch` is a seam for crash tests."""
        number = 1 if self.parent is None else self.parent.generation + 1
        manifest = Manifest(
            generation=number,
            parent=None if self.parent is None else self.parent.generation,
            run_key=self.stamp.run_key,
            schema_version=self.schema_version,
            code_version=self.stamp.code_version,
            created_at=self.stamp.ingested_at.isoformat(),
            files=tuple(self.files),
        )
        write_atomically(self.folder / manifests.NAME, manifests.to_json(manifest))
        for folder in sorted(p for p in self.folder.rglob("*") if p.is_dir()):
            sync(folder)
        sync(self.folder)
        self.layout.generations.mkdir(exist_ok=True)
        self.folder.rename(self.layout.generation(number))
        sync(self.layout.generations)
        before_switch()
        make_current(self.layout, number)
        return manifest


def make_current(layout: Layout, generation: int) -> None:
    """Point `current` at a generation: the one visible moment of a publish."""
    link = layout.root / f"current.{os.getpid()}.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(layout.generations.name) / layout.generation(generation).name)
    link.replace(layout.current)
    sync(layout.root)


def recover(layout: Layout, run_key: str) -> Manifest | None:
    """Finish or remove what a crashed publish left: a generation that was renamed but never became current.

    Returns its manifest when it is this run's own, now current; others are removed, since nobody has seen them.
    Call only with the write lock held.
    """
    now = current(layout)
    for number in layout.numbers():
        if now is not None and number <= now.generation:
            continue
        folder = layout.generation(number)
        if (folder / manifests.NAME).is_file() and manifests.load(folder).run_key == run_key:
            make_current(layout, number)
            return manifests.load(folder)
        shutil.rmtree(folder)
    return None


def stamped(table: pa.Table, contract: Contract, stamp: Stamp) -> pa.Table:
    """A stage's table as the published one: run and time added, columns in order, rows sorted."""
    values = {"run_id": stamp.run_key, "ingested_at": stamp.ingested_at}
    for field in contract.schema:
        if field.name in values and field.name not in table.column_names:
            table = table.append_column(field, pa.repeat(pa.scalar(values[field.name], field.type), table.num_rows))
    table = table.select(contract.schema.names).cast(contract.schema)
    keys = [(name, "ascending") for name in contract.order_by]
    return table.take(pc.sort_indices(table, sort_keys=keys)) if keys and table.num_rows > 1 else table


def _range(table: pa.Table, contract: Contract) -> tuple[str | None, str | None]:
    if not contract.order_by or not table.num_rows:
        return None, None
    ends = pc.min_max(table.column(contract.order_by[0]))
    return tuple(None if v is None else str(v) for v in (ends["min"].as_py(), ends["max"].as_py()))  # type: ignore[return-value]


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, target)


def require_writable(layout: Layout) -> None:
    """Make the warehouse's folder.

    Raises:
        WarehouseError: it cannot be made or written.
    """
    try:
        layout.root.mkdir(parents=True, exist_ok=True)
        write_atomically(layout.root / ".writable", b"")
        (layout.root / ".writable").unlink()
    except OSError as error:
        raise WarehouseError(
            f"the warehouse {layout.root} cannot be written: {error}", "Check the path, its owner and the free space."
        ) from error


def current_files(layout: Layout, table: str) -> list[str]:
    """Paths of a table's files in the current generation; none for a warehouse without one."""
    manifest = current(layout)
    if manifest is None:
        return []
    return [str(path) for path in manifest.paths(table, layout.generation(manifest.generation))]
