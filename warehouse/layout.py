"""Where everything lies in a warehouse; the only place that spells these names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from warehouse.location import Location

SCHEMA_VERSION = 4
"""Raised with every change of the tables, together with a step in `warehouse/migrations.py`."""


@dataclass(frozen=True)
class Layout:
    """Paths of one warehouse."""

    root: Location

    @property
    def current(self) -> Location:
        return self.root / "current"

    @property
    def generations(self) -> Location:
        return self.root / "generations"

    @property
    def data(self) -> Location:
        """The data files of all generations, on an object store; in a folder each generation holds its own."""
        return self.root / "data"

    @property
    def catalog(self) -> Location:
        return self.root / "catalog.duckdb"

    @property
    def signature_index(self) -> Path | None:
        """An index is mapped into memory: there is one in folders only."""
        return self.root / "signature-index" if isinstance(self.root, Path) else None

    @property
    def lock(self) -> Location:
        return self.root / "write.lock"

    @property
    def erasures(self) -> Location:
        """What a takedown still has to erase."""
        return self.root / "erasures.json"

    @property
    def fetched(self) -> Location:
        """What was fetched from the web; see `fetched.Fetched`."""
        return self.root / "_fetch"

    @property
    def staging(self) -> Location:
        return self.root / "_staging"

    def staging_of(self, run_key: str) -> Location:
        return self.staging / run_key

    def data_docs_of(self, run_key: str) -> Location:
        return self.docs[0] / run_key

    @property
    def docs(self) -> tuple[Location, Location]:
        """Folders of pages made for people: data docs, a folder a run, and reports."""
        return self.root / "data-docs", self.root / "reports"

    def generation(self, number: int) -> Location:
        return self.generations / f"{number:06d}"


def data_file(table: str, ingested_on: date, run_key: str, part: int) -> str:
    """Path of a data file within its generation. Names hold the run key, so no two generations share a new one."""
    return f"{table}/ingested_on={ingested_on.isoformat()}/{run_key}-{part:04d}.parquet"
