"""A segment of the index of signatures: the rows of some files, and where in them each shingle, id and text stands.

All of it is mapped into memory: a look-up touches the pages that it needs, however long the history is.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.signatures import SIGNATURES
from warehouse.durable import sync
from warehouse.location import Location
from warehouse.parquet import read_table
from warehouse.postings import Postings, Rows, open_postings, write_postings

ROWS, FILES = "rows.arrow", "files.json"
BATCH_ROWS = 1 << 17
"""Rows written together, about 60 MB."""
LOW = np.uint64(32)
SCHEMA = SIGNATURES.stage_schema


@dataclass(frozen=True)
class Segment:
    """An open segment; rows are numbered in the order of its files."""

    files: list[list[str | int]]
    """What `describe` said of its files."""
    batches: list[pa.RecordBatch]
    """SIGNATURES, stage schema."""
    grams: Postings
    ids: Postings
    """By `hash_ids`: what is found may have another id."""
    texts: Postings
    """By the high half of `text_hash`: what is found may have another text."""

    def __len__(self) -> int:
        return int(self._firsts[-1])

    @cached_property
    def set_sizes(self) -> Rows:
        """How many shingles each row has."""
        sizes = [pc.list_value_length(batch.column("grams")).to_numpy() for batch in self.batches]
        return np.concatenate([np.zeros(0, np.int64), *sizes])

    @cached_property
    def _firsts(self) -> Rows:
        return np.cumsum([0, *(batch.num_rows for batch in self.batches)])

    def take(self, rows: Rows, columns: Sequence[str] = SCHEMA.names) -> pa.Table:
        """These rows (numbers in order); only batches that hold one are touched."""
        bounds = np.searchsorted(rows, self._firsts)
        taken = [
            batch.select(list(columns)).take(pa.array(rows[low:high] - first))
            for batch, first, low, high in zip(self.batches, self._firsts, bounds, bounds[1:], strict=False)
            if low < high
        ]
        return pa.Table.from_batches(taken, pa.schema([SCHEMA.field(name) for name in columns]))

    def with_ids(self, article_ids: pa.Array) -> pa.Table:
        """Rows with one of these ids."""
        _, maybe = self.ids.find(np.unique(hash_ids(article_ids)), len(self))
        found = self.take(np.sort(maybe))
        return found.filter(pc.is_in(found.column("article_id"), value_set=article_ids))

    def read(self, columns: Sequence[str]) -> Iterator[tuple[int, pa.Table]]:
        """All rows, in parts: the number of the first row of each, and its rows."""
        for batch, first in zip(self.batches, self._firsts, strict=False):
            yield int(first), pa.table(batch.select(list(columns)))


def describe(files: Sequence[Location]) -> list[list[str | int]]:
    """Name and size of each file; published files are immutable and their names unique."""
    return [[path.name, path.stat().st_size] for path in files]


def hash_ids(article_ids: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.uint32]:
    """32 bits of each id."""
    return np.array([zlib.crc32(text.encode()) for text in article_ids.to_pylist()], np.uint32)


def open_segment(folder: Path) -> Segment | None:
    """The segment in `folder`; None where there is no whole one."""
    try:
        files = json.loads((folder / FILES).read_bytes())
        with pa.ipc.open_file(pa.memory_map(str(folder / ROWS))) as reader:
            batches = [reader.get_batch(n) for n in range(reader.num_record_batches)]
        return Segment(files, batches, *(open_postings(folder, name) for name in ("grams", "ids", "texts")))
    except (OSError, ValueError, EOFError):
        return None


def write_segment(folder: Path, files: Sequence[Location]) -> None:
    """Write a segment of these signature files into an empty folder. Takes 8 bytes of memory a shingle."""
    _write_rows(folder / ROWS, files)
    with pa.memory_map(str(folder / ROWS)) as source, pa.ipc.open_file(source) as reader:
        batches = [reader.get_batch(n) for n in range(reader.num_record_batches)]
        write_postings(folder, "grams", _gram_keys(batches))
        write_postings(folder, "ids", _keys([hash_ids(batch.column("article_id")) for batch in batches]))
        texts = [batch.column("text_hash").to_numpy() >> LOW for batch in batches]
        write_postings(folder, "texts", _keys(texts))
    (folder / FILES).write_text(json.dumps(describe(files)), encoding="utf-8")
    sync(folder / FILES)
    sync(folder)


def _write_rows(path: Path, files: Sequence[Location]) -> None:
    waiting: list[pa.Table] = []
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, SCHEMA) as writer:
        for file in files:
            table = read_table(file, SCHEMA.names).select(SCHEMA.names).cast(SCHEMA)
            waiting.append(table)
            if sum(t.num_rows for t in waiting) >= BATCH_ROWS:
                writer.write_table(pa.concat_tables(waiting).combine_chunks(), max_chunksize=BATCH_ROWS)
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting).combine_chunks(), max_chunksize=BATCH_ROWS)
    sync(path)


def _gram_keys(batches: Sequence[pa.RecordBatch]) -> npt.NDArray[np.uint64]:
    """Keys gram << 32 | row of every shingle."""
    lists = [batch.column("grams") for batch in batches]
    keys = np.empty(sum(len(part.flatten()) for part in lists), np.uint64)
    first_row, filled = 0, 0
    for part in lists:
        sizes = pc.list_value_length(part).to_numpy()
        own = keys[filled : filled + sizes.sum()]
        own[:] = part.flatten().to_numpy()
        own <<= LOW
        own |= np.repeat(np.arange(first_row, first_row + len(part), dtype=np.uint64), sizes)
        first_row, filled = first_row + len(part), filled + len(own)
    return keys


def _keys(values: Sequence[npt.NDArray[np.unsignedinteger]]) -> npt.NDArray[np.uint64]:
    """Keys value << 32 | row of one value a row."""
    keys = np.concatenate([np.zeros(0, np.uint64), *values]).astype(np.uint64)
    return (keys << LOW) | np.arange(len(keys), dtype=np.uint64)
