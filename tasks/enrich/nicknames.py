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
    if candidate.first not in (at, at + 1) or candidate.end <= at + 3:
        return False
    quoted = words.texts[at] in _OPENING and words.texts[at + 2] in _CLOSING
    return quoted and before.type == candidate.type == "PERSON"
