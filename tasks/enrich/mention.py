"""A mention of something with a name, and how a tagger's probabilities become mentions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tasks.enrich.tagger import CLASSES, LABELS, Floats, Words
from tasks.span import Span

_DASHES = ("-", "–", "—")
_INSIDE = frozenset(n for n, label in enumerate(LABELS) if label.startswith("I"))

Chances = tuple[float, ...]
"""A probability for each of CLASSES."""


class Mention(NamedTuple):
    """A stretch of the text that names something; offsets are code points of the text."""

    span: Span
    type: str
    confidence: float = 1.0


class Candidate(NamedTuple):
    """A run of words that may be a name: words [first, end) and a probability for each of CLASSES.

    Plain numbers: an article has many candidates, and an array of seven costs more to make than to add up.
    """

    first: int
    end: int
    chances: Chances

    @property
    def type(self) -> str:
        return CLASSES[self.chances.index(max(self.chances))]


def candidates_of(words: Words, probabilities: Floats) -> list[Candidate]:
    """Runs of words that the tagger takes for names, in order.

    A run begins at a B, or at an I that continues nothing, and goes on through every I, whatever its class: where a
    name begins and ends is surer than what it is. The class is that of the mean chances of the whole run.
    """
    best = probabilities.argmax(-1)
    places = np.flatnonzero(best)
    named = probabilities[places]
    chances = named[:, 1::2] + named[:, 2::2]  # B and I together
    runs: list[tuple[int, list[list[float]]]] = []
    for i, label, told in zip(places.tolist(), best[places].tolist(), chances.tolist(), strict=True):
        if label in _INSIDE and runs and runs[-1][0] + len(runs[-1][1]) == i and not _is_parted(words, i):
            runs[-1][1].append(told)
        else:
            runs.append((i, [told]))
    return [Candidate(first, first + len(told), mean_of(told)) for first, told in runs]


def mean_of(chances: Sequence[Sequence[float]]) -> Chances:
    """The mean for each of CLASSES."""
    if len(chances) == 1:
        return tuple(chances[0])
    return tuple([sum(column) / len(chances) for column in zip(*chances, strict=True)])


def certainly(name: str, chance: float = 1.0) -> Chances:
    """This chance for one of CLASSES, none for the others."""
    return tuple([chance if name == other else 0.0 for other in CLASSES])


def _is_parted(words: Words, i: int) -> bool:
    """Whether a new line, or a dash with space around it, stands before word i: no name goes on over it."""
    gap = words.gap(i)
    return "\n" in gap or (bool(gap) and words.texts[i - 1] in _DASHES)
