"""What must not be published again: the tombstones of a generation, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from expectations.tombstones import TOMBSTONES
from warehouse.location import Location, located
from warehouse.parquet import read_table

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
    def read(cls, files: Iterable[str | Location]) -> Tombstones:
        """The tombstones in files of a generation."""
        parts = [read_table(located(path), list(COLUMNS)) for path in files]
        return cls.of(pa.concat_tables([TOMBSTONES.schema.empty_table().select(COLUMNS), *parts]))


NOTHING = Tombstones()
"""Nothing was taken down."""
