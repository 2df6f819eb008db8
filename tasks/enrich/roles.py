"""Titles and roles beside the names of people, and whether a man or a woman is meant.

A role stands before the name ("Italian Foreign Minister Antonio Tajani") or after it, between commas ("Nathalie
Tocci, director of the institute, said"). Courtesy titles (Mr, Ms) are no roles, but tell the gender.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from functools import lru_cache
from typing import get_args

from tasks.enrich.entity import Gender
from tasks.enrich.places import TABLES, gazetteer
from tasks.enrich.tagger import Words
from tasks.span import Span

COURTESY = frozenset(("mr", "mrs", "ms", "miss", "sir", "dame", "lord", "lady"))
HONOURS = frozenset(
    ("KC", "QC", "SC", "SAN", "MP", "MEP", "MSP", "MLA", "TD", "OBE", "MBE", "CBE", "DBE", "KBE", "PhD", "MD", "FRS")
)
"""Letters behind a name that are no part of it."""
_LONGEST_ROLE_WORDS = 7
_APPOSITION = re.compile(
    r", (?:who is |who was )?(?:then |now |also )?(?:the |a |an )?(?!its |his |her |their |who |which |whose )"
    r"([^,.;:\n()\"“”—–]{3,90})(?=[,.;\n]| \()"
)
_RELATIVE = re.compile(r" (?:who|which|whose|where|that) ")
_LINKS = frozenset(("of", "for", "at", "in", "and", "to", "on", "with", "from", "since", "until", "under", "designate"))
_OPENS_NO_ROLE = frozenset(("of", "in", "at", "said", "and", "about", "by", "from", "with", "to", "on", "after", "as"))
_RETIRED = ("retd", "rtd", "ret")
_LONGEST_IN_FRONT = 100
_OFFICE = re.compile(
    r"((?:[A-Z][\w-]* ){0,2}([A-Z][\w-]+) (?:of|for) (?:the )?"
    r"(?:[A-Z][\w-]*,? (?:(?:and|of|for) (?:the )?)?)*[A-Z][\w-]+) \Z"
)
_HANGS_ON = r" (?:of|for|at) "
_IN_FRONT = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur|\w+[’']s?) "
    rf"((?:[\w-]+ ){{0,3}}[\w-]+(?:{_HANGS_ON}[^,.;:!?\n()“”\"]+)?), \Z"
)


@lru_cache(maxsize=1)
def role_heads() -> dict[str, Gender | None]:
    """Nouns that name a role or title, in lower case, with the gender that they imply."""
    with (TABLES / "roles.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    genders: dict[str, Gender] = {gender: gender for gender in get_args(Gender)}
    return {row["head"]: genders.get(row["gender"]) for row in rows}


@lru_cache(maxsize=1)
def role_qualifiers() -> frozenset[str]:
    """Words that qualify a role before it, in lower case: `foreign`, `deputy`, `former`."""
    return frozenset((TABLES / "role_qualifiers.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def given_names() -> dict[str, Gender]:
    """Given names that are borne by one gender only, in lower case."""
    known: dict[str, Gender] = {}
    for gender in get_args(Gender):
        names = (TABLES / f"given_names_{gender}.txt").read_text(encoding="utf-8").split("\n")
        known |= dict.fromkeys(filter(None, names), gender)
    return known


def is_role(word: str) -> bool:
    """Whether a word, with or without a full stop, is a noun that names a role."""
    return word.rstrip(".").lower() in role_heads()


def without_title(words: Words, first: int, end: int) -> int:
    """Where a person's name begins when titles at its head are left out; at least one word remains."""
    at = first
    while at + 1 < end:
        word = words.texts[at].lower()
        marked = words.texts[at] == "." and at > first
        if not (marked or (word in role_heads() and words.texts[at][0].isupper()) or word in ("prime", "vice")):
            break
        at += 1
    return at if words.texts[at][0].isalpha() else first


