"""One small convolutional net over words, computed with numpy alone: the same as `benchmarks/names/net.py` trains.

A net may have an exit: words that are plainly no names leave there, and the layers after it are computed for the others
alone (early exit for each word, as Li et al. 2021, Accelerating BERT Inference for Sequence Labeling via Early-Exit).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tasks.enrich.features import WordFeatures
from tasks.enrich.tagger import Floats

_EPSILON = np.float32(1e-5)
_BESIDE = np.arange(-1, 2)
"""The word before, the word, the word after."""


class SameWords(NamedTuple):
    """Which rows show the same word of the same article: rows in the order of their groups, and each row's group."""

    order: np.ndarray
    first: np.ndarray
    counts: Floats
    group: np.ndarray

    @classmethod
    def of(cls, numbers: np.ndarray) -> SameWords:
        """`numbers` gives rows of one group the same number."""
        _, group, counts = np.unique(numbers, return_inverse=True, return_counts=True)
        first = np.cumsum(counts) - counts
        return cls(np.argsort(group, kind="stable"), first, counts[:, None].astype(np.float32), group)

    def means(self, x: Floats) -> Floats:
        """The mean row of each group."""
        return np.asarray(np.add.reduceat(x[self.order], self.first, axis=0) / self.counts, np.float32)


class _Layer(NamedTuple):
    """The weights of one convolution, laid out so that as little as can be is done to each word.

    max(z + b, 0) is max(z, -b) + b, and what the `b` adds to the output is the same for every word: it is part of
    `bias`, so that the hidden layer is gone over once.
    """

    taps: Floats
    """(3, width, hidden): for the word before, the word, the word after."""
    filters: Floats
    """(4, width, hidden): the taps as `_convolved` needs them."""
    floor: Floats
    down: Floats
    bias: Floats
    norm: str

    @classmethod
    def of(cls, weights: Mapping[str, np.ndarray], layer: str) -> _Layer:
        up, down = (np.ascontiguousarray(weights[f"{layer}.{name}.weight"].T) for name in ("up", "down"))
        up_bias = weights[f"{layer}.up.bias"]
        bias = weights[f"{layer}.down.bias"] + up_bias @ down
        before, own, after = taps = up.reshape(3, -1, up.shape[1])
        filters = np.stack([before, (before + own + after) / 2, (before - own + after) / 2, after])
        return cls(taps, filters, -up_bias, down, bias, f"{layer}.norm")


