"""Sets of hashes, one a document, and how many any two of them share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Hashes = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

BLOCK = 1 << 20
"""Hashes compared at a time, so that what a binary search touches stays in the cache."""


@dataclass(frozen=True)
class HashSets:
    """Set of document d: values[bounds[d]:bounds[d + 1]], sorted, each once."""

    values: Hashes
    bounds: Rows

    @property
    def sizes(self) -> Rows:
        return np.diff(self.bounds)

    def owners(self) -> Rows:
        """The document of every value."""
        return np.repeat(np.arange(len(self.bounds) - 1), self.sizes)

    def keep(self, mask: Mask) -> HashSets:
        """The sets without the values where `mask` is false."""
        kept = np.concatenate([[0], np.cumsum(mask)])
        return HashSets(self.values[mask], kept[self.bounds])

    def shared(self, left: Rows, right: Rows) -> Rows:
        """For every pair (left[p], right[p]): how many hashes are in both sets."""
        sizes = self.sizes
        swap = sizes[left] > sizes[right]
        small, large = np.where(swap, right, left), np.where(swap, left, right)
        counts = np.zeros(len(left), np.int64)
        for block in _blocks(sizes[small] + sizes[large]):
            counts[block] = self._shared_in_block(small[block], large[block])
        return counts

    def _shared_in_block(self, small: Rows, large: Rows) -> Rows:
        wanted, pair = self._gather(small)
        there, _ = self._gather(large)
        if not len(wanted) or not len(there):
            return np.zeros(len(small), np.int64)
        place = np.searchsorted(there, wanted)
        place[place == len(there)] = 0
        return np.bincount(pair[there[place] == wanted], minlength=len(small))

    def _gather(self, documents: Rows) -> tuple[npt.NDArray[np.uint64], Rows]:
        """The sets of these documents one after the other as sorted keys pair << 32 | hash, and the pair of each."""
        sizes = self.sizes[documents]
        pair = np.repeat(np.arange(len(documents)), sizes)
        first = np.cumsum(sizes) - sizes
        place = np.arange(len(pair)) + (self.bounds[documents] - first)[pair]
        return (pair.astype(np.uint64) << np.uint64(32)) | self.values[place], pair


def sets_of(column: pa.ChunkedArray) -> HashSets:
    """The sets in a list<uint32> column."""
    lists = column.combine_chunks()
    values = lists.flatten().to_numpy(zero_copy_only=False)
    lengths = pc.list_value_length(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    return HashSets(values, np.concatenate([[0], np.cumsum(lengths)]))


def _blocks(weights: Rows) -> Iterator[slice]:
    """Slices of consecutive items of about BLOCK weight in all, at least one item each."""
    total = np.cumsum(weights)
    start = 0
    while start < len(total):
        done = total[start - 1] if start else 0
        end = max(int(np.searchsorted(total, done + BLOCK, side="right")), start + 1)
        yield slice(start, end)
        start = end
