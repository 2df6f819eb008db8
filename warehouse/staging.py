"""Stage outputs between tasks: written once under their key, found again by it, proved by their hash."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.durable import write_atomically
from warehouse.ref import TableRef, file_sha256


@dataclass(frozen=True)
class Staged:
    """What one batch of one stage left behind: a file per table, and its counts."""

    tables: Mapping[str, TableRef]
    counts: Mapping[str, int] = field(default_factory=dict)


def staged(folder: Path, key: str) -> Staged | None:
    """The output staged under a key, or None when there is none, it is torn, or a file's bytes have changed."""
    try:
        record = json.loads((folder / f"{key}.json").read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    tables = {name: TableRef(**ref) for name, ref in record["tables"].items()}
    whole = all(Path(ref.path).is_file() and file_sha256(Path(ref.path)) == ref.sha256 for ref in tables.values())
    return Staged(tables, record["counts"]) if whole else None


def stage(folder: Path, key: str, tables: Mapping[str, pa.Table], counts: Mapping[str, int]) -> Staged:
    """Write the tables of one batch and, last, the record that makes them findable."""
    folder.mkdir(parents=True, exist_ok=True)
    result = Staged({name: _write(folder / f"{key}.{name}.parquet", table) for name, table in tables.items()}, counts)
    write_atomically(folder / f"{key}.json", json.dumps(asdict(result)).encode())
    return result


def read(ref: TableRef, columns: list[str] | None = None) -> pa.Table:
    """A staged table as one Arrow table."""
    return pq.read_table(ref.path, columns=columns, partitioning=None)


def sweep(folder: Path) -> None:
    """Remove a run's staging folder once nothing needs it."""
    shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, table: pa.Table) -> TableRef:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    pq.write_table(table, temporary, compression="zstd", compression_level=1)
    ref = TableRef(str(path), file_sha256(temporary), table.num_rows, temporary.stat().st_size)
    temporary.replace(path)
    return ref
