"""Names in comparison form: what must be equal for two mentions to name one thing."""

from __future__ import annotations

import re
from functools import lru_cache

from tasks.enrich.places import CACHED, gazetteer, place_key
from tasks.enrich.roles import COURTESY
from tasks.enrich.tokens import folded
from tasks.enrich.wordset import word_set

_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_EDGES = " \t\n\"'“”‘’,;:()[]"
_CORPORATE = word_set("inc incorporated corp corporation co company ltd limited llc plc gmbh ag sa nv")
_PARTICLES = word_set("van der den de di da del du la le bin ibn al el von zu")
_SUFFIXES = word_set("jr sr ii iii iv")


@lru_cache(maxsize=CACHED)
def plain_name(text: str) -> str:
    """A name on one line, without marks at its edges, possessive or leading `the`."""
    name = _POSSESSIVE.sub("", " ".join(text.split()).strip(_EDGES))
    return name[4:] if name[:4] in ("the ", "The ") and len(name) > 4 else name


@lru_cache(maxsize=CACHED)
def comparison_name(text: str, kind: str) -> str:
    """The form in which two names of one kind are compared: case, accents and full stops do not count."""
    name = plain_name(text)
    if kind in ("GPE", "LOC", "FAC", "place"):
        places = gazetteer().named(name)
        country = places[0] if places and places[0].kind == "country" else None
        return folded(country.name) if country else folded(place_key(name))
    words = folded(name.replace(".", "")).split()
    if kind == "ORG":
        while len(words) > 1 and words[-1].strip(",") in _CORPORATE:
            words.pop()
        return " ".join(words).rstrip(",")
    if kind == "PERSON":
        return " ".join(person_words(name)) or folded(name)
    if kind == "NORP":
        return _people(name)
    return " ".join(words)


def _people(name: str) -> str:
    """The country that a people is named after, else its name without a plural."""
    country = gazetteer().peoples.get(name)
    return country or folded(name).removesuffix("s")


@lru_cache(maxsize=CACHED)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name in lower case: no courtesy title, no `Jr`; initials stay."""
    words = [folded(w.strip(".,'’\"“”")) for w in plain_name(name).split()]
    words = [w for w in words if w and w not in _SUFFIXES]
    while len(words) > 1 and words[0] in COURTESY:
        words.pop(0)
    return tuple(words)


def same_person(one: str, other: str) -> bool:
    """Whether two full names can be one person's: same surname, and given names equal or one the other's initial.

    A name that another one begins or ends with is the same (`Mohammed bin Salman`, `Mohammed bin Salman Al Saud`).
    """
    ours, theirs = sorted((person_words(one), person_words(other)), key=len)
    if len(ours) < 2:
        return False
    if theirs[: len(ours)] == ours or theirs[-len(ours) :] == ours:
        return True
    if ours[-1] != theirs[-1]:
        return False
    first, second = ours[0], theirs[0]
    return first == second or (1 in (len(first), len(second)) and first[0] == second[0] and ours[-1] not in _PARTICLES)
