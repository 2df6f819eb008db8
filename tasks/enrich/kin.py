"""Relatives of whom an article is about: they are introduced as such, and a surname alone does not mean them."""

from __future__ import annotations

from bisect import bisect_left

from tasks.enrich.tagger import Words
from tasks.enrich.wordset import word_set
from tasks.span import Span

NEAREST_KIN = word_set("wife husband widow mother father son daughter sister brother")
_KIN = NEAREST_KIN | word_set("widower partner twin fiancee fiancée fiance fiancé nephew niece cousin uncle aunt")
_WHOSE = word_set("his her their s")
_BETWEEN = 3
"""Words from the owner to the kin: `her older half-sister`."""


def introduced_as_kin(words: Words, span: Span) -> bool:
    """Whether `his wife`, `her older brother,` or `Marten's son` stands right before a name."""
    i = bisect_left(words.starts, span.start) - 1
    if i > 0 and words.texts[i] == ",":
        i -= 1
    if i < 1 or words.texts[i].lower() not in _KIN:
        return False
    return any(text.lower() in _WHOSE for text in words.texts[max(0, i - _BETWEEN) : i])
