"""Sets of hashes, one a document, and how many any two of them share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.postings import ranges

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Hashes = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FLAGS_PER_HASH = 16
MOST_FLAG_BITS = 24
HASH_COUNT = 1 << 32
BLOCK = 1 << 20
"""Hashes compared at a time, so that what is made of them stays small."""


@dataclass(frozen=True)
class HashSets:
    """Set of document d: values[starts[d]:starts[d] + sizes[d]], sorted, each once. The sets lie in any order."""

    values: Hashes
    starts: Rows
    sizes: Rows

    def owners(self) -> Rows:
        """The document of every value."""
        stored = np.argsort(self.starts + (self.sizes > 0), kind="stable")
        return np.repeat(stored, self.sizes[stored])

    def of(self, documents: Rows) -> HashSets:
        """The sets of these documents, in their order; the values are not copied."""
        return HashSets(self.values, self.starts[documents], self.sizes[documents])

    def without(self, hashes: Hashes) -> HashSets:
        """The sets without these hashes (sorted, each once)."""
        mask = np.ones(len(self.values), np.bool_)
        mask[HashFilter(hashes).find(self.values)[0]] = False
        return self.only(mask)

    def only(self, mask: Mask) -> HashSets:
        """The sets with only the values where `mask` is true."""
        kept = np.concatenate([[0], np.cumsum(mask)])
        starts = kept[self.starts]
        return HashSets(self.values[mask], starts, kept[self.starts + self.sizes] - starts)

    def shared(self, left: Rows, right: Rows) -> Rows:
        """For every pair (left[p], right[p]): how many hashes are in both sets."""
        sizes = self.sizes
        counts = np.zeros(len(left), np.int64)
        for block in _blocks(sizes[left] + sizes[right]):
            counts[block] = self._shared_in_block(left[block], right[block])
        return counts

    def _shared_in_block(self, left: Rows, right: Rows) -> Rows:
        documents, place = np.unique(np.concatenate([left, right]), return_inverse=True)
        matrix = self._matrix(documents)
        both = matrix[place[: len(left)]].multiply(matrix[place[len(left) :]])
        counts: Rows = np.diff(both.indptr)
        return counts

    def _matrix(self, documents: Rows) -> csr_array:
        """One row a document, one column a hash, true where the set has it."""
        from scipy.sparse import csr_array

        sizes = self.sizes[documents]
        values = self.values[ranges(self.starts[documents], sizes)].astype(np.int64)
        held, bounds = np.ones(len(values), np.bool_), np.append(0, np.cumsum(sizes))
        return csr_array((held, values, bounds), (len(documents), HASH_COUNT))


class HashFilter:
    """Finds the few hashes of a small set in a long array, at a few nanoseconds a hash.

    A table of flags, small enough for a cache, says no to nearly all of them; only the rest is searched.
    """

    def __init__(self, wanted: Hashes) -> None:
        """`wanted`: sorted, each once."""
        self.wanted = wanted
        bits = min(MOST_FLAG_BITS, (FLAGS_PER_HASH * len(wanted) + 1).bit_length())
        self._shift = np.uint32(32 - bits)
        self._flags = np.zeros(1 << bits, np.bool_)
        self._flags[wanted >> self._shift] = True

    def find(self, values: Hashes) -> tuple[Rows, Rows]:
        """Places of the values that are wanted, and the place in `wanted` of each."""
        places = np.flatnonzero(self._flags[values >> self._shift])
        there = np.searchsorted(self.wanted, values[places])
        there[there == len(self.wanted)] = 0
        met = np.flatnonzero(self.wanted[there] == values[places]) if len(self.wanted) else places[:0]
        return places[met], there[met]


def sorted_once(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Distinct keys in order. Sorts in place: several times faster than numpy.unique, which hashes first."""
    keys.sort()
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def sets_of(column: pa.ChunkedArray) -> HashSets:
    """The sets in a list<uint32> column."""
    parts = [list_parts(chunk) for chunk in column.chunks]
    sizes = np.concatenate([np.zeros(0, np.int64), *(sizes for _, sizes in parts)])
    return HashSets(np.concatenate([np.zeros(0, np.uint32), *(v for v, _ in parts)]), np.cumsum(sizes) - sizes, sizes)


def gather_sets(column: pa.ChunkedArray, rows: Rows) -> HashSets:
    """The sets of these rows, each row once, in their order. Only they are copied, chunk by chunk."""
    order = np.argsort(rows)
    ordered = rows[order]
    chunks, first = [], 0
    for chunk in column.chunks:
        low, high = np.searchsorted(ordered, [first, first + len(chunk)])
        chunks.append(chunk.take(pa.array(ordered[low:high] - first)))
        first += len(chunk)
    place = np.empty(len(rows), np.int64)
    place[order] = np.arange(len(rows))
    return sets_of(pa.chunked_array(chunks, column.type)).of(place)


def set_sizes(column: pa.ChunkedArray) -> Rows:
    """The size of every list of a list column."""
    sizes: Rows = pc.list_value_length(column).to_numpy().astype(np.int64)
    return sizes


def list_parts(lists: pa.ListArray) -> tuple[Hashes, Rows]:
    """The values of all lists one after the other, without a copy, and the size of each list."""
    sizes: Rows = pc.list_value_length(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    return lists.flatten().to_numpy(zero_copy_only=False), sizes


def _blocks(weights: Rows) -> Iterator[slice]:
    """Slices of consecutive items of about BLOCK weight in all, at least one item each."""
    total = np.cumsum(weights)
    start = 0
    while start < len(total):
        done = total[start - 1] if start else 0
        end = max(int(np.searchsorted(total, done + BLOCK, side="right")), start + 1)
        yield slice(start, end)
        start = end