class FastNet:
    """The vectors of the words met so far, and the layers over them."""

    def __init__(self, weights: Mapping[str, np.ndarray], pool_after: int, exit_after: int | None = None) -> None:
        """`weights` by name, as `benchmarks/names/export.py` writes them; tables of bytes have a step beside them."""
        self._weights = weights
        self._pool_after, self._exit_after = pool_after, exit_after
        self._layers = [
            _Layer.of(weights, f"layers.{n}") for n in range(sum(name.endswith("up.weight") for name in weights))
        ]
        self._width = weights["head.weight"].shape[1]
        self._share = np.full(self._width, 1 / self._width, np.float32)
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

    def keep(self, rows: np.ndarray) -> None:
        """Forget the vectors of all words but these, which come to stand one after the other."""
        self._vectors[: len(rows)] = self._vectors[rows]

    def scores(self, rows: np.ndarray, same: np.ndarray) -> Floats:
        """Scores of every label for words given as rows of vectors, shape (words, labels).

        Texts are parted, begun and ended by empty rows, so that no convolution sees over an edge. `same` gives rows of
        the same word of the same article the same number. A word that leaves keeps the vector it has: its neighbours
        see that, and it is what the head reads.
        """
        w = self._weights
        x = self._vectors[rows]
        words = going = np.flatnonzero(rows)
        for number, layer in enumerate(self._layers):
            if len(going) == len(words):
                x = self._of_all(x, rows, number)
            else:
                x[going] = self._of_some(x, going, layer)
            if number + 1 == self._exit_after:
                going = going[x[going] @ w["exit.weight"][0] + w["exit.bias"] > 0]
            if number + 1 == self._pool_after and len(going):
                x[going] = self._pooled(x[going], SameWords.of(same[going]))
        return np.asarray(x @ w["head.weight"].T + w["head.bias"], np.float32)

    def _of_all(self, x: Floats, rows: np.ndarray, number: int) -> Floats:
        """A layer's output of every row; empty ones stay so."""
        layer = self._layers[number]
        hidden = _convolved(x, layer.filters) if number else self._first_convolved(rows, layer.taps)
        x = self._out(x, layer, hidden)
        x[rows == 0] = 0
        return x

    def _of_some(self, x: Floats, going: np.ndarray, layer: _Layer) -> Floats:
        """A layer's output of the rows `going` alone; those beside them are seen as they are."""
        around = x[going[:, None] + _BESIDE]
        seen = 3 * self._width
        return self._out(around[:, 1], layer, around.reshape(-1, seen) @ layer.taps.reshape(seen, -1))

    def _pooled(self, x: Floats, same: SameWords) -> Floats:
        """Each word with what the mean of all its occurrences tells; `x` is overwritten."""
        told = same.means(x) @ self._weights["pool.weight"].T
        told += self._weights["pool.bias"]
        x += told[same.group]
        return self._normed(x, "pool_norm")

    def _first_convolved(self, rows: np.ndarray, taps: Floats) -> Floats:
        """As `_convolved`; each word of a run is multiplied once, wherever it stands."""
        words, at = np.unique(rows, return_inverse=True)
        before, own, after = self._vectors[words] @ taps
        hidden = own[at]
        hidden[1:] += before[at[:-1]]
        hidden[:-1] += after[at[1:]]
        return np.asarray(hidden, np.float32)

    def _out(self, x: Floats, layer: _Layer, hidden: Floats) -> Floats:
        np.maximum(hidden, layer.floor, out=hidden)
        outer = hidden @ layer.down
        outer += layer.bias
        outer += x
        return self._normed(outer, layer.norm)

    def _rows(self, table: str, numbers: Sequence[int]) -> Floats:
        """Rows of a table that is stored in bytes."""
        weights = self._weights
        return np.asarray(weights[f"{table}.weight"][numbers].astype(np.float32) * weights[f"{table}.step"])

    def _normed(self, x: Floats, name: str) -> Floats:
        """Rows of mean 0 and variance 1, scaled and moved; `x` is overwritten."""
        x -= (x @ self._share)[:, None]
        x /= np.sqrt(np.einsum("ij,ij->i", x, x) / np.float32(self._width) + _EPSILON)[:, None]
        x *= self._weights[f"{name}.weight"]
        x += self._weights[f"{name}.bias"]
        return x


def _convolved(x: Floats, filters: Floats) -> Floats:
    """Each word with its two neighbours, multiplied by the weights of a hidden layer: (words, hidden).

    Two words at a time share four products where each by itself would take three (Winograd's F(2, 3), see Lavin and
    Gray 2016, Fast Algorithms for Convolutional Neural Networks).
    """
    pairs = (len(x) + 1) // 2
    padded = np.zeros((2 * pairs + 2, x.shape[1]), np.float32)
    padded[1 : len(x) + 1] = x
    before, first, second, after = padded[:-2:2], padded[1:-1:2], padded[2::2], padded[3::2]
    shared = (first + second) @ filters[1]
    crossed = (second - first) @ filters[2]
    hidden = np.empty((pairs, 2, filters.shape[2]), np.float32)
    np.add((before - second) @ filters[0] + shared, crossed, out=hidden[:, 0])
    np.subtract(shared - crossed, (first - after) @ filters[3], out=hidden[:, 1])
    return hidden.reshape(2 * pairs, -1)[: len(x)]
