"""What travels between tasks: a reference to a staged file, never a frame."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from warehouse.location import Location, located, told

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class TableRef:
    """A Parquet file with the hash of its bytes; small enough for a task parameter."""

    path: str
    """A local path or a URI."""
    sha256: str
    rows: int
    bytes: int

    @property
    def place(self) -> Location:
        """Where it lies."""
        return told(located(self.path), self.bytes)


def file_sha256(path: Location) -> str:
    """sha256 of a file's bytes, lower-case hex, read in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
