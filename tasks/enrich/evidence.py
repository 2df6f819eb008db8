"""What the words around a name and the gazetteer say of its class, where the tagger alone is unsure.

Each rule moves a candidate's chances, none decides alone but one: in the tables and score lines of a sports report the
name of a town is the name of its club.
"""

from __future__ import annotations

from tasks.enrich.certain import certain_names
from tasks.enrich.kinds import LANDSCAPES, heads, institutions, organisations
from tasks.enrich.mention import Candidate
from tasks.enrich.overlooked import in_compounds, listed, taken_by, well_known_place
from tasks.enrich.places import Place, gazetteer
from tasks.enrich.results import clubs_in_results
from tasks.enrich.sports import plays, score_lines
from tasks.enrich.tagger import CLASSES, Words
from tasks.enrich.wordset import word_set

_PERSON, _ORG, _LOC, _NORP = map(CLASSES.index, ("PERSON", "ORG", "LOC", "NORP"))
_GAZETTEER_BONUS = 0.25
_NOUN_BONUS = 0.5
_UNKNOWN_PLACE = 0.3
"""Taken from the chance of a place whose name the gazetteer lacks and that ends in no word such as `river`: unknown
names are more often those of companies and people, because most places in the news are in the gazetteer."""
_PASSED_ON = 0.2
"""The share of it that the other classes get: something has this name. An acronym and what speaks give it all, because
they are surely no unknown places."""
_ORG_NOUNS = word_set(
    "newspaper daily magazine weekly tabloid broadcaster airline airlines carmaker retailer conglomerate "
    "subsidiary startup company firm bank brewery agency group militia"
)
"""What stands behind an organisation's name, then what stands in front of it or describes it behind a comma."""
_ORG_NOUNS_BESIDE = word_set(
    "newspaper daily magazine weekly tabloid broadcaster channel airline carmaker retailer NGO NGOs startup "
    "website platform organisation organization subsidiary militia nonprofit"
)
_ARTICLES = (("a",), ("an",), ("the",))
_ORG_HEADS = word_set(
    "associates association bank club college committee company council foundation fund group hospital inc "
    "institute llc llp ltd museum partners school society trust university"
)
"""Last words that no person has: `Ann Lee Foundation`."""
_SAYING = word_set("said says told added asked wrote explained stressed noted who whose")


