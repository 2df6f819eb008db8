"""What a cue governs and who speaks, in items of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.enrich.quotes.phrase import Phrase

Range = tuple[int, int]
"""Items [first, last) of a frame."""

SURE = {
    "quote": 0.95,
    "colon": 0.95,
    "that": 0.9,
    "clause": 0.85,
    "before": 0.85,
    "around": 0.8,
    "wh": 0.7,
    "to": 0.6,
    "of": 0.6,
    "object": 0.45,
}
"""Confidence of an attribution by how the words hang on the cue; by reading, checked against held articles."""


@dataclass(frozen=True)
class Content:
    """Items said, part by part, and how they hang on the verb: one of the keys of `SURE`."""

    parts: tuple[Range, ...]
    link: str


@dataclass(frozen=True)
class Claim:
    """One attribution in a frame: the items said, part by part, the cue and the speaker's phrase."""

    parts: tuple[Range, ...]
    link: str
    cue: Range | None
    who: Phrase | None
    method: str
    sure: float = 0.9
    via: Phrase | None = None
    sentence: Range = (0, 0)
    lemma: str = ""
    quotes: tuple[int, ...] = ()
    """Items of the frame that are quotations inside `parts`."""

    def holds(self, item: int) -> bool:
        """An item lies inside what was said."""
        return any(first <= item < last for first, last in self.parts)

    def inside_any(self, others: Sequence[Claim]) -> bool:
        """The cue stands inside what another claim of the same sentence says."""
        return self.cue is not None and any(o is not self and o.holds(self.cue[0]) for o in others)
