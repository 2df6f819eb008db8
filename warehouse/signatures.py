"""Signatures of everything published, read from the Parquet files of a generation without loading them whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.signatures import SIGNATURES
from warehouse.signature_index import open_index

ROWS_AT_A_TIME = 1 << 16
"""Rows decoded at a time, about 30 MB of hashes."""
THREADS = 2

Rows = npt.NDArray[np.int64]
H = TypeVar("H")


class Query(Protocol[H]):
    """What a batch of articles asks of history."""

    columns: tuple[str, ...]
    """Columns of SIGNATURES that `hits` needs."""

    def hits(self, part: pa.Table, first_row: int) -> H:
        """What a part of history, whose first row has the number `first_row`, has in common with the batch."""

    def index_hits(self, keys: npt.NDArray[np.uint64], part: pa.Table) -> H:
        """The same of the first part of history, whose shingles stand in `keys` (gram << 32 | row, sorted)."""

    def rows(self, hits: list[H]) -> Rows:
        """Numbers of the rows to compare with, sorted."""


@dataclass(frozen=True)
class _Part:
    """A row group of a file, and the number of its first row in all of history."""

    file: Path
    row_group: int
    first_row: int
    rows: int

    def read(self, columns: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
        """Slices of the row group, each with the number of its first row."""
        first_row = self.first_row
        with pq.ParquetFile(self.file) as file:
            for batch in file.iter_batches(ROWS_AT_A_TIME, row_groups=[self.row_group], columns=list(columns)):
                yield first_row, pa.table(batch)
                first_row += batch.num_rows


class SignatureFiles:
    """History in Parquet files of the signatures table, in the order in which they were published.

    With the folder of an index (`signature_index.build_index`) of the first of these files, only the others are read.
    """

    def __init__(self, files: Sequence[Path], index: Path | None = None) -> None:
        self._files = list(files)
        self._index = None if index is None else open_index(index, self._files)

    def related(self, query: Query[H]) -> pa.Table:
        """Rows (SIGNATURES, stage schema) that `query` selects."""

        def look(part: _Part) -> list[H]:
            return [query.hits(table, row) for row, table in part.read(query.columns)]

        found = [] if self._index is None else [query.index_hits(self._index.keys, self._index.rows)]
        with ThreadPoolExecutor(THREADS) as pool:
            found += [hits for part in pool.map(look, self._parts) for hits in part]
        return self._take(query.rows(found) if found else np.zeros(0, np.int64))

    def articles(self, article_ids: pa.Array) -> pa.Table:
        """Rows (SIGNATURES, stage schema) with one of these ids."""
        return self._where("article_id", article_ids)

    def beside(self, article_ids: pa.Array) -> pa.Table:
        """Rows (SIGNATURES, stage schema) of every cluster that holds one of these articles."""
        return self._where("cluster_id", pc.unique(self.articles(article_ids).column("cluster_id")))

    def _where(self, column: str, values: pa.Array) -> pa.Table:
        rows = [
            pc.indices_nonzero(pc.is_in(table.column(column), value_set=values)).to_numpy() + row
            for row, table in self._slices([column])
        ]
        return self._take(np.concatenate([np.zeros(0, np.int64), *(r.astype(np.int64) for r in rows)]))

    def _slices(self, columns: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
        """All of history: the number of the first row of each slice, and the slice."""
        if self._index is not None:
            yield 0, self._index.rows.select(columns)
        for part in self._parts:
            yield from part.read(columns)

    @cached_property
    def _parts(self) -> list[_Part]:
        """The row groups that are not in the index."""
        indexed = (0, 0) if self._index is None else (self._index.file_count, self._index.rows.num_rows)
        parts, row = [], indexed[1]
        for path in self._files[indexed[0] :]:
            metadata = pq.read_metadata(path)
            for number in range(metadata.num_row_groups):
                rows = metadata.row_group(number).num_rows
                parts.append(_Part(path, number, row, rows))
                row += rows
        return parts

    def _take(self, wanted: Rows) -> pa.Table:
        """The rows of these numbers; only row groups that hold one are read."""
        schema = SIGNATURES.stage_schema
        holding = [part for part in self._parts if len(_between(wanted, part.first_row, part.rows))]
        slices = chain(
            [] if self._index is None else _batches(self._index.rows),
            (found for part in holding for found in part.read(schema.names)),
        )
        taken = [
            table.take(pa.array(_between(wanted, row, table.num_rows) - row)).cast(schema) for row, table in slices
        ]
        return pa.concat_tables([schema.empty_table(), *taken])


def _batches(rows: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """The record batches of a table, each with the number of its first row."""
    row = 0
    for batch in rows.to_batches():
        yield row, pa.table(batch)
        row += batch.num_rows


def _between(wanted: Rows, first_row: int, rows: int) -> Rows:
    low, high = np.searchsorted(wanted, [first_row, first_row + rows])
    return wanted[low:high]
