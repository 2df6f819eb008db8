"""A generation as Delta tables, for engines that read a lakehouse: a table each, a commit each.

Delta's log says which files of a folder are its table, so these are copies; whoever reads the warehouse needs none.
See Armbrust et al. 2020, Delta Lake: High-Performance ACID Table Storage over Cloud Object Stores.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from expectations.errors import UsageError
from warehouse.generations import files_of, generation
from warehouse.layout import Layout
from warehouse.location import located
from warehouse.manifest import Manifest
from warehouse.parquet import open_file

if TYPE_CHECKING:
    from deltalake import DeltaTable

DAY = pa.field("ingested_on", pa.date32())
"""The day of a file's folder, as a column. Rows come in its order, so that the extreme values of a file tell which days
it holds; a table partitioned by it would be written with the files of all days in memory."""
BATCH_ROWS, ROW_GROUP = 10_000, 50_000
GENERATION, RUN = "newsmill.generation", "newsmill.run_key"
"""What each commit says of where its rows come from."""
LATEST_COMMITS = 50
"""Among so many the last export is looked for: cleaning a Delta table makes commits, too."""
S3_OPTIONS = {
    "key": "AWS_ACCESS_KEY_ID", "secret": "AWS_SECRET_ACCESS_KEY", "token": "AWS_SESSION_TOKEN",
    "endpoint_url": "AWS_ENDPOINT_URL",
}  # fmt: skip
"""Options of the warehouse's storage by the names that Delta's has for them."""


@dataclass(frozen=True)
class Exported:
    """What became of one table."""

    table: str
    rows: int
    version: int
    """The version of the Delta table that holds the generation."""
    was_there: bool
    """Whether it did so before."""


def export(
    layout: Layout, target: str, tables: Sequence[str], number: int | None = None, *,
    vacuum: bool = False, storage: Mapping[str, object] | None = None,
) -> Iterator[Exported]:  # fmt: skip
    """Bring the Delta tables `target`/TABLE to a generation, the current one for None, one after the other.

    A table that holds the generation already is left alone. `vacuum` deletes the files that only older versions of the
    Delta tables read, as has to be after a takedown. `storage` are the options of the warehouse's object store.

    Raises:
        UsageError: deltalake is not installed, or the target is part of the warehouse, holds something else or cannot
            be written.
        WarehouseError: there is no such generation.
    """
    _require_deltalake()
    _require_apart(layout, target)
    manifest = generation(layout, number)
    options = _delta_options(storage or {})
    for table in tables:
        uri = f"{target.rstrip('/')}/{table}"
        with _blamed(uri):
            there = _holds(uri, manifest, options)
            if not there:
                _write(layout, manifest, table, uri, options)
            written = _opened(uri, options)
            if vacuum:
                written.vacuum(0, dry_run=False, enforce_retention_duration=False)
            version = written.version()
        yield Exported(table, manifest.rows().get(table, 0), version, there)


@contextmanager
def _blamed(uri: str) -> Iterator[None]:
    """What Delta or the disk has to say, with the table that it is about."""
    from deltalake.exceptions import DeltaError

    try:
        yield
    except (DeltaError, OSError) as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise UsageError(
            f"{uri} cannot be written: {said[0]}", "Check the place and its owner, or how the object store is reached."
        ) from error


def _write(layout: Layout, manifest: Manifest, table: str, uri: str, options: dict[str, str]) -> None:
    """All rows of a table, streamed, as one commit that replaces what was there."""
    from deltalake import CommitProperties, WriterProperties, write_deltalake

    days = [file.ingested_on for file in manifest.files if file.table == table]
    files = sorted(zip(days, map(located, files_of(layout, manifest, table)), strict=True), key=lambda file: file[0])
    schema = open_file(files[0][1]).schema_arrow.remove_metadata().append(DAY)

    def batches() -> Iterator[pa.RecordBatch]:
        for day, file in files:
            for batch in open_file(file).iter_batches(BATCH_ROWS):
                days_of_rows = pa.repeat(pa.scalar(day, DAY.type), batch.num_rows)
                yield pa.RecordBatch.from_arrays([*batch.columns, days_of_rows], schema=schema)

    write_deltalake(
        uri,
        pa.RecordBatchReader.from_batches(schema, batches()),
        mode="overwrite",
        schema_mode="overwrite",
        storage_options=options,
        writer_properties=WriterProperties(compression="ZSTD", max_row_group_size=ROW_GROUP),
        commit_properties=CommitProperties({GENERATION: str(manifest.generation), RUN: manifest.run_key}),
    )


def _opened(uri: str, options: dict[str, str]) -> DeltaTable:
    from deltalake import DeltaTable

    return DeltaTable(uri, storage_options=options)


def _holds(uri: str, manifest: Manifest, options: dict[str, str]) -> bool:
    """Whether the last commit that says a generation says this one.

    Raises:
        UsageError: what is there is no Delta table.
    """
    from deltalake import DeltaTable

    if not DeltaTable.is_deltatable(uri, options):
        _require_free(uri)
        return False
    said = (commit for commit in _opened(uri, options).history(LATEST_COMMITS) if GENERATION in commit)
    last = next(said, {})
    return (last.get(GENERATION), last.get(RUN)) == (str(manifest.generation), manifest.run_key)


def _require_deltalake() -> None:
    try:
        import deltalake  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "an export needs deltalake, which is not installed",
            "Install newsmill with the extra delta: `pip install 'newsmill[delta]'`.",
        ) from error


def _require_apart(layout: Layout, target: str) -> None:
    if "://" in target:
        inside = f"{target.rstrip('/')}/".startswith(f"{str(layout.root).rstrip('/')}/")
    else:
        inside = isinstance(layout.root, Path) and Path(target).resolve().is_relative_to(layout.root.resolve())
    if inside:
        raise UsageError(f"{target} is inside the warehouse {layout.root}", "Name a place of its own for the export.")


def _require_free(uri: str) -> None:
    """A folder of something else stays as it is."""
    if "://" in uri or not Path(uri).exists():
        return
    if not Path(uri).is_dir() or any(Path(uri).iterdir()):
        raise UsageError(f"{uri} is there and is no Delta table", "Name another place for the export.")


def _delta_options(storage: Mapping[str, object]) -> dict[str, str]:
    """How Delta reaches the object store; what is not said here, the environment says."""
    options = {S3_OPTIONS[name]: str(value) for name, value in storage.items() if name in S3_OPTIONS}
    endpoint = options.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT_URL", "")
    if endpoint.startswith("http://"):
        options["AWS_ALLOW_HTTP"] = "true"
    return options
