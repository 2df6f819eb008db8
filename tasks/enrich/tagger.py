"""What every tagger of names gives, whichever model it runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tasks.enrich.tokens import words_at
from tasks.span import Span

MODELS = Path(__file__).parent / "models"
CLASSES = ("PERSON", "ORG", "LOC", "NORP", "EVENT", "WORK", "MISC")
"""What the models tell apart; finer types come from the gazetteer and from head words."""
LABELS = ("O", *(f"{mark}-{name}" for name in CLASSES for mark in "BI"))

_SHORT = 3
"""Letters of a word in capitals that may be an acronym."""
_JOINING = frozenset("-–")
_BEGINNING = re.compile(r"(?:^|[.?!]\s+|\n)\W*([^\W\d_])")
_ENOUGH, _EDITED = 12, 0.95
"""So many sentences tell how a text is written, and this share of them begins with a capital in an edited one."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Words:
    """A text with its words: `texts[i]` stands at [starts[i], ends[i]) in code points.

    Lists of numbers, because millions of small objects cost more time than what is done with them.
    """

    text: str
    starts: list[int]
    ends: list[int]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        texts, starts, ends = words_at(text)
        return cls(text, starts, ends, tuple(texts))

    @cached_property
    def distinct(self) -> frozenset[str]:
        """What a rule needs to know before it looks at every word."""
        return frozenset(self.texts)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The words as they are compared: longer ones in capitals (a headline, an agency's style) as capitalised."""
        return tuple([w.capitalize() if w.isupper() and len(w) > _SHORT else w for w in self.texts])

    @cached_property
    def edited(self) -> bool:
        """Whether sentences begin with capitals, but for a few: then names do, too."""
        begins = _BEGINNING.findall(self.text)
        return len(begins) >= _ENOUGH and sum(map(str.isupper, begins)) >= _EDITED * len(begins)

    @cached_property
    def hyphens(self) -> tuple[int, ...]:
        """Where a hyphen or a dash joins two words."""
        if self.distinct.isdisjoint(_JOINING):
            return ()
        return tuple(
            i
            for i, word in enumerate(self.texts[:-1])
            if word in _JOINING and i and self.ends[i - 1] == self.starts[i] and self.ends[i] == self.starts[i + 1]
        )

    def span(self, first: int, end: int) -> Span:
        """From word `first` to the last one before word `end`; there must be one."""
        return Span(self.starts[first], self.ends[end - 1])

    def between(self, first: int, end: int) -> str:
        """The text of `span`."""
        return self.text[self.starts[first] : self.ends[end - 1]]

    def gap(self, i: int) -> str:
        """The white space before word i, which must not be the first."""
        return self.text[self.ends[i - 1] : self.starts[i]]


class Tagger(Protocol):
    """Gives every word of every text a probability for each of LABELS: arrays of shape (words, labels)."""

    def probabilities(self, articles: Sequence[Words]) -> list[Floats]: ...


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float32)