def weighed(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with what gazetteer, following noun and tables say added to their chances."""
    lines = score_lines(words)
    sure = [*certain_names(words), *(clubs_in_results(words) if lines is not None else ())]
    unsure = _beside(words, sure, candidates)
    found = [_weighed(words, c, lines) for c in unsure if not _is_currency(words, c)] + sure
    known = listed(words, found)
    found = _beside(words, known, found) + known
    found += in_compounds(words, found)
    return sorted(found, key=lambda c: c.first)


def _beside(words: Words, sure: list[Candidate], candidates: list[Candidate]) -> list[Candidate]:
    """The candidates that share no word with those that are sure."""
    if not sure:
        return candidates
    taken = taken_by(words, sure)
    return [c for c in candidates if not any(taken[c.first : c.end])]


def _is_currency(words: Words, candidate: Candidate) -> bool:
    """The country in `US$` is part of an amount."""
    return words.texts[candidate.end : candidate.end + 1] == ("$",)


def _weighed(words: Words, candidate: Candidate, lines: bytearray | None) -> Candidate:
    name = words.between(candidate.first, candidate.end)
    place = well_known_place(name)
    if _is_club(words, candidate, place, lines):
        chances = list(candidate.chances)
        chances[_ORG], chances[_LOC] = chances[_LOC], chances[_ORG]
    else:
        chances = _with_gazetteer(words, candidate, name, place)
    if place is None and name in gazetteer().peoples:  # "Zambian" is no place
        chances[_NORP], chances[_LOC] = chances[_NORP] + candidate.chances[_LOC], 0.0
    if candidate.type == "LOC" and _is_branch(words, candidate):
        chances[_ORG], chances[_LOC] = chances[_ORG] + chances[_LOC], 0.0
    if candidate.type == "PERSON" and _is_named_after_people(words, candidate):
        chances[_ORG], chances[_PERSON] = max(chances), 0.0
    if place is None and name in institutions():
        chances[_ORG] += _NOUN_BONUS
    told = name in organisations() or (_names_an_organisation(words, candidate) and candidate.type != "NORP")
    if place is None and told:
        chances[_ORG] += _NOUN_BONUS + chances[_LOC]
        chances[_LOC] = 0.0
    if max(chances) > 1.0:
        chances = [min(chance, 1.0) for chance in chances]
    return Candidate(candidate.first, candidate.end, tuple(chances))


def _is_club(words: Words, candidate: Candidate, place: Place | None, lines: bytearray | None) -> bool:
    """A town or a county where a club stands; countries play themselves. `lines` are those of a sports report."""
    if lines is None or candidate.type != "LOC" or (place is not None and place.kind in ("country", "region")):
        return False
    return bool(lines[candidate.first]) or plays(words, candidate.first, candidate.end)


def _with_gazetteer(words: Words, candidate: Candidate, name: str, place: Place | None) -> list[float]:
    """The chances, that of a place more when it is well known and less when nobody knows it."""
    chances = list(candidate.chances)
    if place is not None:
        chances[_LOC] += _GAZETTEER_BONUS
    elif not gazetteer().is_place(name) and not _reads_like_a_place(words, candidate):
        speaks = _speaks(words, candidate)
        lost = chances[_LOC] if speaks else min(chances[_LOC], _UNKNOWN_PLACE)
        chances[_LOC] -= lost
        kept = sum(chances) or 1.0
        passed_on = 1.0 if speaks or name.isupper() else _PASSED_ON
        chances = [chance * (1 + passed_on * lost / kept) for chance in chances]
    return chances


def _reads_like_a_place(words: Words, candidate: Candidate) -> bool:
    """By its last word (`Tana River`) or its first (`Mount Kenya`, `City of Lagos`)."""
    first, last = (words.texts[i].lower() for i in (candidate.first, candidate.end - 1))
    return last in heads() or first in LANDSCAPES or first == "city"


def _speaks(words: Words, candidate: Candidate) -> bool:
    before, after = words.texts[candidate.first - 1 : candidate.first], words.texts[candidate.end : candidate.end + 1]
    return not _SAYING.isdisjoint(before) or not _SAYING.isdisjoint(after)


def _is_branch(words: Words, candidate: Candidate) -> bool:
    """What an acronym names at a place: `IIT-Delhi`."""
    acronym, *rest = words.texts[candidate.first : candidate.end]
    return rest[:1] == ["-"] and len(acronym) > 2 and acronym.isupper() and rest[-1][0].isalpha()


def _is_named_after_people(words: Words, candidate: Candidate) -> bool:
    """`Lee & Lee`, `Ann Lee Foundation`."""
    texts = words.texts[candidate.first : candidate.end]
    return len(texts) > 1 and ("&" in texts[1:-1] or texts[-1].lower() in _ORG_HEADS)


def _names_an_organisation(words: Words, candidate: Candidate) -> bool:
    """Whether a noun says what it is: `La Stampa newspaper`, `the daily La Stampa`, `La Stampa, an Italian daily`."""
    first, end = candidate.first, candidate.end
    if not _ORG_NOUNS_BESIDE.isdisjoint(words.texts[first - 1 : first]):
        return True
    after = words.texts[end : end + 2]
    if after[:1] == (",",) and after[1:] in _ARTICLES:
        return not _ORG_NOUNS_BESIDE.isdisjoint(words.texts[end + 2 : end + 5])
    if not after or not after[0].islower():
        return False
    return after[0] in _ORG_NOUNS or (len(after) == 2 and end - first == 1 and after[1] in _ORG_NOUNS)
