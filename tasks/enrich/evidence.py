"""What the words around a name and the gazetteer say of its class, where the tagger alone is unsure.

Each rule moves a candidate's chances, none decides alone but one: in the tables and score lines of a sports report the
name of a town is the name of its club.
"""

from __future__ import annotations

from functools import lru_cache

from tasks.enrich.certain import certain_names
from tasks.enrich.kinds import LANDSCAPES, heads, institutions, organisations
from tasks.enrich.mention import Candidate
from tasks.enrich.overlooked import in_compounds, likely, listed, taken_by, well_known_place
from tasks.enrich.places import TABLES, gazetteer
from tasks.enrich.results import clubs_in_results
from tasks.enrich.tagger import CLASSES, Words
from tasks.enrich.values import MONTHS

_PERSON, _ORG, _LOC = map(CLASSES.index, ("PERSON", "ORG", "LOC"))
_GAZETTEER_BONUS = 0.25
_NOUN_BONUS = 0.5
_UNKNOWN_PLACE = 0.3
"""Taken from the chance of a place whose name the gazetteer lacks and that ends in no word such as `river`: unknown
names are more often those of companies and people, because most places in the news are in the gazetteer."""
_PASSED_ON = 0.2
"""The share of it that the other classes get: something has this name. An acronym and what speaks give it all, because
they are surely no unknown places."""
_ORG_NOUNS = frozenset(
    ("newspaper", "daily", "magazine", "weekly", "tabloid", "broadcaster", "airline", "airlines", "carmaker",
     "retailer", "conglomerate", "subsidiary", "startup", "company", "firm", "bank", "brewery", "agency", "group",
     "militia")
)  # fmt: skip
_ORG_HEADS = frozenset(
    ("associates", "association", "bank", "club", "college", "committee", "company", "council", "foundation", "fund",
     "group", "hospital", "inc", "institute", "llc", "llp", "ltd", "museum", "partners", "school", "society", "trust",
     "university")
)  # fmt: skip
"""Last words that no person has: `Ann Lee Foundation`."""
_PLAYING = frozenset(
    ("batsman", "batter", "beat", "bowler", "captain", "catcher", "coach", "defeated", "defender", "drew", "forward",
     "goalkeeper", "hooker", "infielder", "keeper", "midfielder", "outfielder", "pitcher",
     "quarterback", "skipper", "striker", "thrashed", "trounced", "winger")
)  # fmt: skip
_BEATEN = frozenset(("beat", "beating", "defeated", "edged", "outclassed", "thrashed", "trounced"))
_SAYING = frozenset(
    ("said", "says", "told", "added", "asked", "wrote", "explained", "stressed", "noted", "who", "whose")
)


@lru_cache(maxsize=1)
def sports_words() -> frozenset[str]:
    """Words of which a sports report has several, in lower case."""
    return frozenset((TABLES / "sports_words.txt").read_text(encoding="utf-8").split())


