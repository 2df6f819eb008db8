"""Names that the tagger passes over and a table knows: well-known organisations, and places that begin a compound."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tasks.enrich.foreign import ENGLISH
from tasks.enrich.kinds import organisations, organisations_by_word
from tasks.enrich.mention import Candidate, certainly
from tasks.enrich.places import CACHED, Place, gazetteer
from tasks.enrich.roles import given_names
from tasks.enrich.states import SHORTENED
from tasks.enrich.tagger import Words

_LARGE_TOWN = 200_000
_LIKELY, _SURE = 0.5, 0.9
"""The chance of a name that the tagger passed over, and of one that can hardly be anything else."""
_PLACE_WORDS = 4
"""Words that a well-known place has at most, full stops among them."""
_CASE_WORDS = 6
"""Words that one side of a court case has at most."""
_SHORTENED = {name.split(".")[0]: 2 * name.count(".") for name in SHORTENED}
"""Words of a shortened state, full stops among them, by the first of them."""


@lru_cache(maxsize=CACHED)
def well_known_place(name: str) -> Place | None:
    """A country, region, state or large town of this name that is no given name too."""
    places = gazetteer().named(name)
    if not places or (name.lower() in given_names() and not name.isupper()):  # Us is somebody, `US` is not
        return None
    first = places[0]
    return first if first.kind != "town" or first.population >= _LARGE_TOWN else None


def listed(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    """Well-known organisations that the tagger passed over, the longest name first."""
    by_word = organisations_by_word()
    if by_word.keys().isdisjoint(words.distinct):
        return []
    taken = taken_by(words, candidates)
    found = []
    for i in (i for i, text in enumerate(words.texts) if text in by_word):
        for length in by_word[words.texts[i]]:
            end = i + length
            if end <= len(words.texts) and not any(taken[i:end]) and words.between(i, end) in organisations():
                found.append(likely(i, end, "ORG"))
                taken[i:end] = b"\x01" * length
                break
    return found


def in_compounds(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    """Well-known places that begin a compound, which the tagger tends to pass over: `Lima-based`, `U.S.-backed`."""
    taken = taken_by(words, candidates)
    found = []
    for i in (i for i, text in enumerate(words.texts[:-1]) if text == "-" and i):
        if words.texts[i + 1].islower() and not taken[i - 1] and _joins(words, i):
            first = _place_before(words, i)
            if first < i and not any(taken[first:i]):
                found.append(likely(first, i, "LOC"))
    return found


def shortened_states(words: Words) -> list[Candidate]:
    """States as agencies shorten them behind a town or in brackets, which the tagger seldom takes for names."""
    found = []
    for i in (i for i, text in enumerate(words.texts) if text in _SHORTENED and i and words.texts[i - 1] in (",", "(")):
        end = min(i + _SHORTENED[words.texts[i]], len(words.texts))
        if words.between(i, end) in SHORTENED:
            found.append(Candidate(i, end, certainly("LOC", _SURE)))
    return found


def court_cases(words: Words) -> list[Candidate]:
    """`Roe v. Wade`: each side begins and ends with a capital."""
    found = []
    for i in (i for i, text in enumerate(words.texts[:-2]) if text == "v" and i and words.texts[i + 1] == "."):
        first, end = _side(words, i - 1, -1) + 1, _side(words, i + 2, 1)
        if first < i and i + 2 < end:
            found.append(Candidate(first, end, certainly("MISC", _SURE)))
    return found


def _side(words: Words, at: int, step: int) -> int:
    """Where one side of a case ends, from the word beside the `v.`: small words only stand between capitals."""
    edge = at
    for i in range(at, at + step * _CASE_WORDS, step):
        text = words.texts[i] if 0 <= i < len(words.texts) else ""
        if text[:1].isupper() and text.lower() not in ENGLISH:  # "In Roe v. Wade"
            edge = i + step
        elif text not in ("of", "&") and not (text == "." and len(words.texts[i - 1]) == 1):  # U.S.
            break
    return edge


def _joins(words: Words, i: int) -> bool:
    return words.ends[i - 1] == words.starts[i] and words.ends[i] == words.starts[i + 1]


def _place_before(words: Words, end: int) -> int:
    """Where the longest name of a well-known place begins that ends here; `end` when there is none."""
    for first in range(max(0, end - _PLACE_WORDS), end):
        if words.texts[first][0].isupper() and well_known_place(words.between(first, end)) is not None:
            return first
    return end


def likely(first: int, end: int, name: str) -> Candidate:
    """A name that the tagger passed over, of one of CLASSES."""
    return Candidate(first, end, certainly(name, _LIKELY))


def taken_by(words: Words, candidates: Sequence[Candidate]) -> bytearray:
    """For each word whether it belongs to a candidate."""
    taken = bytearray(len(words.texts))
    for candidate in candidates:
        taken[candidate.first : candidate.end] = b"\x01" * (candidate.end - candidate.first)
    return taken
