"""Names that stand side by side with no mark between them, as in posts and lists that lost their line breaks.

`San Rafael California` is a town and its state, `Ann Reyes Tom Okoro` are two people; the tagger takes each for one.
"""

from __future__ import annotations

from itertools import pairwise

from tasks.enrich.mention import Candidate
from tasks.enrich.places import gazetteer
from tasks.enrich.roles import given_names
from tasks.enrich.tagger import Words

_CRICKET = ("b", "c", "lbw")


def parted(words: Words, candidate: Candidate) -> list[Candidate]:
    """The names that a candidate holds: itself, if it is one."""
    first, end, chances = candidate
    if end - first == 1:
        return [candidate]
    kind = candidate.type
    edges = [first, end]
    if kind == "LOC":
        edges = [first, *_behind_town(words, first, end), end]
    elif kind == "PERSON" and _lists_people(words.texts[first:end]):
        edges = [*range(first, end, 2), end]
    elif kind == "PERSON" and (between := [i for i in range(first, end) if _is_no_part(words, i)]):
        return [Candidate(i + 1, stop, chances) for i, stop in pairwise((first - 1, *between, end)) if stop > i + 1]
    return [Candidate(start, stop, chances) for start, stop in pairwise(edges)]


def _is_no_part(words: Words, i: int) -> bool:
    """A small word by itself that stands beside names and in none: a verb, or the `b` and `c` of a cricket score."""
    word = words.texts[i]
    if not (word.islower() and word.isalpha() and (len(word) > 3 or word in _CRICKET)) or word in given_names():
        return False
    return words.text[words.starts[i] - 1 : words.starts[i]] != "-" and words.text[words.ends[i] :][:1] not in (
        "-",
        "'",
    )


def _behind_town(words: Words, first: int, end: int) -> list[int]:
    """Where a state or country begins behind a town's name, when both together name no place."""
    if _is_place(words, first, end):
        return []
    for at in range(max(first + 1, end - 3), end):
        if _is_land(words, at, end) and _is_place(words, first, at):
            return [at]
    return []


def _is_place(words: Words, first: int, end: int) -> bool:
    return gazetteer().is_place(_written(words, first, end))


def _is_land(words: Words, first: int, end: int) -> bool:
    name = _written(words, first, end)
    if len(name) == 2 and name.upper() in gazetteer().states:
        return True
    return any(place.kind in ("country", "state") for place in gazetteer().named(name))


def _written(words: Words, first: int, end: int) -> str:
    """Words of the text, careless lower case put right."""
    text = words.between(first, end)
    return text.title() if text.islower() else text


def _lists_people(texts: tuple[str, ...]) -> bool:
    """Whether given names and family names take turns, at least twice."""
    if len(texts) < 4 or len(texts) % 2:
        return False
    given = [text.lower() in given_names() for text in texts]
    return all(given[::2]) and not any(given[1::2])
