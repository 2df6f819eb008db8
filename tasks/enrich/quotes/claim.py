"""What a cue governs and who speaks, in items of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tasks.enrich.quotes.phrase import Phrase

Range = tuple[int, int]
"""Items [first, last) of a frame."""


class Content(NamedTuple):
    """Items said, part by part, and the link to the verb.

    A link is one of quote, colon, that, wh, clause, to, of, object, before, around.
    """

    parts: tuple[Range, ...]
    link: str


class Claim(NamedTuple):
    """One attribution in a frame: the items said, part by part, the cue and the speaker's phrase."""

    parts: tuple[Range, ...]
    link: str
    cue: Range | None
    who: Phrase | None
    method: str
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
