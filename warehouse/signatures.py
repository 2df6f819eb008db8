"""Signatures of everything published, read from the Parquet files of a generation without loading them whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from expectations.signatures import SIGNATURES
from warehouse.location import Location
from warehouse.parquet import metadata, open_file
from warehouse.postings import Rows
from warehouse.signature_index import open_index
from warehouse.signature_segment import Segment

ROWS_AT_A_TIME = 1 << 16
"""Rows decoded at a time, about 30 MB of hashes."""
THREADS = 2
SCHEMA = SIGNATURES.stage_schema

H = TypeVar("H")


class Query(Protocol[H]):
    """What a batch of articles asks of history."""

    columns: tuple[str, ...]
    """Columns of SIGNATURES that `hits` needs."""

    def hits(self, part: pa.Table, first_row: int) -> H:
        """What a part of history, whose first row has the number `first_row`, has in common with the batch."""

    def segment_hits(self, segment: Segment, first_row: int) -> H:
        """The same of a part of history that is indexed."""

    def rows(self, hits: list[H]) -> Rows:
        """Numbers of the rows to compare with, sorted."""


@dataclass(frozen=True)
class _Scanned:
    """A row group of a file without a segment."""

    file: Location
    row_group: int
    rows: int

    def __len__(self) -> int:
        return self.rows

    def read(self, columns: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
        """Slices of the row group, each with the number of its first row."""
        row = 0
        with open_file(self.file) as file:
            for batch in file.iter_batches(ROWS_AT_A_TIME, row_groups=[self.row_group], columns=list(columns)):
                yield row, pa.table(batch)
                row += batch.num_rows

    def take(self, rows: Rows) -> pa.Table:
        """These rows (numbers in order)."""
        taken = [
            table.take(pa.array(_between(rows, row, table.num_rows) - row)).select(SCHEMA.names).cast(SCHEMA)
            for row, table in self.read(SCHEMA.names)
        ]
        return pa.concat_tables([SCHEMA.empty_table(), *taken])

    def with_ids(self, article_ids: pa.Array) -> pa.Table:
        """Rows with one of these ids."""
        return self.take(_rows_with(self.read(["article_id"]), article_ids))


class SignatureFiles:
    """History in Parquet files of the signatures table, in the order in which they were published.

    Of files that have a segment in the folder `index` (`signature_index.keep_current`) only what is needed is read;
    the others are scanned.
    """

    def __init__(self, files: Sequence[Location], index: Path | None = None) -> None:
        self._files = list(files)
        self._index = [] if index is None else open_index(index, self._files)

    def related(self, query: Query[H]) -> pa.Table:
        """Rows (SIGNATURES, stage schema) that `query` selects."""
        hits = self.hits(query)
        return self.take(query.rows(hits) if hits else np.zeros(0, np.int64))

    def hits(self, query: Query[H]) -> list[H]:
        """What each part of history has in common with the query."""

        def look(place: tuple[int, Segment | _Scanned]) -> list[H]:
            first_row, part = place
            if isinstance(part, Segment):
                return [query.segment_hits(part, first_row)]
            return [query.hits(table, first_row + row) for row, table in part.read(query.columns)]

        with ThreadPoolExecutor(THREADS) as pool:
            return [hits for found in pool.map(look, self._parts) for hits in found]

    def take(self, rows: Rows) -> pa.Table:
        """The rows (SIGNATURES, stage schema) of these numbers, in order; only parts that hold one are read."""
        wanted = ((_between(rows, first, len(part)) - first, part) for first, part in self._parts)
        return pa.concat_tables([SCHEMA.empty_table(), *(part.take(own) for own, part in wanted if len(own))])

    def articles(self, article_ids: pa.Array) -> pa.Table:
        """Rows (SIGNATURES, stage schema) with one of these ids."""
        return pa.concat_tables([SCHEMA.empty_table(), *(part.with_ids(article_ids) for _, part in self._parts)])

    def beside(self, article_ids: pa.Array) -> pa.Table:
        """Rows (SIGNATURES, stage schema) of every cluster that holds one of these articles."""
        clusters = pc.unique(self.articles(article_ids).column("cluster_id"))
        held = [part.take(_rows_with(part.read(["cluster_id"]), clusters)) for _, part in self._parts]
        return pa.concat_tables([SCHEMA.empty_table(), *held])

    @cached_property
    def _parts(self) -> list[tuple[int, Segment | _Scanned]]:
        """All of history: its parts with the numbers of their first rows."""
        parts: list[tuple[int, Segment | _Scanned]] = []
        rows, starts = 0, {indexed.first: indexed for indexed in self._index}
        place = 0
        while place < len(self._files):
            if place in starts:
                found: Sequence[Segment | _Scanned] = [starts[place].segment]
                place = starts[place].end
            else:
                found = _row_groups(self._files[place])
                place += 1
            for part in found:
                parts.append((rows, part))
                rows += len(part)
        return parts


def _row_groups(file: Location) -> list[_Scanned]:
    footer = metadata(file)
    return [_Scanned(file, n, footer.row_group(n).num_rows) for n in range(footer.num_row_groups)]


def _rows_with(slices: Iterator[tuple[int, pa.Table]], values: pa.Array) -> Rows:
    """Numbers of the rows whose value in the only column is one of these."""
    found = [pc.indices_nonzero(pc.is_in(table.column(0), value_set=values)).to_numpy() + row for row, table in slices]
    return np.concatenate([np.zeros(0, np.int64), *(rows.astype(np.int64) for rows in found)])


def _between(wanted: Rows, first_row: int, rows: int) -> Rows:
    low, high = np.searchsorted(wanted, [first_row, first_row + rows])
    return wanted[low:high]
