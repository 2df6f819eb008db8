"""Acronyms and their expansions: ICC and International Criminal Court, G7 and Group of Seven."""

from __future__ import annotations

import re

_ACRONYM = re.compile(r"[A-Z](?:[A-Za-z]?[A-Z0-9&-]){1,7}s?|[A-Z]\.(?:[A-Z]\.)+")
_SMALL = frozenset(
    (
        "of",
        "for",
        "the",
        "and",
        "in",
        "on",
        "to",
        "at",
        "a",
        "an",
        "de",
        "des",
        "du",
        "la",
        "le",
        "et",
        "y",
        "del",
        "da",
        "do",
        "und",
    )
)
_NUMBERS = {"five": "5", "six": "6", "seven": "7", "eight": "8", "ten": "10", "twenty": "20"}


def stands_for(acronym: str, name: str) -> bool:
    """Whether an acronym is made of the first letters of a name's words, small words counted or not."""
    if not _ACRONYM.fullmatch(acronym) or " " not in name:
        return False
    letters = re.sub(r"[^A-Za-z0-9]", "", acronym)
    if letters[-1:] == "s" and len(letters) > 2:
        letters = letters[:-1]
    words = [w for w in re.split(r"[\s\-–/]+", name) if w[:1].isalnum()]
    large = [w for w in words if w.lower() not in _SMALL]
    return any(_initials(of).upper() == letters.upper() for of in (words, large) if len(of) > 1)


def _initials(words: list[str]) -> str:
    return "".join(_NUMBERS.get(w.lower(), w if w.isdigit() else w[0]) for w in words)
