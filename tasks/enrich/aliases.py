"""A user's own table of names: which identifier a name stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from expectations.errors import NewsmillError
from tasks.enrich.tokens import folded


@dataclass(frozen=True)
class Alias:
    """One name of a thing: its open identifier (`wikidata:Q42`), its type, how likely the name means it."""

    alias: str
    id: str
    type: str
    prior: float = 1.0
    name: str | None = None
    """The canonical name, where the table gives one."""


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
        NewsmillError: the file is missing, unreadable or lacks a column.
    """
    import pyarrow as pa
    from pyarrow import csv, parquet

    try:
        table = parquet.read_table(path) if path.suffix == ".parquet" else csv.read_csv(path)
        rows = table.to_pylist()
        return [
            Alias(str(r["alias"]), str(r["id"]), str(r["type"]), float(r.get("prior") or 1.0), r.get("name") or None)
            for r in rows
        ]
    except (OSError, KeyError, ValueError, pa.ArrowInvalid) as error:
        raise NewsmillError(
            f"the alias table {path} cannot be read: {error}",
            "Give a CSV or Parquet file with the columns alias, id, type and, if you like, prior and name.",
        ) from error
