"""Documents as what the net reads and answers: flat rows of words with features and labels."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.names.augment import Exchanged, NameStock, shuffled
from benchmarks.names.corpora import Document, joined, read_corpus
from tasks.enrich.features import WordFeatures, features_of
from tasks.enrich.tagger import LABELS, Words
from tasks.enrich.tokens import Vocabulary, folded

GOLD = ("uner_ewt_train", "wikigold", "redocred", "gum")
SENTENCES = {"crossner": 2, "gmb_silver": 5}
"""Corpora of sentences, with how many neighbours make one document: those of GMB mostly come from one story, those of
CrossNER are shuffled."""
TIMES = {"uner_ewt_train": 2.0, "gmb_silver": 0.5}
"""So often an epoch shows a document of a source: more of what people wrote freely, less of what a machine labelled.
Of a source with less than one, a part is drawn."""
PARTED_BY = 2
NOTHING = WordFeatures((0,), 0, 0, 0)
"""The row between two documents."""
HELD = 12
"""One in so many documents of GOLD is kept from training, to choose by."""
IGNORE = -100
Rows = dict[str, npt.NDArray[np.int64]]
"""What the nets read of rows of words, by name."""
_NUMBER = {label: i for i, label in enumerate(LABELS)}


def documents_of(folder: Path, without: str | None = None) -> list[Document]:
    """The training documents of all sources or of all but one, those held out left out."""
    whole = [d for name in GOLD for i, d in enumerate(read_corpus(folder, name)) if i % HELD]
    parts = [d for name, count in SENTENCES.items() for d in joined(read_corpus(folder, name), count)]
    return [d for d in whole + parts if d.source != without]


def held_out(folder: Path) -> list[Document]:
    """The documents of GOLD that are never trained on."""
    return [d for name in GOLD for i, d in enumerate(read_corpus(folder, name)) if not i % HELD]


def word_labels(words: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, str]]) -> list[int]:
    """The number of the BIO label of each word: a word belongs to a span that it overlaps."""
    labels = []
    k, inside = 0, -1
    for start, end in words:
        while k < len(spans) and spans[k][1] <= start:
            k += 1
        if k < len(spans) and spans[k][0] < end:
            labels.append(_NUMBER[("I-" if inside == k else "B-") + spans[k][2]])
            inside = k
        else:
            labels.append(0)
    return labels


class Features:
    """Features of words, computed once each."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.known: dict[str, WordFeatures] = {}

    def __call__(self, word: str) -> WordFeatures:
        if word not in self.known:
            self.known[word] = features_of(word, self.vocabulary)
        return self.known[word]


def flat_rows(rows: Sequence[WordFeatures], keys: Sequence[str]) -> Rows:
    """Rows as the nets read them. Rows with one key show the same word of the same document; an empty key parts."""
    lengths = [len(r.pieces) for r in rows]
    return {
        "pieces": np.array([p for r in rows for p in r.pieces]),
        "offsets": np.cumsum([0, *lengths[:-1]]),
        "shapes": np.array([r.shape for r in rows]),
        "beginnings": np.array([r.beginning for r in rows]),
        "endings": np.array([r.ending for r in rows]),
        "same": np.unique(keys, return_inverse=True)[1],
        "real": np.array([int(key != "") for key in keys]),
    }


def flat_batch(documents: Sequence[Document], features: Features) -> tuple[Rows, list[int], list[str]]:
    """Documents as flat rows with empty rows between them: the nets' input, the labels, the source of each row."""
    rows: list[WordFeatures] = [NOTHING] * PARTED_BY
    labels, sources, keys = [IGNORE] * PARTED_BY, [""] * PARTED_BY, [""] * PARTED_BY
    for number, document in enumerate(documents):
        words = Words.of(document.text)
        spans = [words.span(i, i + 1) for i in range(len(words.texts))]
        rows += [*(features(t) for t in words.texts), *[NOTHING] * PARTED_BY]
        labels += [*word_labels(spans, document.spans), *[IGNORE] * PARTED_BY]
        sources += [document.source] * (len(spans) + PARTED_BY)
        keys += [*(f"{number} {folded(t)}" for t in words.texts), *[""] * PARTED_BY]
    return flat_rows(rows, keys), labels, sources


def _drawn(times: float, dice: random.Random) -> int:
    return int(times) + (dice.random() < times % 1)


def stream(documents: Sequence[Document], dice: random.Random, shares: Exchanged) -> Iterator[Document]:
    """Documents, varied anew, epoch after epoch without end; an epoch shows those of some sources as `TIMES` says."""
    stock = NameStock(documents, dice)
    while True:
        yield from shuffled([d for d in documents for _ in range(_drawn(TIMES.get(d.source, 1), dice))], stock, shares)


def grouped(documents: Iterable[Document], words: int) -> Iterator[list[Document]]:
    """Documents of about so many words together."""
    group: list[Document] = []
    size = 0
    for document in documents:
        group.append(document)
        size += len(document.text) // 5
        if size >= words:
            yield group
            group, size = [], 0
    if group:
        yield group
