"""What was published before, as far as a batch needs it: the few signatures that have to do with its articles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.signatures import SIGNATURES
from tasks.dedupe.candidates import LOW, NEAREST, Keys, Pairs, count_sorted, index, run_starts
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import HashFilter, Mask, Rows, set_sizes, sets_of


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
    short: Mask
    """Whether the row's text is short."""


class Query:
    """Looks for what a batch has in common with history, a part of history at a time.

    Selects rows that share the id, the text, or enough shingles with one article of the batch.
    """

    columns: tuple[str, ...] = ("article_id", "text_hash", "grams")
    """Columns of SIGNATURES by which rows are found."""

    def __init__(self, sketches: pa.Table, options: DedupeOptions) -> None:
        self._sketches = sketches
        self._options = options

    def hits(self, part: pa.Table, first_row: int) -> Hits:
        """Hits in a part of history (`columns` of SIGNATURES) whose first row has the number `first_row`."""
        sets = sets_of(part.column("grams"))
        places, grams = self._filter.find(sets.values)
        rows = np.searchsorted(sets.starts + sets.sizes, places, side="right")
        latest = _latest(grams, rows)
        grams, rows = grams[latest], rows[latest]
        return Hits(self._same(part) + first_row, grams, rows + first_row, sets.sizes[rows] <= self._options.short)

    def index_hits(self, keys: Keys, part: pa.Table) -> Hits:
        """Hits in the first part of history, whose shingles stand in `keys` (gram << 32 | row, sorted)."""
        wanted = self._filter.wanted.astype(np.uint64)
        place = np.searchsorted(keys, (wanted + np.uint64(1)) << LOW) - 1
        open_lists = np.arange(len(wanted))
        grams, places = [], []
        for _ in range(NEAREST):  # from the latest row of each posting list backwards; most lists end at once
            inside = (place[open_lists] >= 0) & (keys[place[open_lists]] >> LOW == wanted[open_lists])
            open_lists = open_lists[inside]
            grams.append(open_lists)
            places.append(place[open_lists])
            place[open_lists] -= 1
        rows = (keys[np.concatenate(places)] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        short = set_sizes(part.column("grams"))[rows] <= self._options.short
        return Hits(self._same(part), np.concatenate(grams), rows, short)

    def _same(self, part: pa.Table) -> Rows:
        """Rows with the id or the text of one of the batch."""
        ids = pc.indices_nonzero(pc.is_in(part.column("article_id"), value_set=self._ids)).to_numpy()
        texts = part.column("text_hash").to_numpy()
        maybe, _ = self._text_filter.find((texts >> LOW).astype(np.uint32))
        return np.concatenate([ids.astype(np.int64), maybe[np.isin(texts[maybe], self._texts)]])

    def rows(self, hits: list[Hits]) -> Rows:
        """Numbers of the rows of history to compare with, sorted, each once."""
        grams = np.concatenate([np.zeros(0, np.int64), *(h.grams for h in hits)])
        rows = np.concatenate([np.zeros(0, np.int64), *(h.rows for h in hits)])
        short = np.concatenate([np.zeros(0, np.bool_), *(h.short for h in hits)])
        latest = _latest(grams, rows) if len(hits) > 1 else slice(None)
        sharing = self._sharing(grams[latest], rows[latest], np.unique(rows[short]))
        return np.unique(np.concatenate([sharing, *(h.same for h in hits)]))

    def _sharing(self, grams: Rows, rows: Rows, short: Rows) -> Rows:
        """Rows that share enough grams with one document of the query; `short`: the rows with a short text, sorted."""
        first = self._firsts[grams]
        ends = np.append(self._firsts[1:], len(self._posted))[grams]
        found = []
        for step in range(NEAREST):
            there = np.flatnonzero(first + step < ends)
            documents = self._posted[first[there] + step] & np.uint64(0xFFFFFFFF)
            found.append((rows[there].astype(np.uint64) << LOW) | documents)
        keys, counts = count_sorted(np.sort(np.concatenate(found)))
        pairs = Pairs.of_keys(keys)
        enough = (counts >= self._options.min_shared) | np.isin(pairs.left, short) | self._short[pairs.right]
        return np.unique(pairs.left[enough])

    @cached_property
    def _ids(self) -> pa.Array:
        return pc.unique(self._sketches.column("article_id"))

    @cached_property
    def _texts(self) -> npt.NDArray[np.uint64]:
        """Hashes of the texts that have words."""
        worded = self._sketches.filter(pc.greater(self._sketches.column("word_count"), 0))
        return np.unique(worded.column("text_hash").to_numpy())

    @cached_property
    def _text_filter(self) -> HashFilter:
        return HashFilter(np.unique((self._texts >> LOW).astype(np.uint32)))

    @cached_property
    def _short(self) -> Mask:
        sizes = set_sizes(self._sketches.column("grams"))
        return sizes <= self._options.short

    @cached_property
    def _posted(self) -> Keys:
        every = np.ones(self._sketches.num_rows, np.bool_)
        return index(self._sketches.column("grams"), np.arange(len(every)), every)

    @cached_property
    def _firsts(self) -> Rows:
        """Where the posting list of each gram begins."""
        return run_starts(self._posted >> LOW)

    @cached_property
    def _filter(self) -> HashFilter:
        return HashFilter((self._posted[self._firsts] >> LOW).astype(np.uint32))


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


def _latest(grams: Rows, rows: Rows) -> Mask:
    """Whether a hit is among the last NEAREST rows of its gram: bounds what a footer can bring."""
    order = np.lexsort((rows, grams))
    ordered = grams[order]
    ends = np.searchsorted(ordered, ordered, side="right")
    keep = np.zeros(len(grams), np.bool_)
    keep[order] = ends - np.arange(len(order)) <= NEAREST
    return keep
