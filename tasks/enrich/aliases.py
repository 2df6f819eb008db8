"""A user's own table of names: which identifier a name stands for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from expectations.entities import ENTITY_TYPES
from expectations.errors import NewsmillError
from tasks.enrich.tokens import folded

REQUIRED = ("alias", "id", "type")
OPTIONAL = ("prior", "name")


@dataclass(frozen=True)
class Alias:
    """One name of a thing: its open identifier (`wikidata:Q42`), its type, how likely the name means it."""

    alias: str
    id: str
    type: str
    prior: float = 1.0
    name: str | None = None
    """The canonical name, where the table gives one."""

    def __post_init__(self) -> None:
        """Refuse what could never be found.

        Raises:
            ValueError: it says nothing.
        """
        if not self.alias.strip() or not self.id.strip():
            raise ValueError(f"there is no {'id' if self.alias.strip() else 'alias'}")
        if self.type not in ENTITY_TYPES:
            raise ValueError(f"the type {self.type!r} is none of {', '.join(ENTITY_TYPES)}")
        if not math.isfinite(self.prior):
            raise ValueError(f"the prior {self.prior} is no number")


@dataclass(frozen=True)
class AliasTable:
    """Aliases by type and name; the likeliest wins."""

    known: dict[tuple[str, str], Alias] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Alias]) -> AliasTable:
        known: dict[tuple[str, str], Alias] = {}
        for row in rows:
            key = (row.type, folded(row.alias))
            if key not in known or row.prior > known[key].prior:
                known[key] = row
        return cls(known)

    def best(self, kind: str, names: Iterable[str]) -> Alias | None:
        """The alias of the first of the names that the table knows for a type."""
        if not self.known:
            return None
        return next((a for n in names if (a := self.known.get((kind, folded(n))))), None)


def read_aliases(path: Path) -> Sequence[Alias]:
    """The rows of a CSV or Parquet file with columns alias, id, type and, optionally, prior and name.

    Raises:
        NewsmillError: the file is missing, unreadable, lacks a column or holds a row that says nothing.
    """
    import pyarrow as pa
    from pyarrow import csv, parquet

    # Nothing is guessed: `007` is an identifier, and `NA` a name.
    as_they_stand = csv.ConvertOptions(column_types=dict.fromkeys((*REQUIRED, *OPTIONAL), pa.string()))
    try:
        if path.suffix == ".parquet":
            table = parquet.read_table(path)
        else:
            table = csv.read_csv(path, convert_options=as_they_stand)
        rows = table.select([*REQUIRED, *(name for name in OPTIONAL if name in table.column_names)]).to_pylist()
        return [_alias(row, number) for number, row in enumerate(rows, 1)]
    except (OSError, KeyError, ValueError, pa.ArrowInvalid) as error:
        raise NewsmillError(
            f"the alias table {path} cannot be read: {error}",
            "Give a CSV or Parquet file with the columns alias, id, type and, if you like, prior and name.",
        ) from error


def _alias(row: Mapping[str, Any], number: int) -> Alias:
    alias, known_as, kind, prior = ("" if row.get(name) is None else str(row[name]) for name in (*REQUIRED, "prior"))
    try:
        return Alias(alias.strip(), known_as.strip(), kind.strip(), float(prior or 1.0), row.get("name") or None)
    except ValueError as error:
        raise ValueError(f"row {number}: {error}") from error
