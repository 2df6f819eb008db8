"""A mention of something with a name, and how a tagger's probabilities become mentions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tasks.enrich.tagger import CLASSES, LABELS, Floats, Words
from tasks.span import Span


@dataclass(frozen=True)
class Mention:
    """A stretch of the text that names something; offsets are code points of the text."""

    span: Span
    type: str
    confidence: float = 1.0


@dataclass(frozen=True)
class Candidate:
    """A run of words that may be a name: words [first, end) and a probability for each of CLASSES."""

    first: int
    end: int
    chances: Floats

    @property
    def type(self) -> str:
        return CLASSES[int(self.chances.argmax())]


def class_chances(probabilities: Floats) -> Floats:
    """Probability of each of CLASSES for every word, B and I together: (words, classes)."""
    return probabilities[:, 1::2] + probabilities[:, 2::2]


def candidates_of(words: Words, probabilities: Floats) -> list[Candidate]:
    """Runs of words that the tagger takes for names, in order.

    A run begins at a B, or at an I that continues nothing, and ends where the class changes.
    """
    best = probabilities.argmax(-1)
    chances = class_chances(probabilities)
    runs: list[list[int]] = []
    previous = ""
    for i in np.flatnonzero(best):
        mark, name = LABELS[best[i]].split("-")
        continues = bool(runs) and runs[-1][1] == i and name == previous
        if continues and mark == "I" and not _paragraph_between(words, int(i)):
            runs[-1][1] = int(i) + 1
        else:
            runs.append([int(i), int(i) + 1])
        previous = name
    return [Candidate(first, end, chances[first:end].mean(0)) for first, end in runs]


def _paragraph_between(words: Words, i: int) -> bool:
    return "\n" in words.text[words.spans[i - 1].end : words.spans[i].start]