def weighed(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with what gazetteer, following noun and tables say added to their chances."""
    tables = score_lines(words)
    sure = [*certain_names(words), *(clubs_in_results(words) if tables[-1] else ())]
    taken = taken_by(words, sure)
    found = [
        _weighed(words, c, tables) for c in candidates if not (_is_currency(words, c) or any(taken[c.first : c.end]))
    ]
    found += sure
    found += listed(words, found)
    found += in_compounds(words, found)
    if any(tables):
        found += clubs(words, found, tables)
    return sorted(found, key=lambda c: c.first)


def _is_currency(words: Words, candidate: Candidate) -> bool:
    """The country in `US$` is part of an amount."""
    return words.texts[candidate.end : candidate.end + 1] == ("$",)


def _weighed(words: Words, candidate: Candidate, tables: bytearray) -> Candidate:
    name = words.between(candidate.first, candidate.end)
    place = well_known_place(name)
    chances = list(candidate.chances)
    plays = tables[candidate.first] or (tables[-1] and _plays(words, candidate))
    if plays and candidate.type == "LOC" and (place is None or place.kind not in ("country", "region")):
        chances[_ORG], chances[_LOC] = chances[_LOC], chances[_ORG]
    elif place is not None:
        chances[_LOC] += _GAZETTEER_BONUS
    elif not gazetteer().is_place(name) and not _reads_like_a_place(words, candidate):
        speaks = _speaks(words, candidate)
        lost = chances[_LOC] if speaks else min(chances[_LOC], _UNKNOWN_PLACE)
        chances[_LOC] -= lost
        kept = sum(chances) or 1.0
        passed_on = 1.0 if speaks or name.isupper() else _PASSED_ON
        chances = [chance * (1 + passed_on * lost / kept) for chance in chances]
    if place is None and name in institutions():
        chances[_ORG] += _NOUN_BONUS
    if candidate.type == "PERSON" and _is_named_after_people(words, candidate):
        chances[_ORG], chances[_PERSON] = max(chances), 0.0
    told = name in organisations() or (_names_an_organisation(words, candidate) and candidate.type != "NORP")
    if place is None and told:
        chances[_ORG] += _NOUN_BONUS + chances[_LOC]
        chances[_LOC] = 0.0
    if max(chances) > 1.0:
        chances = [min(chance, 1.0) for chance in chances]
    return Candidate(candidate.first, candidate.end, tuple(chances))


def _reads_like_a_place(words: Words, candidate: Candidate) -> bool:
    """By its last word (`Tana River`) or its first (`Mount Kenya`, `City of Lagos`)."""
    first, last = (words.texts[i].lower() for i in (candidate.first, candidate.end - 1))
    return last in heads() or first in LANDSCAPES or first == "city"


def _speaks(words: Words, candidate: Candidate) -> bool:
    before, after = words.texts[candidate.first - 1 : candidate.first], words.texts[candidate.end : candidate.end + 1]
    return not _SAYING.isdisjoint(before) or not _SAYING.isdisjoint(after)


def _plays(words: Words, candidate: Candidate) -> bool:
    """What stands beside the name of a town or county says that its club is meant: `Essex captain`, `beat Kent`."""
    before, after = words.texts[candidate.first - 1 : candidate.first], words.texts[candidate.end : candidate.end + 1]
    return not _BEATEN.isdisjoint(before) or not _PLAYING.isdisjoint(after)


def _is_named_after_people(words: Words, candidate: Candidate) -> bool:
    """`Lee & Lee`, `Ann Lee Foundation`."""
    texts = words.texts[candidate.first : candidate.end]
    return len(texts) > 1 and ("&" in texts[1:-1] or texts[-1].lower() in _ORG_HEADS)


def _names_an_organisation(words: Words, candidate: Candidate) -> bool:
    """Whether a noun behind a name, or behind one small word, says what it is: `La Stampa newspaper`."""
    after = words.texts[candidate.end : candidate.end + 2]
    if not after or not after[0].islower():
        return False
    return after[0] in _ORG_NOUNS or (
        len(after) == 2 and candidate.end - candidate.first == 1 and after[1] in _ORG_NOUNS
    )


def score_lines(words: Words) -> bytearray:
    """For each word whether it stands in a line of results or a table; last, whether this is a sports report."""
    marked = bytearray(len(words.texts) + 1)
    known = sports_words()
    if len({w.lower() for w in words.distinct} & known) < 3:
        return marked
    marked[-1] = 1
    start = 0
    for i in range(1, len(words.texts) + 1):
        if i == len(words.texts) or "\n" in words.gap(i):
            if _is_score_line(words.texts[start:i]):
                marked[start:i] = b"\x01" * (i - start)
            start = i
    return marked


def clubs(words: Words, candidates: list[Candidate], tables: bytearray) -> list[Candidate]:
    """Names at the head of a line of results that the tagger passed over: clubs."""
    taken = taken_by(words, candidates)
    found = []
    for i in range(len(words.texts)):
        at_head = tables[i] and (i == 0 or "\n" in words.gap(i))
        end = _capitalised_until(words, i) if at_head else i
        followed = end < len(words.texts) and words.texts[end].isdigit()
        if end > i and followed and not any(taken[i:end]) and not _has_sports_word(words.texts[i:end]):
            found.append(likely(i, end, "ORG"))
    return found


def _capitalised_until(words: Words, i: int) -> int:
    end = i
    while end < len(words.texts) and words.texts[end][0].isupper():
        end += 1
    return end


def _has_sports_word(texts: tuple[str, ...]) -> bool:
    return any(text.lower() in sports_words() or text in MONTHS for text in texts)


def _is_score_line(line: tuple[str, ...]) -> bool:
    """Short, a number for every few words, few small words, and no year: that is a dateline."""
    numbers = sum(word.isdigit() for word in line)
    small = sum(word.islower() and len(word) > 1 for word in line)
    dated = any(len(word) == 4 and word.isdigit() and word[:2] in ("19", "20") for word in line)
    return not dated and 2 <= len(line) <= 40 and numbers >= max(1, len(line) // 5) and small <= len(line) // 4
