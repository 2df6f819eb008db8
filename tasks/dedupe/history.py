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
from tasks.dedupe.candidates import LOW, NEAREST, Keys, Pairs, count_sorted, index, meet_often, run_starts
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import Hashes, HashFilter, Rows, set_sizes, sets_of
from warehouse.postings import ranges
from warehouse.signature_segment import Segment, hash_ids

LATEST = 4
"""Rows of a posting list of history that are looked at, the latest: bounds what a footer can bring. A new copy finds
the latest members of its family, and through them the cluster."""


class History(Protocol):
    """Signatures of everything published before."""

    def related(self, query: Query) -> pa.Table:
        """Rows of SIGNATURES (stage schema) that the query selects."""

    def articles(self, article_ids: pa.Array) -> pa.Table:
        """Rows of SIGNATURES (stage schema) with one of these ids."""


@dataclass(frozen=True)
class Hits:
    """Where a query met history: rows by id or text, and by shingle."""

    same: Rows
    grams: Pairs
    """Gram (its place among those of the query) and row, at most the LATEST rows of each gram."""
    rows: Rows
    """These rows, sorted, each once."""
    sizes: Rows
    """How many shingles each of `rows` has."""


@dataclass(frozen=True)
class Bucket:
    """One of several parts into which a query is cut by the hashes of its shingles."""

    number: int = 0
    count: int = 1


class Query:
    """Looks for what a batch has in common with history, a part of history at a time.

    Selects rows that share the id, the text, or enough shingles with one article of the batch. It can be asked in
    buckets, each in a process of its own: the hits of all buckets together are those of the whole query.
    """

    columns: tuple[str, ...] = ("article_id", "text_hash", "grams")
    """Columns of SIGNATURES by which rows are found."""

    def __init__(self, sketches: pa.Table, options: DedupeOptions, bucket: Bucket = Bucket()) -> None:
        self._sketches = sketches
        self._options = options
        self._bucket = bucket

    def hits(self, part: pa.Table, first_row: int) -> Hits:
        """Hits in a part of history (`columns` of SIGNATURES) whose first row has the number `first_row`."""
        sets = sets_of(part.column("grams"))
        places, grams = self._gram_filter.find(sets.values)
        rows = np.searchsorted(sets.starts + sets.sizes, places, side="right")
        latest = _latest(Pairs(grams + self._first_wanted, rows).keys())
        return self._hits(self._same(part), latest, sets.sizes, first_row)

    def segment_hits(self, segment: Segment, first_row: int) -> Hits:
        """Hits in a part of history that is indexed."""
        grams, rows = segment.grams.find(self._wanted, LATEST)
        by_id = segment.ids.find(self._id_hashes, len(segment))[1]
        by_text = segment.texts.find(self._text_highs, len(segment))[1]
        maybe = np.unique(np.concatenate([by_id, by_text]))
        same = maybe[self._same(segment.take(maybe, ("article_id", "text_hash")))]
        return self._hits(same, Pairs(grams + self._first_wanted, rows), segment.set_sizes, first_row)

    def _hits(self, same: Rows, grams: Pairs, sizes: Rows, first_row: int) -> Hits:
        met = np.zeros(len(sizes), np.bool_)
        met[grams.right] = True
        rows = np.flatnonzero(met)
        return Hits(same + first_row, Pairs(grams.left, grams.right + first_row), rows + first_row, sizes[rows])

    def _same(self, part: pa.Table) -> Rows:
        """Rows with the id or the text of one of the batch; the first bucket looks for them."""
        if self._bucket.number:
            return np.zeros(0, np.int64)
        ids = pc.indices_nonzero(pc.is_in(part.column("article_id"), value_set=self._ids)).to_numpy()
        texts = part.column("text_hash").to_numpy()
        maybe, _ = self._text_filter.find((texts >> LOW).astype(np.uint32))
        return np.concatenate([ids.astype(np.int64), maybe[np.isin(texts[maybe], self._texts)]])

    def rows(self, hits: list[Hits]) -> Rows:
        """Numbers of the rows of history to compare with, sorted, each once."""
        met = _latest(np.concatenate([np.zeros(0, np.uint64), *(h.grams.keys() for h in hits)]))
        pairs, counts = self._counted(met)
        rows = np.concatenate([np.zeros(0, np.int64), *(h.rows for h in hits)])
        sizes = np.concatenate([np.zeros(0, np.int64), *(h.sizes for h in hits)])
        order = np.argsort(rows, kind="stable")
        first = run_starts(pairs.left)
        size = sizes[order[np.searchsorted(rows, pairs.left[first], sorter=order)]]
        size = np.repeat(size, np.diff(first, append=len(pairs)))
        often = meet_often(counts, np.minimum(size, self._sizes[pairs.right]), self._options)
        return np.unique(np.concatenate([pairs.left[often], *(h.same for h in hits)]))

    def _counted(self, met: Pairs) -> tuple[Pairs, Rows]:
        """Rows and documents of the query that share a gram, and how many they share."""
        first = self._firsts[met.left]
        lengths = np.minimum(np.append(self._firsts[1:], len(self._posted))[met.left] - first, NEAREST)
        documents = (self._posted[ranges(first, lengths)] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        keys, counts = count_sorted(np.sort(Pairs(np.repeat(met.right, lengths), documents).keys()))
        return Pairs.of_keys(keys), counts

    @cached_property
    def _ids(self) -> pa.Array:
        return pc.unique(self._sketches.column("article_id"))

    @cached_property
    def _id_hashes(self) -> Hashes:
        return np.unique(hash_ids(self._ids))

    @cached_property
    def _texts(self) -> npt.NDArray[np.uint64]:
        """Hashes of the texts that have words."""
        worded = pc.greater(self._sketches.column("word_count"), 0)
        return np.unique(self._sketches.column("text_hash").filter(worded).to_numpy())

    @cached_property
    def _text_highs(self) -> Hashes:
        return np.unique((self._texts >> LOW).astype(np.uint32))

    @cached_property
    def _sizes(self) -> Rows:
        return set_sizes(self._sketches.column("grams"))

    @cached_property
    def _posted(self) -> Keys:
        every = np.ones(self._sketches.num_rows, np.bool_)
        return index(self._sketches.column("grams"), np.arange(len(every)), every)

    @cached_property
    def _firsts(self) -> Rows:
        """Where the posting list of each gram begins."""
        return run_starts(self._posted >> LOW)

    @cached_property
    def _first_wanted(self) -> int:
        """How many grams of the batch lie before this bucket."""
        return len(self._firsts) * self._bucket.number // self._bucket.count

    @cached_property
    def _wanted(self) -> Hashes:
        """The grams of this bucket, sorted."""
        end = len(self._firsts) * (self._bucket.number + 1) // self._bucket.count
        return (self._posted[self._firsts[self._first_wanted : end]] >> LOW).astype(np.uint32)

    @cached_property
    def _gram_filter(self) -> HashFilter:
        return HashFilter(self._wanted)

    @cached_property
    def _text_filter(self) -> HashFilter:
        return HashFilter(self._text_highs)


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


EMPTY: History = Published(pa.Table.from_batches([], SIGNATURES.stage_schema))  # empty_table() imports pandas
"""Nothing was published before."""


def _latest(keys: Keys) -> Pairs:
    """The LATEST of the keys gram << 32 | row of each gram, those with the highest rows."""
    keys.sort()
    first = run_starts(keys >> LOW)
    sizes = np.diff(first, append=len(keys))
    kept = np.minimum(sizes, LATEST)
    return Pairs.of_keys(keys[ranges(first + sizes - kept, kept)])
