"""A mention of something with a name, and how a tagger's probabilities become mentions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tasks.enrich.tagger import CLASSES, LABELS, Floats, Words
from tasks.span import Span

_DASHES = ("-", "–", "—")


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

    @cached_property
    def type(self) -> str:
        return CLASSES[int(self.chances.argmax())]


def class_chances(probabilities: Floats) -> Floats:
    """Probability of each of CLASSES for every word, B and I together: (words, classes)."""
    return probabilities[:, 1::2] + probabilities[:, 2::2]


def candidates_of(words: Words, probabilities: Floats) -> list[Candidate]:
    """Runs of words that the tagger takes for names, in order.

    A run begins at a B, or at an I that continues nothing, and goes on through every I, whatever its class: where a
    name begins and ends is surer than what it is. The class is that of the mean chances of the whole run.
    """
    best = probabilities.argmax(-1)
    chances = class_chances(probabilities)
    runs: list[list[int]] = []
    for i in map(int, np.flatnonzero(best)):
        inside = LABELS[best[i]].startswith("I") and bool(runs) and runs[-1][1] == i
        if inside and not _is_parted(words, i):
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    return [Candidate(first, end, chances[first:end].sum(0) / (end - first)) for first, end in runs]


def _is_parted(words: Words, i: int) -> bool:
    """Whether a new line, or a dash with space around it, stands before word i: no name goes on over it."""
    gap = words.gap(i)
    return "\n" in gap or (bool(gap) and words.texts[i - 1] in _DASHES)
