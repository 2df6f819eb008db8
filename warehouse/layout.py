"""Where everything lies in a warehouse; the only place that spells these names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SCHEMA_VERSION = 2
"""Raised with every change of the tables, together with a step in `warehouse/migrations.py`."""

GENERATION = re.compile(r"^\d{6,}$")


@dataclass(frozen=True)
class Layout:
    """Paths of one warehouse on a local file system."""

    root: Path

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def generations(self) -> Path:
        return self.root / "generations"

    @property
    def catalog(self) -> Path:
        return self.root / "catalog.duckdb"

    @property
    def signature_index(self) -> Path:
        return self.root / "signature-index"

    @property
    def lock(self) -> Path:
        return self.root / "write.lock"

    @property
    def staging(self) -> Path:
        return self.root / "_staging"

    def staging_of(self, run_key: str) -> Path:
        return self.staging / run_key

    def data_docs_of(self, run_key: str) -> Path:
        return self.root / "data-docs" / run_key

    @property
    def docs(self) -> tuple[Path, Path]:
        """Folders of pages made for people: data docs, a folder a run, and reports."""
        return self.root / "data-docs", self.root / "reports"

    def generation(self, number: int) -> Path:
        return self.generations / f"{number:06d}"

    def numbers(self) -> list[int]:
        """The generations that are there, in order."""
        if not self.generations.is_dir():
            return []
        return sorted(int(p.name) for p in self.generations.iterdir() if GENERATION.match(p.name))


def data_file(table: str, ingested_on: date, run_key: str, part: int) -> str:
    """Path of a data file within its generation. Names hold the run key, so no two generations share a new one."""
    return f"{table}/ingested_on={ingested_on.isoformat()}/{run_key}-{part:04d}.parquet"
