"""Acronyms explained in the text: `Bank of Ghana (BoG)` names an organisation twice, `tokens (NFTs)` names nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tasks.enrich.acronyms import initials_of, is_acronym, letters_of
from tasks.enrich.mention import Candidate
from tasks.enrich.overlooked import surely, taken_by
from tasks.enrich.tagger import Words

_LONGEST = 12
"""Words of the longest expansion looked for."""
_INITIALLED = 3
"""Letters of an acronym that is taken for an organisation's though the text does not say so."""
_PLURAL = re.compile(r"[A-Z]{2,6}s")


class Expansion(NamedTuple):
    """Words [first, end) explain the acronym that is word `acronym`."""

    first: int
    end: int
    acronym: int


def explained(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with those acronyms and expansions that name something, without those that do not.

    A plural acronym (`NGOs`) is a common noun. An expansion that a candidate lies across takes its place and class.
    """
    common = {t for t in words.distinct if t[-1] == "s" and _PLURAL.fullmatch(t)}
    found = list(candidates)
    for expansion in expansions(words):
        if any(text[0].isupper() for text in words.texts[expansion.first : expansion.end]):
            found = _named(words, found, expansion)
        else:
            common.add(words.texts[expansion.acronym])
    found = [c for c in found if c.end - c.first > 1 or words.texts[c.first] not in common]
    return [*found, *_initialled(words, found, common)]


def _initialled(words: Words, candidates: list[Candidate], common: set[str]) -> Iterator[Candidate]:
    """Unmarked words in capitals that are the first letters of an organisation named in the article."""
    longer = [c for c in candidates if c.type == "ORG" and c.end - c.first >= _INITIALLED]
    chances = {letters: c.chances for c in longer for letters in initials_of(words.between(c.first, c.end))}
    if chances.keys().isdisjoint(words.distinct):
        return
    taken = taken_by(words, candidates)
    for i, text in enumerate(words.texts):
        if text in chances and len(text) >= _INITIALLED and not taken[i] and text not in common:
            yield Candidate(i, i + 1, chances[text])


def expansions(words: Words) -> Iterator[Expansion]:
    """Acronyms in brackets with the words before them whose first letters they are."""
    texts = words.texts
    for i in (i for i, text in enumerate(texts[:-2]) if text == "(" and i > 1):
        if texts[i + 2] != ")" or not is_acronym(texts[i + 1]):
            continue
        letters = letters_of(texts[i + 1])
        for first in range(i - 2, max(-1, i - 1 - _LONGEST), -1):
            span = words.between(first, i)
            if texts[first][0].upper() == letters[0] and "\n" not in span and letters in initials_of(span):
                yield Expansion(first, i, i + 1)
                break


def _named(words: Words, candidates: list[Candidate], expansion: Expansion) -> list[Candidate]:
    """The expansion and its acronym as candidates of one class: that of the candidate that covers most of it."""
    first, end, acronym = expansion
    if not words.texts[first][0].isupper():
        return candidates
    across = [c for c in candidates if c.first < end and first < c.end]
    rest = [c for c in candidates if c not in across and not c.first <= acronym < c.end]
    whole = next((c for c in across if (c.first, c.end) == (first, end)), None)
    if whole is None:
        whole = surely(first, end, "ORG")
    return [*rest, whole, Candidate(acronym, acronym + 1, whole.chances)]
