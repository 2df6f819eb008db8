"""What the clean stage can be told; apart from the stage, so that settings load without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CleanOptions:
    """Limits and thresholds of the clean stage."""

    max_page_chars: int = 10_000_000
    """A longer page is refused (`too_large`)."""
    max_seconds: float = 20.0
    """A page may take so much wall time, else it is refused (`too_slow`); 0 for no limit."""
    min_words: int = 10
    """A body of fewer words is no article (`no_article`), unless the page states one that it does not show (`stub`).
    With 0 a page in which nothing reads like an article is one article as a whole."""
    today: date | None = None
    """No date of publication lies later than the day after this one; in a run the day on which it began."""


DEFAULTS = CleanOptions()
