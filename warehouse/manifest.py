"""The manifest of a generation: its parent, the run that made it, and every file with rows, bytes and hash."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from expectations.errors import WarehouseError
from warehouse.layout import SCHEMA_VERSION
from warehouse.location import Location, content

NAME = "manifest.json"


@dataclass(frozen=True)
class DataFile:
    """One immutable Parquet file of a generation; `path` is relative to the generation's folder."""

    path: str
    table: str
    rows: int
    bytes: int
    sha256: str
    low: str | None = None
    """Smallest value of the column that the table is sorted by first, as text."""
    high: str | None = None

    @property
    def ingested_on(self) -> date:
        """The day of its partition."""
        _, _, day = PurePosixPath(self.path).parent.name.partition("=")
        return date.fromisoformat(day)


@dataclass(frozen=True)
class Manifest:
    """What a generation is made of."""

    generation: int
    parent: int | None
    run_key: str
    schema_version: int
    code_version: str
    created_at: str
    files: tuple[DataFile, ...]

    def rows(self) -> dict[str, int]:
        """Rows by table."""
        totals: dict[str, int] = {}
        for file in self.files:
            totals[file.table] = totals.get(file.table, 0) + file.rows
        return totals


FIELDS = tuple(field.name for field in fields(Manifest))


def to_json(manifest: Manifest) -> bytes:
    """The manifest as indented JSON with, for readers that want them, the file names by table."""
    return json.dumps({**asdict(manifest), "tables": _paths_by_table(manifest.files)}, indent=1).encode()


def _paths_by_table(files: Iterable[DataFile]) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for file in files:
        tables.setdefault(file.table, []).append(file.path)
    return tables


def load(path: Location) -> Manifest:
    """Read the manifest of a generation.

    Raises:
        WarehouseError: it is missing, torn, no manifest, or written by a newer version of newsmill.
    """
    try:
        record = json.loads(content(path))
        _require_known_version(path, record)
        files = tuple(DataFile(**file) for file in record["files"])
        return Manifest(**{name: record[name] for name in FIELDS} | {"files": files})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WarehouseError(
            f"{path} cannot be read as a manifest: {error!r}",
            "Point --warehouse at a newsmill warehouse, or at a new folder.",
        ) from error


def _require_known_version(path: Location, record: Mapping[str, Any]) -> None:
    if record["schema_version"] > SCHEMA_VERSION:
        raise WarehouseError(
            f"{path} was written by newsmill {record['code_version']} with warehouse version "
            f"{record['schema_version']}; this newsmill reads versions up to {SCHEMA_VERSION}",
            "Upgrade newsmill, or use another warehouse.",
        )
