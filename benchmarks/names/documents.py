"""Documents as what the net reads and answers: flat rows of words with features and labels."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from benchmarks.names.augment import NameStock, shuffled
from benchmarks.names.corpora import Document, joined, read_corpus
from tasks.enrich.features import WordFeatures, features_of
from tasks.enrich.tagger import LABELS, Words
from tasks.enrich.tokens import Vocabulary, folded

GOLD = ("uner_ewt_train", "wikigold", "redocred", "gum")
SENTENCES = {"crossner": 2, "gmb_silver": 5}
"""Corpora of sentences, with how many neighbours make one document: those of GMB mostly come from one story, those of
CrossNER are shuffled."""
PARTED_BY = 2
NOTHING = WordFeatures((0,), 0, 0, 0)
"""The row between two documents."""
HELD = 12
"""One in so many documents of GOLD is kept from the second round, to choose by."""
IGNORE = -100
_NUMBER = {label: i for i, label in enumerate(LABELS)}
_BATCH_WORDS = 1500


def documents_of(folder: Path, hold_out: bool = False) -> list[Document]:
    """The training documents: all, or without those held out."""
    whole = [d for name in GOLD for i, d in enumerate(read_corpus(folder, name)) if i % HELD or not hold_out]
    return whole + [d for name, count in SENTENCES.items() for d in joined(read_corpus(folder, name), count)]


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


def flat_rows(rows: Sequence[WordFeatures], keys: Sequence[str]) -> dict[str, Tensor]:
    """Rows as the nets read them. Rows with one key show the same word of the same document; an empty key parts."""
    lengths = [len(r.pieces) for r in rows]
    return {
        "pieces": torch.tensor([p for r in rows for p in r.pieces]),
        "offsets": torch.tensor(np.cumsum([0, *lengths[:-1]])),
        "shapes": torch.tensor([r.shape for r in rows]),
        "beginnings": torch.tensor([r.beginning for r in rows]),
        "endings": torch.tensor([r.ending for r in rows]),
        "same": torch.tensor(np.unique(keys, return_inverse=True)[1]),
        "real": torch.tensor([key != "" for key in keys]),
    }


def flat_batch(documents: Sequence[Document], features: Features) -> tuple[dict[str, Tensor], Tensor, list[str]]:
    """Documents as flat rows with empty rows between them: the net's input, the labels, the source of each row."""
    rows: list[WordFeatures] = [NOTHING] * PARTED_BY
    labels, sources, keys = [IGNORE] * PARTED_BY, [""] * PARTED_BY, [""] * PARTED_BY
    for number, document in enumerate(documents):
        words = Words.of(document.text)
        spans = [words.span(i, i + 1) for i in range(len(words.texts))]
        rows += [*(features(t) for t in words.texts), *[NOTHING] * PARTED_BY]
        labels += [*word_labels(spans, document.spans), *[IGNORE] * PARTED_BY]
        sources += [document.source] * (len(spans) + PARTED_BY)
        keys += [*(f"{number} {folded(t)}" for t in words.texts), *[""] * PARTED_BY]
    return flat_rows(rows, keys), torch.tensor(labels), sources


def _drawn(times: float, dice: random.Random) -> int:
    return int(times) + (dice.random() < times % 1)


def stream(documents: Sequence[Document], dice: random.Random, times: Mapping[str, float]) -> Iterator[list[Document]]:
    """Groups of documents of about 1,500 words, varied anew, epoch after epoch without end.

    `times` says for a source how often an epoch shows each of its documents, once by default; of a source with less
    than one, a part is drawn.
    """
    stock = NameStock(documents, dice)
    while True:
        group: list[Document] = []
        size = 0
        epoch = [d for d in documents for _ in range(_drawn(times.get(d.source, 1), dice))]
        for document in shuffled(epoch, stock):
            group.append(document)
            size += len(document.text) // 5
            if size >= _BATCH_WORDS:
                yield group
                group, size = [], 0
