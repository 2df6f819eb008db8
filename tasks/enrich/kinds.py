"""From the tagger's coarse class to the type of the entities table, by gazetteer and head words."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache

from tasks.enrich.places import CACHED, TABLES, Gazetteer, gazetteer
from tasks.enrich.tokens import words_of
from tasks.enrich.wordset import word_set

LANDSCAPES = word_set("mount lake river cape gulf strait isle")
"""First words of names of places, in lower case."""
_CONTESTS = frozenset(("cup", "open", "olympics", "games", "championship", "championships", "prix", "marathon", "war"))


@lru_cache(maxsize=1)
def heads() -> dict[str, str]:
    """Last words of names that tell what they name, in lower case, with the type: `airport`, `river`, `treaty`."""
    with (TABLES / "heads.csv").open(encoding="utf-8", newline="") as lines:
        return {row["head"]: row["type"] for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def generic_nouns() -> frozenset[str]:
    """Nouns that, alone, name nothing even with a capital, in lower case: `council`, `republic`."""
    return frozenset((TABLES / "generic_nouns.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def institutions() -> dict[str, str]:
    """Names and short names of well-known institutions, with the name that they are listed under."""
    with (TABLES / "institutions.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {name: row["name"] for row in rows for name in (row["name"], *filter(None, row["aliases"].split("|")))}


@lru_cache(maxsize=1)
def organisations() -> frozenset[str]:
    """Companies, papers, agencies, parties and clubs known everywhere, whose names mean little else."""
    return frozenset((TABLES / "organisations.txt").read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=1)
def organisations_by_word() -> dict[str, tuple[int, ...]]:
    """The first words of `organisations`, each with how many words the names have that begin so, the most first."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in organisations():
        words = words_of(name)
        lengths[words[0]].add(len(words))
    return {word: tuple(sorted(counts, reverse=True)) for word, counts in lengths.items()}


@lru_cache(maxsize=CACHED)
def fine_type(name: str, coarse: str) -> str:
    """The type of a name that the tagger put in a coarse class."""
    known = gazetteer()
    bare = name[4:] if name[:4] in ("the ", "The ") else name
    if bare in institutions():
        return "ORG"
    if bare in known.peoples and coarse != "PERSON":
        return "NORP"
    if coarse == "LOC" or _is_surely_a_place(bare, known):
        return _place_type(bare, known)
    if coarse == "ORG" and (kind := _kind_of_group(bare)):
        return kind
    if coarse in ("EVENT", "MISC", "WORK"):
        return _other_type(bare, coarse)
    return coarse


def _kind_of_group(name: str) -> str | None:
    """What a name that reads like an organisation's is by its words: an event (`Cup of Nations`) or a law."""
    *before, last = name.lower().split()
    if last in _CONTESTS or (before[-1:] == ["of"] and not _CONTESTS.isdisjoint(before)):
        return "EVENT"
    if last == "convention":
        return "EVENT" if "national" in before else None  # a party's, or a trade fair, a treaty, a hall
    return "LAW" if heads().get(last) == "LAW" and before and before[-1] not in ("of", "under", "and") else None


def _is_surely_a_place(name: str, known: Gazetteer) -> bool:
    """Names of countries and regions that are hardly anything else; `Georgia`, `Jordan` and `Chad` are also people."""
    places = known.named(name)
    if not places or name in ("Georgia", "Jordan", "Chad", "Israel"):
        return False
    return places[0].kind == "country" or (places[0].kind == "region" and " " in name)


def _place_type(name: str, known: Gazetteer) -> str:
    parts = name.split()
    places = known.named(name)
    if places:
        return places[0].type
    if parts[0].lower() in LANDSCAPES:
        return "LOC"
    kind = heads().get(parts[-1].lower())
    return kind if kind in ("FAC", "LOC") else "GPE"


def _other_type(name: str, coarse: str) -> str:
    words = name.lower().split()
    kind = heads().get(" ".join(words[-2:])) or heads().get(words[-1])
    if (kind == "LAW" and coarse != "WORK") or " v. " in name:
        return "LAW"
    if kind == "EVENT" or coarse == "EVENT":
        return "EVENT"
    return "WORK" if "WORK" in (coarse, kind) else "PRODUCT"
