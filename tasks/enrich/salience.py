"""How much an article is about an entity."""

from __future__ import annotations

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
    return any(_stands_in(name.casefold(), folded) for name in names if len(name) > 1)


def _stands_in(name: str, title: str) -> bool:
    """Whether a title has a name as whole words. No pattern is made of it, as names are many and most stand nowhere."""
    start = title.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_is_word(title[start - 1 : start]) or _is_word(title[end : end + 1])):
            return True
        start = title.find(name, start + 1)
    return False


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
