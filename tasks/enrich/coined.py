"""Shorter forms that may stand for an organisation's name: without its legal form, or its first word if coined."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tasks.enrich.kinds import generic_nouns, heads
from tasks.enrich.places import TABLES, gazetteer
from tasks.enrich.roles import given_names

_SHORTEST = 4
_LEGAL_FORMS = frozenset(("Inc", "Corp", "Ltd", "Limited", "Co", "PLC", "Plc", "LLC", "AG", "SA", "NV", "SE", "GmbH"))


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Words in lower case that names of organisations begin with and share: `national`, `united`."""
    return frozenset((TABLES / "ordinary_words.txt").read_text(encoding="utf-8").split())


def is_coined(word: str) -> bool:
    """Whether a word is no ordinary one, no given name, no people and no place: `Nordvik` of Nordvik Metals."""
    low = word.lower()
    if len(word) < _SHORTEST or not word[0].isupper() or not word.isalpha():
        return False
    if low in ordinary_words() or low in generic_nouns() or low in heads() or low in given_names():
        return False
    return word not in gazetteer().peoples and not gazetteer().is_place(word)


def short_forms(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The shorter forms of an organisation's name, given by its words."""
    end = len(name) - (name[-1] == ".")
    if end > 2 and name[end - 1] in _LEGAL_FORMS:
        yield name[: end - 1]
    if len(name) > 1 and is_coined(name[0]):
        yield name[:1]
