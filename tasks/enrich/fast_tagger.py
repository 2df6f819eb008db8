"""The fast tagger: a small convolutional net over words, computed with numpy alone.

A word's vector is made of its pieces, shape, beginning and end, and kept for the next time the word is met. Five
convolutions look at its neighbours; after the second, a word also hears the mean of all its occurrences in the
article, so that a clear mention helps an unclear one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tasks.enrich.features import features_of
from tasks.enrich.tagger import MODELS, Floats, Words, softmax
from tasks.enrich.tokens import Vocabulary, folded

_PARTED_BY = 2
"""Empty rows between two articles, so that no convolution sees over the edge."""
_BATCH_WORDS = 1000
"""Words of a run: what the arrays of one layer leave in the second-level cache."""
_KNOWN_WORDS = 60_000
_EPSILON = np.float32(1e-5)


_LONGEST = 20_000
"""Words of a part: a longer article is read in parts, so that a book takes no more memory than a chapter."""


class _Part(NamedTuple):
    """The words of an article, or of a part of a very long one, and the article's number."""

    article: int
    texts: tuple[str, ...]


def _parts(articles: Sequence[Words]) -> Iterator[_Part]:
    for number, article in enumerate(articles):
        for start in range(0, max(len(article.texts), 1), _LONGEST):
            yield _Part(number, article.texts[start : start + _LONGEST])


@lru_cache(maxsize=1)
def fast_tagger() -> FastTagger:
    """The tagger with the model of this package, loaded once in a process."""
    return FastTagger(MODELS / "fast.npz")


class FastTagger:
    """See the module; `model` is written by `benchmarks/names/export.py`."""

    def __init__(self, model: Path) -> None:
        with np.load(model, allow_pickle=False) as stored:
            self._weights = {name: _restored(stored, name) for name in stored.files}
        pieces = bytes(self._weights.pop("vocabulary").astype(np.uint8)).decode("utf-8").split("\n")
        self._vocabulary = Vocabulary.of(pieces)
        self._layers = sum(name.endswith("up.weight") for name in self._weights)
        self._pool_after = int(self._weights["pool_after"][0])
        self._row: dict[str, int] = {}
        self._vectors = np.zeros((1024, self._weights["head.weight"].shape[1]), np.float32)

    def probabilities(self, articles: Sequence[Words]) -> list[Floats]:
        found: list[list[Floats]] = [[] for _ in articles]
        group: list[_Part] = []
        for part in _parts(articles):
            group.append(part)
            if sum(len(p.texts) for p in group) >= _BATCH_WORDS:
                self._run(group, found)
                group = []
        self._run(group, found)
        return [np.concatenate(parts) for parts in found]

    def _run(self, group: Sequence[_Part], found: list[list[Floats]]) -> None:
        """One run of the net over several articles laid end to end; the answers are added to those in `found`."""
        if not group:
            return
        rows, same, starts = self._laid_out(group)
        told = softmax(self._scores(self._vectors[rows], np.asarray(same), (np.asarray(rows) > 0)[:, None]))
        for start, part in zip(starts, group, strict=True):
            found[part.article].append(told[start : start + len(part.texts)])

    def _laid_out(self, group: Sequence[_Part]) -> tuple[list[int], list[int], list[int]]:
        """For each row: the row of its vector, the number of its word in its article; and where articles begin."""
        if len(self._row) > _KNOWN_WORDS:
            self._row.clear()
        rows, same, starts = [0] * _PARTED_BY, [0] * _PARTED_BY, []
        groups = 1
        for part in group:
            numbers: dict[str, int] = {}
            starts.append(len(rows))
            rows += [self._row_of(word) for word in part.texts]
            same += [numbers.setdefault(folded(w), groups + len(numbers)) for w in part.texts]
            groups += len(numbers)
            rows += [0] * _PARTED_BY
            same += [0] * _PARTED_BY
        return rows, same, starts

    def _row_of(self, word: str) -> int:
        """The row of a word's vector; row 0 is the empty one."""
        row = self._row.get(word)
        if row is None:
            row = self._row[word] = len(self._row) + 1
            if row >= len(self._vectors):
                self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
            self._vectors[row] = self._vector(word)
        return row

    def _vector(self, word: str) -> Floats:
        w, known = self._weights, features_of(word, self._vocabulary)
        hidden = w["pieces.weight"][list(known.pieces)].astype(np.float32).mean(0) * w["pieces.step"]
        hidden = hidden + w["beginnings.weight"][known.beginning].astype(np.float32) * w["beginnings.step"]
        hidden = hidden + w["endings.weight"][known.ending].astype(np.float32) * w["endings.step"]
        return self._normed(hidden + w["shapes.weight"][known.shape], "norm")

    def _scores(self, x: Floats, same: np.ndarray, real: np.ndarray) -> Floats:
        w = self._weights
        x = x * real
        for number in range(self._layers):
            name = f"layers.{number}"
            beside = np.concatenate([np.roll(x, 1, 0), x, np.roll(x, -1, 0)], 1)
            inner = np.maximum(beside @ w[f"{name}.up.weight"].T + w[f"{name}.up.bias"], 0)
            x = self._normed(x + inner @ w[f"{name}.down.weight"].T + w[f"{name}.down.bias"], f"{name}.norm") * real
            if number + 1 == self._pool_after:
                pooled = _same_word_mean(x, same) @ w["pool.weight"].T + w["pool.bias"]
                x = self._normed(x + pooled, "pool_norm") * real
        return np.asarray(x @ w["head.weight"].T + w["head.bias"], np.float32)

    def _normed(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt(np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(x.shape[-1]) + _EPSILON)
        return np.asarray(centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])


def _restored(stored: np.lib.npyio.NpzFile, name: str) -> np.ndarray:
    """A stored array for computing: float16 becomes float32; a table of bytes stays one, its step is kept apart."""
    array: np.ndarray = stored[name]
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _same_word_mean(x: Floats, same: np.ndarray) -> Floats:
    """The mean row of each group of rows with the same number, given back to every row of the group."""
    order = np.argsort(same, kind="stable")
    numbers, first, counts = np.unique(same[order], return_index=True, return_counts=True)
    means = np.add.reduceat(x[order], first, axis=0) / counts[:, None].astype(np.float32)
    place = np.zeros(int(numbers[-1]) + 1, np.int64)
    place[numbers] = np.arange(len(numbers))
    return np.asarray(means[place[same]], np.float32)
