"""Flags that only a later stage can set, put on the articles as they are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

NO_ENTITIES = "no_entities"
"""The article's language has no model: nobody looked for names and quotes in it."""


def flagged(articles: Iterable[pa.Table], unread: pa.Table) -> Iterator[pa.Table]:
    """Tables of articles with NO_ENTITIES added to the `flags` of those in `unread` (article_id, revision)."""
    keys = set(zip(*(unread.column(name).to_pylist() for name in ("article_id", "revision")), strict=True))
    for table in articles:
        yield _flagged(table, keys) if keys else table


def _flagged(table: pa.Table, keys: set[tuple[str, int]]) -> pa.Table:
    columns = (table.column(name).to_pylist() for name in ("article_id", "revision", "flags"))
    flags = [
        [*flags, NO_ENTITIES] if (article_id, revision) in keys else flags
        for article_id, revision, flags in zip(*columns, strict=True)
    ]
    place = table.schema.get_field_index("flags")
    return table.set_column(place, table.schema.field(place), pa.array(flags, table.schema.field(place).type))
