"""One small convolutional net over words, computed with numpy alone: the same as `benchmarks/names/net.py` trains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tasks.enrich.features import WordFeatures
from tasks.enrich.tagger import Floats

_EPSILON = np.float32(1e-5)


class SameWords(NamedTuple):
    """Which rows show the same word of the same article: rows in the order of their groups, and each row's group."""

    order: np.ndarray
    first: np.ndarray
    counts: Floats
    group: np.ndarray

    @classmethod
    def of(cls, numbers: Sequence[int]) -> SameWords:
        """`numbers` gives rows of one group the same number."""
        _, group, counts = np.unique(np.asarray(numbers), return_inverse=True, return_counts=True)
        first = np.cumsum(counts) - counts
        return cls(np.argsort(group, kind="stable"), first, counts[:, None].astype(np.float32), group)

    def mean(self, x: Floats) -> Floats:
        """The mean row of each group, given back to every row of the group."""
        means = np.add.reduceat(x[self.order], self.first, axis=0) / self.counts
        return np.asarray(means[self.group], np.float32)


class FastNet:
    """The vectors of the words met so far, and the layers over them."""

    def __init__(self, weights: Mapping[str, np.ndarray], pool_after: int) -> None:
        """`weights` by name, as `benchmarks/names/export.py` writes them; tables of bytes have a step beside them."""
        self._weights = weights
        self._pool_after = pool_after
        self._layers = sum(name.endswith("up.weight") for name in weights)
        self._width = weights["head.weight"].shape[1]
        self._vectors = np.zeros((1024, self._width), np.float32)

    def learn(self, words: Sequence[WordFeatures], row: int) -> None:
        """Compute the vectors of words and keep them from `row` on; row 0 stays the empty one."""
        while row + len(words) > len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        pieces = [p for word in words for p in word.pieces]
        counts = np.array([len(word.pieces) for word in words])
        hidden: Floats = np.add.reduceat(self._rows("pieces", pieces), np.cumsum(counts) - counts, axis=0)
        hidden /= counts[:, None].astype(np.float32)
        hidden += self._rows("beginnings", [word.beginning for word in words])
        hidden += self._rows("endings", [word.ending for word in words])
        hidden += self._weights["shapes.weight"][[word.shape for word in words]]
        self._vectors[row : row + len(words)] = self._normed(hidden, "norm")

    def scores(self, rows: np.ndarray, same: SameWords) -> Floats:
        """Scores of every label for words given as rows of vectors, shape (words, labels).

        Texts are parted, begun and ended by empty rows, so that no convolution sees over an edge.
        """
        w = self._weights
        empty = np.flatnonzero(rows == 0)
        x = self._vectors[rows]
        beside = np.zeros((len(x), 3 * self._width), np.float32)
        for number in range(self._layers):
            x = self._convolved(x, beside, f"layers.{number}")
            x[empty] = 0
            if number + 1 == self._pool_after:
                x = self._normed(x + same.mean(x) @ w["pool.weight"].T + w["pool.bias"], "pool_norm")
                x[empty] = 0
        return np.asarray(x @ w["head.weight"].T + w["head.bias"], np.float32)

    def _convolved(self, x: Floats, beside: Floats, layer: str) -> Floats:
        """A word with its two neighbours, laid out in `beside`, through one hidden layer."""
        w, width = self._weights, self._width
        beside[1:, :width], beside[:, width : 2 * width], beside[:-1, 2 * width :] = x[:-1], x, x[1:]
        inner = beside @ w[f"{layer}.up.weight"].T
        inner += w[f"{layer}.up.bias"]
        np.maximum(inner, 0, out=inner)
        outer = inner @ w[f"{layer}.down.weight"].T
        outer += w[f"{layer}.down.bias"]
        outer += x
        return self._normed(outer, f"{layer}.norm")

    def _rows(self, table: str, numbers: Sequence[int]) -> Floats:
        """Rows of a table that is stored in bytes."""
        weights = self._weights
        return np.asarray(weights[f"{table}.weight"][numbers].astype(np.float32) * weights[f"{table}.step"])

    def _normed(self, x: Floats, name: str) -> Floats:
        """Rows of mean 0 and variance 1, scaled and moved; `x` is overwritten."""
        x -= x.mean(-1, keepdims=True)
        x /= np.sqrt(np.einsum("ij,ij->i", x, x) / np.float32(self._width) + _EPSILON)[:, None]
        x *= self._weights[f"{name}.weight"]
        x += self._weights[f"{name}.bias"]
        return x