def role_before(words: Words, span: Span) -> str | None:
    """The role that stands right before a name, as written, with the nation or office that qualifies it."""
    end = _before_retired(words, bisect_left(words.starts, span.start))
    first = end
    while first > 0 and end - first < _LONGEST_ROLE_WORDS and _belongs(words, first - 1, end):
        first -= 1
    while first < end and (
        words.texts[first].lower() in ("new", "fellow", "then", "host") or words.texts[first] in "-."
    ):
        first += 1
    while end - first > 1 and words.texts[end - 1].lower() in COURTESY:
        end -= 1  # "Headteacher Mrs Ann Lee"
    bare = first == end and end > 0 and words.texts[end - 1][0].isupper()
    if (bare or words.texts[first - 1 : first] in (("for",), ("of",))) and (office := _office(words.text, span)):
        return office
    if first == end:
        return None
    role = words.between(first, end)
    plain = role.rstrip(".").lower()
    return None if plain in COURTESY or "\n" in role else " ".join(role.split())


def _office(text: str, span: Span) -> str | None:
    """The office of something right before a name: `Secretary of State X`, `Minister for Home Affairs X`."""
    if not text[max(0, span.start - 2) : span.start].rstrip().isalnum():
        return None
    match = _OFFICE.search(text, max(0, span.start - _LONGEST_IN_FRONT), span.start)
    return match[1].removeprefix("The ") if match and is_role(match[2]) else None


def _before_retired(words: Words, end: int) -> int:
    """Where `(retd)` between a rank and a name begins: `Justice (retd) S. Iyer`; else `end`."""
    if end < 4 or words.texts[end - 1] != ")":
        return end
    at = end - 2 - (words.texts[end - 2] == ".")
    retired = words.texts[at].lower() in _RETIRED and words.texts[at - 1] == "("
    return at - 1 if retired else end


def _belongs(words: Words, i: int, end: int) -> bool:
    """Whether word i continues a role leftwards: its last word is a head, the ones before it may qualify it."""
    word = words.texts[i]
    if word == ".":
        return i > 0 and i == end - 1 and is_role(words.texts[i - 1]) and len(words.texts[i - 1]) <= 4
    low = word.lower()
    closes = i == end - 1 or (i == end - 2 and words.texts[end - 1] == ".")
    if closes:
        return low in role_heads()
    if word == "-":
        return words.ends[i] == words.starts[i + 1]
    return (
        low in role_heads()
        or low in role_qualifiers()
        or word in gazetteer().peoples
        or (word in ("North", "South") and words.texts[i + 1] in gazetteer().peoples)
        or word in ("US", "UK", "UN", "EU")
    )


def role_after(text: str, span: Span) -> str | None:
    """The role in an apposition after a name: `, director of the institute,`."""
    match = _APPOSITION.match(text, span.end)
    if match is None:
        return None
    role = _RELATIVE.split(match[1])[0].strip().removesuffix(" and")
    opening = role.split()[:6]
    heads = [i for i, word in enumerate(opening[:5]) if _is_head(word)]
    if not heads or not _OPENS_NO_ROLE.isdisjoint(word.lower() for word in opening[: heads[0]]):
        return None
    head, behind = opening[heads[0]], opening[heads[0] + 1 : heads[0] + 2]
    names = heads[0] > 0 and head[0].isupper() and behind and behind[0].islower() and behind[0] not in _LINKS
    return None if names else role  # "X, Omar Sheikh suggested"


def _is_head(word: str) -> bool:
    """A noun that names a role, also behind a hyphen (`co-founder`); a courtesy title is none."""
    low = word.lower().rpartition("-")[2]
    return low in role_heads() and low not in COURTESY


def role_in_front(text: str, span: Span) -> str | None:
    """The role in a description that a name closes: `The mayor of Boston, X, said`, `its chief executive, X.`."""
    if not (text.endswith(", ", 0, span.start) and text[span.end : span.end + 1] in (",", ".")):
        return None
    at = max(0, span.start - _LONGEST_IN_FRONT)
    while (match := _IN_FRONT.search(text, at, span.start)) is not None:
        if is_role(re.split(_HANGS_ON, match[1])[0].split()[-1]):
            return match[1]
        at = match.start() + 1
    return None


def gender_before(words: Words, span: Span) -> Gender | None:
    """The gender that the title before a name tells: `Mrs`, `Sir`, `Queen`."""
    i = bisect_left(words.starts, span.start) - 1
    if i >= 0 and words.texts[i] == ".":
        i -= 1
    return role_heads().get(words.texts[i].lower()) if i >= 0 else None


def gender_of_name(name: str) -> Gender | None:
    """The gender that a full name's first word tells; None for a surname alone or a name borne by both."""
    parts = name.split()
    return given_names().get(parts[0].lower()) if len(parts) > 1 else None
