"""Which pairs are worth comparing: documents that stand near each other in the posting list of a rare shingle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import Hashes, HashSets, Mask, Rows, list_parts

Keys = npt.NDArray[np.uint64]
LOW = np.uint64(32)
INDEX_BELOW = np.uint32(3 << 30)
"""Three quarters of the sampled shingles are looked up; all of them are compared."""
BLOCK = 1 << 20
"""Postings or pairs looked at together, so that what is made of them stays small."""
NEAREST = 8
"""Places of a posting list that are looked ahead: cost stays linear however many texts share a shingle. A family or
a footer with more members hangs together by its neighbours."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of documents, each once."""

    left: Rows
    right: Rows

    @classmethod
    def of_keys(cls, keys: Keys) -> Pairs:
        """Pairs from keys left << 32 | right."""
        return cls((keys >> LOW).astype(np.int64), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64))

    def keys(self) -> Keys:
        return (self.left.astype(np.uint64) << LOW) | self.right.astype(np.uint64)

    def __len__(self) -> int:
        return len(self.left)

    def keep(self, mask: Mask) -> Pairs:
        return Pairs(self.left[mask], self.right[mask])

    def turned(self, turn: Mask) -> Pairs:
        """Left and right exchanged where `turn` is true."""
        return Pairs(np.where(turn, self.right, self.left), np.where(turn, self.left, self.right))

    def joined(self, other: Pairs) -> Pairs:
        return Pairs(np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right]))


def index(column: pa.ChunkedArray, number: Rows, wanted: Mask) -> Keys:
    """Keys gram << 32 | document, sorted, of the indexed shingles of a list column.

    Row r is document number[r]; rows where `wanted` is false are left out. Besides the keys, little memory is used.
    """
    keys = np.empty(sum(len(chunk.flatten()) for chunk in column.chunks), np.uint64)
    row, filled = 0, 0
    for chunk in column.chunks:
        values, sizes = list_parts(chunk)
        rows = slice(row, row + len(chunk))
        chosen = np.repeat(wanted[rows], sizes) & (values < INDEX_BELOW)
        part = _keys(values[chosen], np.repeat(number[rows], sizes)[chosen])
        keys[filled : filled + len(part)] = part
        row, filled = row + len(chunk), filled + len(part)
    keys = keys[:filled]
    keys.sort()
    return keys


def postings(grams: HashSets) -> Keys:
    """Keys gram << 32 | document, sorted, of all shingles."""
    keys = _keys(grams.values, grams.owners())
    keys.sort()
    return keys


def _keys(grams: Hashes, documents: Rows) -> Keys:
    keys = grams.astype(np.uint64)
    keys <<= LOW
    keys |= documents.view(np.uint64)
    return keys


def candidates(posted: Keys, sizes: Rows, options: DedupeOptions) -> Pairs:
    """Pairs that meet often enough within NEAREST places of each other in posting lists.

    `sizes` says how many shingles each document has.
    """
    found = [_neighbours(posted[at : at + BLOCK + NEAREST], BLOCK) for at in range(0, len(posted), BLOCK)]
    raw = np.concatenate([np.zeros(0, np.uint64), *found])
    del found
    raw.sort()
    chosen = [np.zeros(0, np.uint64)]
    for part in whole_lists(raw):
        keys, counts = count_sorted(part)
        pairs = Pairs.of_keys(keys)
        chosen.append(keys[meet_often(counts, np.minimum(sizes[pairs.left], sizes[pairs.right]), options)])
    return Pairs.of_keys(np.concatenate(chosen))


def meet_often(counts: Rows, smaller: Rows, options: DedupeOptions) -> Mask:
    """Whether pairs that share so many posting lists are worth comparing, `smaller` being the shingles of the shorter.

    One list may be chance, except for a short text; and pairs that meet in few of many are only alike in a phrase.
    """
    often: Mask = counts >= np.maximum(options.min_shared, options.met_share * smaller)
    return often | (smaller <= options.short)


def _neighbours(posted: Keys, first: int) -> Keys:
    """Keys left << 32 | right of the pairs in one posting list, the left one among the `first` postings."""
    documents = posted & np.uint64(0xFFFFFFFF)
    grams = posted >> LOW
    found = [np.zeros(0, np.uint64)]
    for step in range(1, min(NEAREST, len(posted) - 1) + 1):
        same = np.flatnonzero(grams[step:][:first] == grams[:-step][:first])
        if not len(same):
            break
        found.append((documents[same] << LOW) | documents[same + step])
    return np.concatenate(found)


def whole_lists(ordered: Keys) -> Iterator[Keys]:
    """Cut sorted keys high << 32 | low into parts of about BLOCK keys; equal high halves stay together."""
    starts = np.searchsorted(ordered, ordered[::BLOCK] >> LOW << LOW)
    for start, end in pairwise(np.unique(np.append(starts, len(ordered))).tolist()):
        yield ordered[start:end]


def run_starts(ordered: npt.NDArray[np.generic]) -> Rows:
    """Where each run of equal values begins."""
    if not len(ordered):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))


def count_sorted(ordered: Keys) -> tuple[Keys, Rows]:
    """Distinct keys of a sorted array and how often each occurs."""
    first = run_starts(ordered)
    return ordered[first], np.diff(first, append=len(ordered))
