"""Which pairs are worth comparing: documents that stand near each other in the posting list of a rare shingle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.dedupe.sets import HashSets, Mask, Rows

Keys = npt.NDArray[np.uint64]
LOW = np.uint64(32)
NEAREST = 8
"""Places of a posting list that are looked ahead: cost stays linear however many texts share a shingle. A family or
a footer with more members hangs together by its neighbours."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of documents, each once."""

    left: Rows
    right: Rows

    def __len__(self) -> int:
        return len(self.left)

    def keep(self, mask: Mask) -> Pairs:
        return Pairs(self.left[mask], self.right[mask])

    def joined(self, other: Pairs) -> Pairs:
        return Pairs(np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right]))


def postings(grams: HashSets) -> Keys:
    """Keys gram << 32 | document of every shingle, sorted."""
    keys = grams.values.astype(np.uint64)
    keys <<= LOW
    keys |= grams.owners().astype(np.uint64)
    keys.sort()
    return keys


def candidates(posted: Keys, min_shared: int) -> Pairs:
    """Pairs that stand within NEAREST places of each other in at least `min_shared` posting lists."""
    documents = posted.astype(np.uint32)
    grams = (posted >> LOW).astype(np.uint32)
    found = []
    for step in range(1, NEAREST + 1):
        same = np.flatnonzero(grams[step:] == grams[:-step])
        if not len(same):
            break
        found.append((documents[same].astype(np.uint64) << LOW) | documents[same + step])
    keys = np.sort(np.concatenate(found)) if found else np.zeros(0, np.uint64)
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    often = np.diff(np.concatenate([first, [len(keys)]])) >= min_shared
    keys = keys[first[often]]
    return Pairs((keys >> LOW).astype(np.int64), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64))
