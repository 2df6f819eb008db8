"""The fast tagger: a few small convolutional nets over words, computed with numpy alone, whose answers are averaged.

A word's vector is made of its pieces, shape, beginning and end, and kept for the next time the word is met. Five
convolutions look at its neighbours; after the second, a word also hears the mean of all its occurrences in the
article, so that a clear mention helps an unclear one. The nets of one file differ in the seed of their training alone:
what one of them gets wrong by chance the others do not (averaging of log-probabilities: a logarithmic opinion pool,
Heskes 1998). A slim net has learnt, too, which words are plainly no names: three of four, which all but its first
convolution pass over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np

from tasks.enrich.fast_net import FastNet
from tasks.enrich.features import features_of
from tasks.enrich.known_words import EMPTY, KnownWords
from tasks.enrich.options import Quality
from tasks.enrich.tagger import MODELS, Floats, Words, softmax
from tasks.enrich.tokens import Vocabulary

_PARTED_BY = 2
"""Empty rows between two articles, so that no convolution sees over the edge."""
_BATCH_WORDS = 1500
"""Words of a run: what the arrays of one layer leave in the second-level cache."""
_KNOWN_WORDS = 60_000
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


@lru_cache
def built_in_tagger(quality: Quality) -> FastTagger:
    """The tagger with the model of this package, loaded once in a process: a slim net alone, or all full ones."""
    return FastTagger(MODELS / "names.npz", MODELS / "fast.npz" if quality == "fast" else None)


class FastTagger:
    """See the module; `model` is written by `benchmarks/names/export.py`, `slim` by `benchmarks/names/slim.py`."""

    def __init__(self, model: Path, slim: Path | None = None) -> None:
        """All nets of `model` are asked; or one, whose layers are those of `slim` and whose tables the first net's."""
        arrays = _stored(model) | (_stored(slim) if slim else {})
        self._vocabulary = Vocabulary.of(bytes(arrays.pop("vocabulary")).decode("utf-8").split("\n"))
        pool_after = int(arrays.pop("pool_after")[0])
        exit_after = int(arrays.pop("exit_after")[0]) if "exit_after" in arrays else None
        weights = {name: _for_computing(array) for name, array in arrays.items()}
        asked = range(len(weights["head.bias"]))
        self._nets = [FastNet({name: w[k] for name, w in weights.items()}, pool_after, exit_after) for k in asked]
        self._known = KnownWords()
        self._one_at_a_time = Lock()  # threads share the words that the nets have met

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
        """One run of the nets over several articles laid end to end; the answers are added to those in `found`."""
        if not group:
            return
        words = [EMPTY] * _PARTED_BY
        starts = []
        for part in group:
            starts.append(len(words))
            words += part.texts
            words += [EMPTY] * _PARTED_BY
        with self._one_at_a_time:
            rows = self._rows_of(words)
            told = self._averaged(rows, self._same(rows, group))
        for start, part in zip(starts, group, strict=True):
            found[part.article].append(told[start : start + len(part.texts)])

    def _averaged(self, rows: np.ndarray, same: np.ndarray) -> Floats:
        """Probabilities from the mean of the nets' log-probabilities, shape (rows, labels).

        That is the mean of their scores, because softmax ignores what is added to a whole row.
        """
        scores = self._nets[0].scores(rows, same)
        for net in self._nets[1:]:
            scores += net.scores(rows, same)
        scores /= np.float32(len(self._nets))
        return softmax(scores)

    def _rows_of(self, words: Sequence[str]) -> np.ndarray:
        """The rows of the words' vectors; those that were not met before get one."""
        known = self._known
        if len(known.row) > _KNOWN_WORDS:
            known = self._forget_rare()
        new = [word for word in dict.fromkeys(words) if word not in known.row]
        if new:
            features = [features_of(word, self._vocabulary) for word in new]
            for net in self._nets:
                net.learn(features, len(known.row))
            known.add(new)
        return known.rows_of(words)

    def _forget_rare(self) -> KnownWords:
        """A process that runs for days keeps the words that it meets often."""
        words, kept = list(self._known.row), self._known.most_met(_KNOWN_WORDS // 2)
        self._known = KnownWords([words[row] for row in kept[1:]])
        for net in self._nets:
            net.keep(kept)
        return self._known

    def _same(self, rows: np.ndarray, group: Sequence[_Part]) -> np.ndarray:
        """Numbers of the words laid end to end: the same for one word of one article."""
        lengths = [_PARTED_BY, *(len(part.texts) + _PARTED_BY for part in group)]
        article = np.repeat(np.arange(len(lengths)), lengths)
        return np.asarray(article * len(self._known.row) + self._known.number[rows])


def _stored(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _for_computing(array: np.ndarray) -> np.ndarray:
    """float16 becomes float32; a table of bytes stays one, because only single rows of it are read."""
    return array.astype(np.float32) if array.dtype == np.float16 else array
