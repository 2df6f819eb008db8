"""Names that the tagger passes over and a table knows: well-known organisations, and places that begin a compound."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tasks.enrich.kinds import organisations, organisations_by_word
from tasks.enrich.mention import Candidate, certainly
from tasks.enrich.places import CACHED, Place, gazetteer
from tasks.enrich.roles import given_names
from tasks.enrich.tagger import Words

_LARGE_TOWN = 200_000
_LIKELY, _SURE = 0.5, 0.9
"""The chance of a name that the tagger passed over, and of one that its writing or an explanation tells."""
_PLACE_WORDS = 4
"""Words that a well-known place has at most, full stops among them."""


@lru_cache(maxsize=CACHED)
def well_known_place(name: str) -> Place | None:
    """A country, region, state or large town of this name that is no given name too."""
    places = gazetteer().named(name)
    if not places or (name.lower() in given_names() and not name.isupper()):  # Us is somebody, `US` is not
        return None
    return places[0] if _is_large(places[0]) else None


def _is_large(place: Place) -> bool:
    return place.kind != "town" or place.population >= _LARGE_TOWN


def listed(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    """Well-known organisations that the tagger passed over or found in part (`Islamic`), the longest name first."""
    by_word = organisations_by_word()
    if by_word.keys().isdisjoint(words.distinct):
        return []
    found: list[Candidate] = []
    for i in (i for i, text in enumerate(words.texts) if text in by_word):
        if found and i < found[-1].end:
            continue
        for length in by_word[words.texts[i]]:
            end = i + length
            if end <= len(words.texts) and words.between(i, end) in organisations():
                if all(_is_part(c, i, end) for c in candidates if c.first < end and i < c.end):
                    found.append(likely(i, end, "ORG"))
                break
    return found


def _is_part(candidate: Candidate, first: int, end: int) -> bool:
    """Whether it lies in words [first, end) and leaves some of them out."""
    return first <= candidate.first and candidate.end <= end and candidate.end - candidate.first < end - first


def in_compounds(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    """Well-known places that begin a compound, which the tagger tends to pass over: `Lima-based`, `U.S.-backed`."""
    taken = taken_by(words, candidates)
    found = []
    for i in words.hyphens:
        if words.texts[i + 1].islower() and not taken[i - 1]:
            first = place_before(words, i)
            if first < i and not any(taken[first:i]):
                found.append(likely(first, i, "LOC"))
    return found


def place_before(words: Words, end: int) -> int:
    """Where the longest name of a well-known place begins that ends here; `end` when there is none."""
    for first in range(max(0, end - _PLACE_WORDS), end):
        if words.texts[first][0].isupper() and words.texts[first] != "The" and _is_well_known(words, first, end):
            return first
    return end


def _is_well_known(words: Words, first: int, end: int) -> bool:
    """As `well_known_place`, but a hyphen tells that `China` and `Washington` are no given names."""
    places = gazetteer().named(words.between(first, end))
    return bool(places) and _is_large(places[0])


def place_behind(words: Words, first: int) -> int:
    """Where the longest name of a well-known place ends that begins here; `first` when there is none."""
    for end in range(min(first + _PLACE_WORDS, len(words.texts)), first, -1):
        if words.texts[first][0].isupper() and _is_well_known(words, first, end):
            return end
    return first


def likely(first: int, end: int, name: str) -> Candidate:
    """A name that the tagger passed over, of one of CLASSES."""
    return Candidate(first, end, certainly(name, _LIKELY))


def surely(first: int, end: int, name: str) -> Candidate:
    """A name that its writing or an explanation in the text tells, of one of CLASSES."""
    return Candidate(first, end, certainly(name, _SURE))


def taken_by(words: Words, candidates: Sequence[Candidate]) -> bytearray:
    """For each word whether it belongs to a candidate."""
    taken = bytearray(len(words.texts))
    for candidate in candidates:
        taken[candidate.first : candidate.end] = b"\x01" * (candidate.end - candidate.first)
    return taken
