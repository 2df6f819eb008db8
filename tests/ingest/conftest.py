"""Fixtures of the ingest tests: files with given bytes, and what `read` makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from expectations.documents import PAGES
from expectations.quarantine import QUARANTINE
from tasks.ingest.stage import IngestOptions, discover, read


class Got:
    """Pages and refusals of a read, as rows; every table fits its contract."""

    def __init__(self, paths: list[str], options: IngestOptions) -> None:
        self.pages: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        for outcome in read(discover(paths, None, options), options):
            assert outcome.tables["pages"].schema.equals(PAGES.stage_schema)
            assert outcome.quarantined.schema.equals(QUARANTINE.stage_schema)
            self.pages += outcome.tables["pages"].to_pylist()
            self.refused += outcome.quarantined.to_pylist()
        assert all(row["stage"] == "ingest" and row["source_uri"] in row["reason"] for row in self.refused)

    @property
    def contents(self) -> list[str]:
        return [page["content"] for page in self.pages]

    @property
    def rules(self) -> list[str]:
        return [row["rule"] for row in self.refused]

    def names(self, folder: Path) -> list[str]:
        """The URIs of the pages below a folder."""
        return [page["source_uri"].removeprefix(f"{folder}/") for page in self.pages]


@pytest.fixture
def ingest(tmp_path: Path) -> Callable[..., Got]:
    """Writes bytes to a file of no telling name and reads it: `ingest(b"...", max_page_bytes=100)`."""

    def run(data: bytes, name: str = "input", **limits: Any) -> Got:
        path = tmp_path / name
        path.write_bytes(data)
        return Got([str(path)], IngestOptions(**limits))

    return run


@pytest.fixture
def ingest_folder() -> Callable[..., Got]:
    """Reads a folder with the default options."""
    return lambda folder: Got([str(folder)], IngestOptions())
