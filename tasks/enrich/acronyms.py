"""Acronyms and their expansions: ICC and International Criminal Court, G7 and Group of Seven."""

from __future__ import annotations

import re
from functools import lru_cache

from tasks.enrich.places import CACHED
from tasks.enrich.wordset import word_set

_ACRONYM = re.compile(r"[A-Z](?:[A-Za-z]?[A-Z0-9&-]){1,7}s?|[A-Z]\.(?:[A-Z]\.)+")
_SMALL = word_set("of for the and in on to at a an de des du la le et y del da do und")
_NUMBERS = {"five": "5", "six": "6", "seven": "7", "eight": "8", "ten": "10", "twenty": "20"}


@lru_cache(maxsize=CACHED)
def is_acronym(name: str) -> bool:
    """Whether a name is written like one: `ICC`, `U.N.`, `G7`, `DoJ`."""
    return _ACRONYM.fullmatch(name) is not None


def letters_of(acronym: str) -> str:
    """The letters of an acronym in capitals, without full stops and a plural s."""
    letters = re.sub(r"[^A-Za-z0-9]", "", acronym)
    return (letters[:-1] if letters[-1:] == "s" and len(letters) > 2 else letters).upper()


@lru_cache(maxsize=CACHED)
def initials_of(name: str) -> frozenset[str]:
    """The first letters of a name's words in capitals, with and without its small words; empty for one word."""
    words = [w for w in re.split(r"[\s\-–/]+", name) if w[:1].isalnum()]
    large = [w for w in words if w.lower() not in _SMALL]
    return frozenset(_initials(of).upper() for of in (words, large) if len(of) > 1)


def stands_for(acronym: str, name: str) -> bool:
    """Whether an acronym is made of the first letters of a name's words."""
    return is_acronym(acronym) and letters_of(acronym) in initials_of(name)


def _initials(words: list[str]) -> str:
    return "".join(_NUMBERS.get(w.lower(), w if w.isdigit() else w[0]) for w in words)
