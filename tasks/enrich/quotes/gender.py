"""Whether a person is spoken of as he or she: by title, or by what the article itself says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from tasks.enrich.entity import Gender
from tasks.enrich.wordset import word_set
from tasks.span import Span

FEMALE_TITLES = word_set(
    "mrs ms miss dame lady queen princess duchess actress spokeswoman chairwoman congresswoman councilwoman sister "
    "businesswoman policewoman mother daughter wife widow"
)
MALE_TITLES = word_set(
    "mr sir lord king prince duke spokesman chairman congressman councilman businessman policeman father son husband "
    "pope actor brother"
)
_PRONOUN = re.compile(r"\b(he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)
_OBJECT = re.compile(r"(?:, \d+,)? \w+ (?:her|him)(?: and\b|[.,;:!?])")
"""'X, 55, corrects her.': the object of what somebody does is someone else."""
_SENTENCE_END = re.compile(r"[.!?][”\"']?\s|\n")
_MARKS = frozenset('"“”«»')
_LOOKED_AT = 12
"""Mentions of a person whose sentences are searched for a pronoun."""


def gender_of(text: str, mentions: Sequence[Span], titles: frozenset[str], others: Sequence[int]) -> Gender | None:
    """Gender by title; else by the pronouns that follow the mentions before `others` begin, if they agree.

    `others` are the sorted starts of the mentions of all other persons.
    """
    if titles & FEMALE_TITLES:
        return "f"
    if titles & MALE_TITLES:
        return "m"
    votes = [vote for span in mentions[:_LOOKED_AT] if (vote := _vote(text, span, others)) is not None]
    she, he = votes.count("f"), votes.count("m")
    if she >= 2 * he + 1 or he >= 2 * she + 1:
        return "f" if she > he else "m"
    return None


def _vote(text: str, span: Span, others: Sequence[int]) -> Gender | None:
    """The first pronoun behind a mention in its sentence, or at the head of the next, with no other person between."""
    if _OBJECT.match(text, span.end):
        return None
    following = bisect_right(others, span.end)
    limit = min(span.end + 300, others[following] if following < len(others) else len(text))
    end = _SENTENCE_END.search(text, span.end, limit)
    pronoun = _PRONOUN.search(text, span.end, end.end() if end else limit)
    if pronoun is None and end is not None:
        pronoun = _PRONOUN.match(text, end.end(), limit)
    if pronoun is not None and not _MARKS.isdisjoint(text[span.end : pronoun.start()]):
        return None  # "… with Ann,” he said": a mark of quotation stands between
    return None if pronoun is None else "f" if pronoun.group().lower() in {"she", "her", "hers", "herself"} else "m"
