"""The fast tagger: a few small convolutional nets over words, computed with numpy alone, whose answers are averaged.

A word's vector is made of its pieces, shape, beginning and end, and kept for the next time the word is met. Five
convolutions look at its neighbours; after the second, a word also hears the mean of all its occurrences in the
article, so that a clear mention helps an unclear one. The nets of one file differ in the seed of their training alone:
what one of them gets wrong by chance the others do not (averaging of log-probabilities: a logarithmic opinion pool,
Heskes 1998). A slim net has learnt their mean answer, and which words are plainly no names: five of six, which its last
three convolutions pass over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np

from tasks.enrich.fast_net import FastNet, SameWords
from tasks.enrich.features import features_of
from tasks.enrich.options import Quality
from tasks.enrich.tagger import MODELS, Floats, Words, softmax
from tasks.enrich.tokens import Vocabulary, folded

_EMPTY = ""
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
        weights = {name: _for_computing(array) for name, array in arrays.items()}
        asked = range(len(weights["head.bias"]))
        self._nets = [FastNet({name: w[k] for name, w in weights.items()}, pool_after) for k in asked]
        self._forget()
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
        words = [_EMPTY] * _PARTED_BY
        starts = []
        for part in group:
            starts.append(len(words))
            words += part.texts
            words += [_EMPTY] * _PARTED_BY
        with self._one_at_a_time:
            self._learn(words)
            rows = np.array([self._row[word] for word in words])
            told = self._averaged(rows, self._same(words, group))
        for start, part in zip(starts, group, strict=True):
            found[part.article].append(told[start : start + len(part.texts)])

    def _averaged(self, rows: np.ndarray, same: SameWords) -> Floats:
        """Probabilities from the mean of the nets' log-probabilities, shape (rows, labels).

        That is the mean of their scores, because softmax ignores what is added to a whole row.
        """
        scores = self._nets[0].scores(rows, same)
        for net in self._nets[1:]:
            scores += net.scores(rows, same)
        scores /= np.float32(len(self._nets))
        return softmax(scores)

    def _forget(self) -> None:
        """The empty word has row 0; words that differ in case or accents alone are one to `_number`."""
        self._row = {_EMPTY: 0}
        self._number = {_EMPTY: 0}
        self._number_of_form: dict[str, int] = {}

    def _learn(self, words: Sequence[str]) -> None:
        """Give every word that was not met before a row, and its vectors."""
        if len(self._row) > _KNOWN_WORDS:
            self._forget()
        new = [word for word in dict.fromkeys(words) if word not in self._row]
        if not new:
            return
        first = len(self._row)
        features = [features_of(word, self._vocabulary) for word in new]
        for net in self._nets:
            net.learn(features, first)
        for row, word in enumerate(new, first):
            self._row[word] = row
            self._number[word] = self._number_of_form.setdefault(folded(word), row)

    def _same(self, words: Sequence[str], group: Sequence[_Part]) -> SameWords:
        """Which of the words laid end to end are one word of one article."""
        lengths = [_PARTED_BY, *(len(part.texts) + _PARTED_BY for part in group)]
        article = np.repeat(np.arange(len(lengths)), lengths)
        return SameWords.of(article * len(self._row) + np.array([self._number[word] for word in words]))


def _stored(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _for_computing(array: np.ndarray) -> np.ndarray:
    """float16 becomes float32; a table of bytes stays one, because only single rows of it are read."""
    return array.astype(np.float32) if array.dtype == np.float16 else array
