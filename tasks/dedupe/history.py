"""What was published before, as far as a batch needs it: the few signatures that have to do with its articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.signatures import SIGNATURES
from tasks.dedupe.candidates import LOW, NEAREST, postings
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import Mask, Rows, sets_of

FLAGS_PER_GRAM = 16
MOST_FLAG_BITS = 24
"""Grams are first looked up in a table of flags, about 16 a gram of the batch and at most 2^24, so that it stays in a
cache: nearly all of history falls there, at a few nanoseconds a gram."""


class History(Protocol):
    """Signatures of everything published before."""

    def related(self, query: Query) -> pa.Table:
        """Rows of SIGNATURES (stage schema) that the query selects."""

    def articles(self, article_ids: pa.Array) -> pa.Table:
        """Rows of SIGNATURES (stage schema) with one of these ids."""


@dataclass(frozen=True)
class Hits:
    """Where a query met history: rows by id or text, and (gram of the query, row) by shingle."""

    same: Rows
    grams: Rows
    rows: Rows


class Query:
    """Looks for what a batch has in common with history, a part of history at a time.

    Selects rows that share the id, the text, or enough shingles with one article of the batch.
    """

    columns: tuple[str, ...] = ("article_id", "text_hash", "grams")
    """Columns of SIGNATURES by which rows are found."""

    def __init__(self, sketches: pa.Table, options: DedupeOptions) -> None:
        self._min_shared = options.min_shared
        self._ids = pc.unique(sketches.column("article_id"))
        self._texts = _texts(sketches)
        self._posted = postings(sets_of(sketches.column("grams")))
        grams = (self._posted >> LOW).astype(np.uint32)
        self._grams, self._first = np.unique(grams, return_index=True)
        self._shift = np.uint32(32 - min(MOST_FLAG_BITS, (FLAGS_PER_GRAM * len(self._grams) + 1).bit_length()))
        self._flags = np.zeros(1 << (32 - int(self._shift)), np.bool_)
        self._flags[self._grams >> self._shift] = True

    def hits(self, part: pa.Table, first_row: int) -> Hits:
        """Hits in a part of history (`columns` of SIGNATURES) whose first row has the number `first_row`."""
        same = pc.is_in(part.column("article_id"), value_set=self._ids).to_numpy(zero_copy_only=False)
        texts = part.column("text_hash").to_numpy()
        same |= np.isin(texts, self._texts) if len(self._texts) else False
        sets = sets_of(part.column("grams"))
        places = np.flatnonzero(self._flags[sets.values >> self._shift])
        grams = np.searchsorted(self._grams, sets.values[places])
        grams[grams == len(self._grams)] = 0
        met = self._grams[grams] == sets.values[places] if len(self._grams) else np.zeros(0, np.bool_)
        rows = np.searchsorted(sets.bounds, places[met], side="right") - 1
        latest = _latest(grams[met], rows)
        return Hits(np.flatnonzero(same) + first_row, grams[met][latest], rows[latest] + first_row)

    def rows(self, hits: list[Hits]) -> Rows:
        """Numbers of the rows of history to compare with, sorted, each once."""
        grams = np.concatenate([h.grams for h in hits]) if hits else np.zeros(0, np.int64)
        rows = np.concatenate([h.rows for h in hits]) if hits else np.zeros(0, np.int64)
        latest = _latest(grams, rows)
        same = [h.same for h in hits]
        return np.unique(np.concatenate([*same, self._sharing(grams[latest], rows[latest])]))

    def _sharing(self, grams: Rows, rows: Rows) -> Rows:
        """Rows that share at least the wanted number of grams with one document of the query."""
        ends = np.append(self._first[1:], len(self._posted))
        found = []
        for step in range(NEAREST):
            there = self._first[grams] + step < ends[grams]
            documents = self._posted[self._first[grams[there]] + step] & np.uint64(0xFFFFFFFF)
            found.append((rows[there].astype(np.uint64) << LOW) | documents)
        pairs, counts = np.unique(np.concatenate(found), return_counts=True)
        return (pairs[counts >= self._min_shared] >> LOW).astype(np.int64)


class Published:
    """History held in memory: a table of SIGNATURES (stage schema)."""

    def __init__(self, signatures: pa.Table) -> None:
        self._signatures = signatures

    def related(self, query: Query) -> pa.Table:
        if not self._signatures.num_rows:
            return self._signatures
        return self._signatures.take(pa.array(query.rows([query.hits(self._signatures, 0)])))

    def articles(self, article_ids: pa.Array) -> pa.Table:
        return self._signatures.filter(pc.is_in(self._signatures.column("article_id"), value_set=article_ids))


EMPTY: History = Published(SIGNATURES.stage_schema.empty_table())
"""Nothing was published before."""


def _texts(sketches: pa.Table) -> npt.NDArray[np.uint64]:
    """Hashes of the texts that have words."""
    worded = sketches.filter(pc.greater(sketches.column("word_count"), 0))
    return np.unique(worded.column("text_hash").to_numpy())


def _latest(grams: Rows, rows: Rows) -> Mask:
    """Whether a hit is among the last NEAREST rows of its gram: bounds what a footer can bring."""
    order = np.lexsort((rows, grams))
    ordered = grams[order]
    ends = np.searchsorted(ordered, ordered, side="right")
    keep = np.zeros(len(grams), np.bool_)
    keep[order] = ends - np.arange(len(order)) <= NEAREST
    return keep
