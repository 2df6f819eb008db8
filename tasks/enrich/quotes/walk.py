"""What the walk through an article's paragraphs remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks.enrich.quotes.claim import Claim
from tasks.enrich.quotes.draft import Draft
from tasks.enrich.quotes.frame import Frame
from tasks.enrich.quotes.quotation import Quotation
from tasks.span import Span


@dataclass
class Walk:
    """Drafts so far, and the quotations that one of them already holds."""

    text: str
    quotations: Sequence[Quotation]
    frames: Sequence[Frame]
    drafts: list[Draft] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)

    def add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.placed |= draft.quotations


@dataclass(frozen=True)
class Spot:
    """One quotation in its frame: paragraph, item, sentence [lo, hi), and the claims made in the paragraph so far."""

    paragraph: int
    frame: Frame
    item: int
    lo: int
    hi: int
    made: list[tuple[Claim, int]]
    """Claims and the places of their drafts in `Walk.drafts`."""

    @property
    def number(self) -> int:
        return self.frame.quote[self.item]

    def said(self, text: str) -> str:
        return text[self.frame.starts[self.item] : self.frame.ends[self.item]]


def has_letters(text: str, spans: Sequence[Span]) -> bool:
    """Whether a letter or digit stands inside the spans."""
    return any(any(map(str.isalnum, text[start:end])) for start, end in spans)


def letters(text: str, spans: Sequence[Span]) -> int:
    """Letters and digits inside the spans."""
    return sum(sum(map(str.isalnum, text[start:end])) for start, end in spans)
