"""A nickname in quotation marks inside a person's name: `Emmanuel “Manny” Okafor` is one name, the tagger sees two."""

from __future__ import annotations

from tasks.enrich.mention import Candidate, mean_of
from tasks.enrich.tagger import Words

_OPENING, _CLOSING = ("“", '"', "‘", "'"), ("”", '"', "’", "'")


def with_nicknames(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, the two sides of a nickname joined where both are people."""
    found: list[Candidate] = []
    for candidate in candidates:
        if found and _goes_on(words, found[-1], candidate):
            before = found.pop()
            found.append(Candidate(before.first, candidate.end, mean_of((before.chances, candidate.chances))))
        else:
            found.append(candidate)
    return found


def _goes_on(words: Words, before: Candidate, candidate: Candidate) -> bool:
    """Whether a candidate is, or begins with, the nickname behind the given name that the one before it is."""
    at = before.end - (words.texts[before.end - 1] in _OPENING)
    marks = words.texts[at : at + 1] + words.texts[at + 2 : at + 3]
    if before.type != candidate.type or candidate.type != "PERSON" or len(marks) < 2:
        return False
    quoted = marks[0] in _OPENING and marks[1] in _CLOSING
    return quoted and candidate.first in (at, at + 1) and candidate.end > at + 3
