"""How much an article is about an entity."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENOUGH_MENTIONS = 6
"""Mentions beyond these add nothing."""


def salience(mentions: int, first: int, text_chars: int, in_title: bool) -> float:
    """0 to 1: half for the number of mentions, 0.3 for the title, 0.2 for coming early in the text."""
    early = 1 - first / max(text_chars, 1)
    return round(0.5 * min(mentions, _ENOUGH_MENTIONS) / _ENOUGH_MENTIONS + 0.3 * in_title + 0.2 * early, 4)


def is_in_title(names: Iterable[str], title: str | None) -> bool:
    """Whether the title has one of the names as whole words, in any case."""
    if not title:
        return False
    folded = title.casefold()
    return any(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", folded) for name in names if len(name) > 1)
