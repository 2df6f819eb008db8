"""Stage outputs between tasks: written once under their key, found again by it, proved by their hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.durable import make_folder, write_atomically, written
from warehouse.location import Location, content
from warehouse.parquet import read_table
from warehouse.ref import TableRef, file_sha256


@dataclass(frozen=True)
class Staged:
    """What one batch of one stage left behind: a file per table, and its counts."""

    tables: Mapping[str, TableRef]
    counts: Mapping[str, int] = field(default_factory=dict)


def staged(folder: Location, key: str) -> Staged | None:
    """The output staged under a key, or None when there is none, it is torn, or bytes of it have changed."""
    try:
        record = _unsealed(content(folder / f"{key}.json"))
    except FileNotFoundError:
        return None
    if record is None:
        return None
    tables = {name: TableRef(**ref) for name, ref in record["tables"].items()}
    return Staged(tables, record["counts"]) if all(map(_is_whole, tables.values())) else None


def stage(folder: Location, key: str, tables: Mapping[str, pa.Table], counts: Mapping[str, int]) -> Staged:
    """Write the tables of one batch and, last, the record that makes them findable."""
    make_folder(folder)
    result = Staged({name: _write(folder / f"{key}.{name}.parquet", table) for name, table in tables.items()}, counts)
    write_atomically(folder / f"{key}.json", _sealed(asdict(result)))
    return result


def read(ref: TableRef, columns: list[str] | None = None) -> pa.Table:
    """A staged table as one Arrow table."""
    return read_table(ref.place, columns)


def _sealed(record: Mapping[str, Any]) -> bytes:
    """A record as JSON below a line with its hash."""
    body = json.dumps(record).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _unsealed(sealed: bytes) -> dict[str, Any] | None:
    """The record, or None when its hash says that it is not what was written."""
    digest, _, body = sealed.partition(b"\n")
    return json.loads(body) if digest == hashlib.sha256(body).hexdigest().encode() else None


def _is_whole(ref: TableRef) -> bool:
    try:
        return file_sha256(ref.place) == ref.sha256
    except FileNotFoundError:
        return False


def _write(path: Location, table: pa.Table) -> TableRef:
    with written(path) as file:
        pq.write_table(table, file, compression="zstd", compression_level=1)
        return TableRef(str(path), file_sha256(file), table.num_rows, file.stat().st_size)
