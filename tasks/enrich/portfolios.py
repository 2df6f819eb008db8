"""What a ministry or a minister is for: `Ministry of Agriculture, Fisheries and Water` is one name with commas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tasks.enrich.mention import Candidate
from tasks.enrich.tagger import Words
from tasks.enrich.wordset import word_set

_BODIES = word_set("Ministry Department Committee Commission Authority Agency Bureau Office")
_OFFICES = word_set("minister ministers secretary")
_LINKS = ("of", "for", "on")
_LONGEST = 4
"""Words of one thing on the list."""


def with_portfolios(words: Words, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, ministries with all that they are for, and without what a minister is for.

    The list ends with `and` without a comma before it: `the Commission of Jurists, Oxfam, and Reprieve` are three.
    """
    found: list[Candidate] = []
    until = 0
    for candidate in candidates:
        if candidate.first < until:
            continue
        if candidate.type == "ORG":
            if _is_office(words, candidate.first):
                until = _end_of_list(words, candidate.first)
                continue
            if words.texts[candidate.end : candidate.end + 1] == (",",) and _is_body(words, candidate):
                until = _end_of_list(words, candidate.end)
                candidate = candidate._replace(end=until)  # noqa: PLW2901
        found.append(candidate)
    return found


def _is_office(words: Words, first: int) -> bool:
    """`the Minister of Foreign Affairs`: what he or she is for is no organisation."""
    return first > 1 and words.texts[first - 1] in _LINKS and words.texts[first - 2].lower() in _OFFICES


def _is_body(words: Words, candidate: Candidate) -> bool:
    texts = words.texts[candidate.first : candidate.end]
    return any(text in _BODIES and link in _LINKS for text, link in pairwise(texts))


def _end_of_list(words: Words, start: int) -> int:
    """Where a list of things ends whose first thing ends at `start`, or begins there; `start` when there is none."""
    at = _end_of_thing(words, start)
    commas = 0
    while words.texts[at : at + 1] == (",",) and (end := _end_of_thing(words, at + 1)) > at + 1:
        at, commas = end, commas + 1
    goes_on = words.texts[at : at + 1] == ("and",) and (commas > 0 or at > start)
    end = _end_of_thing(words, at + 1) if goes_on else at
    return end if goes_on and end > at + 1 else start


def _end_of_thing(words: Words, start: int) -> int:
    """Where words with capitals end that begin here."""
    end = start
    while end < min(start + _LONGEST, len(words.texts)) and words.texts[end][0].isupper():
        end += 1
    return end
