"""What every tagger of names gives, whichever model it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tasks.enrich.tokens import words_of
from tasks.span import Span

MODELS = Path(__file__).parent / "models"
CLASSES = ("PERSON", "ORG", "LOC", "NORP", "EVENT", "WORK", "MISC")
"""What the models tell apart; finer types come from the gazetteer and from head words."""
LABELS = ("O", *(f"{mark}-{name}" for name in CLASSES for mark in "BI"))

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Words:
    """A text with its words."""

    text: str
    spans: tuple[Span, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        spans = tuple(words_of(text))
        return cls(text, spans, tuple(text[s:e] for s, e in spans))

    def between(self, first: int, end: int) -> str:
        """The text from word `first` to the last one before word `end`; there must be one."""
        return self.text[self.spans[first].start : self.spans[end - 1].end]


class Tagger(Protocol):
    """Gives every word of every text a probability for each of LABELS: arrays of shape (words, labels)."""

    def probabilities(self, articles: Sequence[Words]) -> list[Floats]: ...


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float32)
