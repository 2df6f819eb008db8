"""Passages of an English text that are in another language, in which the tagger takes every word for a name."""

from __future__ import annotations

import re

from tasks.enrich.wordset import word_set
from tasks.span import Span

_PARAGRAPH = re.compile(r"[^\n]+")
ENGLISH = word_set(
    "about after all also an and any are as at be because been before but by can could did does during for from "
    "had has have he her his how if in into is it its just like more my not of on one only or our out she so "
    "some than that the their them then there these they this those to was we were what when where which while "
    "who will with would you your"
)
"""Words of which no English paragraph of some length is without."""
_SURELY = (" the ", " and ", " that ", " with ")
"""Words that hardly any other language has."""
_LEAST = 12
"""Different words in small letters that a paragraph must have to tell its language."""
_SHARE = 0.1
"""Least share of English words among them."""


def foreign_passages(text: str) -> list[Span]:
    """The paragraphs that are not in English. A single one is none: a list or a caption may lack the words, too."""
    found = [Span(*match.span()) for match in _PARAGRAPH.finditer(text) if _is_foreign(match[0])]
    return found if len(found) > 1 else []


def _is_foreign(paragraph: str) -> bool:
    if any(word in paragraph for word in _SURELY):  # true of nearly all, and cheaper than what follows
        return False
    small = {word for word in map(_bare, paragraph.split()) if len(word) > 1 and word[0].islower()}
    return len(small) >= _LEAST and len(small & ENGLISH) <= _SHARE * len(small)


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]“”‘’\"'…")
