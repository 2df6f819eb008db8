"""Files of an object store that never change: what the warehouse knows of them is not asked of the store.

Whoever opens a file asks how large it is, DuckDB three times, each time in a request. Manifests and references say it;
of other files the store is asked once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from s3fs import S3FileSystem

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When a file was changed: DuckDB asks for it, to know what it may keep."""


class Unchanging(S3FileSystem):  # type: ignore[misc]  # s3fs has no types
    """The file system of a store for reading files that are written once; it writes nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._bytes: dict[str, int] = {}

    def tell(self, path: str, size: int) -> None:
        """A file has so many bytes."""
        self._bytes[path] = size

    async def _info(self, path: str, *args: Any, **options: Any) -> dict[str, Any]:
        path = self._strip_protocol(path)
        if path not in self._bytes:
            found: dict[str, Any] = await super()._info(path, *args, **options)
            if found["type"] != "file":
                return found
            self.tell(path, found["size"])
        return {"name": path, "size": self._bytes[path], "type": "file", "LastModified": LONG_AGO}
