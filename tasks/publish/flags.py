"""Flags that only a later stage can set, put on the articles as they are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from tasks.places import enclosing

NO_ENTITIES = "no_entities"
"""The article's language has no model: nobody looked for names and quotes in it."""
ALLOWED = "allowed:"
"""Before the name of a rule that had refused the article's page, and was relaxed for the run that published it."""


@dataclass(frozen=True)
class Marks:
    """Which articles get which flags."""

    unread: frozenset[tuple[str, int]] = frozenset()
    """(article_id, revision) of the articles that no model can read."""
    allowed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Relaxed rules by the page, record or input that they had refused."""

    def __bool__(self) -> bool:
        return bool(self.unread or self.allowed)

    def of(self, article_id: str, revision: int, source_uri: str) -> list[str]:
        """The flags of one article."""
        rules = self.allowed.get(enclosing(source_uri, self.allowed) or "", ())
        return [NO_ENTITIES] * ((article_id, revision) in self.unread) + [ALLOWED + rule for rule in rules]


def marks_of(unread: pa.Table, allowed: Mapping[str, Sequence[str]]) -> Marks:
    """The marks of a run; `unread` has article_id and revision."""
    columns = (unread.column(name).to_pylist() for name in ("article_id", "revision"))
    return Marks(frozenset(zip(*columns, strict=True)), allowed)


def flagged(articles: Iterable[pa.Table], marks: Marks) -> Iterator[pa.Table]:
    """Tables of articles with the marks added to their `flags`."""
    for table in articles:
        yield _flagged(table, marks) if marks else table


def _flagged(table: pa.Table, marks: Marks) -> pa.Table:
    columns = (table.column(name).to_pylist() for name in ("flags", "article_id", "revision", "source_uri"))
    flags = [[*flags, *marks.of(*keys)] for flags, *keys in zip(*columns, strict=True)]
    place = table.schema.get_field_index("flags")
    return table.set_column(place, table.schema.field(place), pa.array(flags, table.schema.field(place).type))
