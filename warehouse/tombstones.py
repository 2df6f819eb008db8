"""What must not be published again: the tombstones of a generation, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.tombstones import TOMBSTONES

COLUMNS = ("article_id", "url_hash", "content_hash", "document_id")


@dataclass(frozen=True)
class Tombstones:
    """The hashes by which what was taken down is recognised."""

    article_ids: frozenset[str] = frozenset()
    url_hashes: frozenset[str] = frozenset()
    content_hashes: frozenset[str] = frozenset()
    document_ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.article_ids or self.document_ids)

    @classmethod
    def of(cls, table: pa.Table) -> Tombstones:
        """The tombstones of rows of the contract."""
        return cls(*(frozenset(table.column(name).drop_null().to_pylist()) for name in COLUMNS))

    @classmethod
    def read(cls, files: Iterable[str | Path]) -> Tombstones:
        """The tombstones in files of a generation."""
        parts = [pq.read_table(path, columns=list(COLUMNS), partitioning=None) for path in files]
        return cls.of(pa.concat_tables([TOMBSTONES.schema.empty_table().select(COLUMNS), *parts]))
