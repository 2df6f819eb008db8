"""A paragraph as the grammar reads it: tagged words, each outermost quotation standing as one word `Q`."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.enrich.wordset import word_set
from tasks.span import Span

QUOTE = "Q"
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
FINITE_OR_QUOTE = FINITE | {QUOTE}
VERBS = FINITE | {"VB", "VBG", "VBN"}
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
NAMES = frozenset({"NNP", "NNPS"})
BE = word_set("be is are was were been being 's 're am 'm")
AUXILIARIES = BE | word_set(
    "has have had having 've 'd do does did will would can could may might shall should must wo ca 'll get gets got"
)
DASHES = frozenset({"-", "–", "—", "--", "―"})


@dataclass(frozen=True)
class Frame:
    """Items in order; `words` in lower case; `quote[i]` is the number of the quotation at item i, else -1."""

    words: list[str]
    raw: list[str]
    tags: list[str]
    starts: list[int]
    ends: list[int]
    quote: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """Code points of items [first, last)."""
        return Span(self.starts[first], self.ends[last - 1])

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def tag(self, i: int) -> str:
        return self.tags[i] if 0 <= i < len(self.tags) else ""


def is_utterance(frame: Frame, i: int) -> bool:
    """The quotation at item i ends like an utterance, with a comma or a full stop inside its marks."""
    return frame.tags[i] == QUOTE and frame.raw[i] == "Q,"


def is_title_sign(frame: Frame, i: int) -> bool:
    """The quotation at item i looks like a title."""
    return frame.tags[i] == QUOTE and frame.raw[i].startswith("Qt")
