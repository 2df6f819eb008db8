"""Speakers without a name, 'the minister', 'the report': whom a description stands for, and what stands for it."""

from __future__ import annotations

import re
from typing import NamedTuple

from tasks.enrich.quotes.agents import GROUP_NOUNS
from tasks.enrich.quotes.draft import Mention
from tasks.enrich.quotes.forward import PERSON_NOUN, Described, Scene, is_noun_for_person, most_likely
from tasks.enrich.quotes.people import PERSON_TYPES, Figure
from tasks.enrich.wordset import word_set

_OFFICIAL = word_set("ministry department government court council office administration police university institute")
_OUTLETS = word_set("newspaper paper broadcaster network agency publisher")
_AGENCY = re.compile(r"\)\s?[-–—]")
"""Behind an agency's name in a dateline: LIMA (AP) — …"""
_THINGS = word_set(
    "letter matter paper order number power newsletter newspaper chapter offer answer poster register folder banner "
    "computer error factor sector monitor mirror list restaurant plant grant covenant warrant"
)
_NEAR = 600
"""Characters before a description within which what it stands for was named."""
_UNNAMED = word_set(
    "official source spokesman spokeswoman spokesperson aide witness resident neighbour neighbor expert analyst "
    "observer critic supporter voter user person man woman boy girl student teacher reporter friend "
    "defendant accused plaintiff claimant"
)


class Resolved(NamedTuple):
    """Name and entity of a speaker, with how sure that is."""

    name: str | None
    figure: Figure | None
    sure: float


def described(scene: Scene, who: Mention) -> Resolved | None:
    """'the minister', 'the company': a figure with that role, or the only fitting one near by."""
    if who.words[0].lower() not in {"the", "this", "that"} or who.tags[-1] not in {"NN", "NNP"}:
        return None
    noun = who.words[-1].lower()
    if any(tag in {"NNP", "NNPS", "POS"} for tag in who.tags[:-1]):
        return None  # "the Nordby campaign" names itself
    if noun in GROUP_NOUNS:
        return _group(scene, who, noun)
    if noun.endswith("-old"):
        return _aged(scene, who, noun)
    for _, number in reversed(scene.cast.before(who.span.start)):
        figure = scene.cast.figures[number]
        if figure.may_be_person() and noun in figure.words:
            return Resolved(figure.name, figure, 0.85)
    if noun in _UNNAMED or noun in _THINGS or who.tags[-1] != "NN" or not PERSON_NOUN.search(noun):
        return None
    spoken = [f for at, f in scene.spoken[-1:] if f.type in PERSON_TYPES and who.span.start - at < _NEAR]
    return Resolved(spoken[0].name, spoken[0], 0.55) if spoken else None


def _aged(scene: Scene, who: Mention, noun: str) -> Resolved | None:
    """'the 34-year-old': the person with that age behind the name ('X, 34, said'), else the one put forward most."""
    age = f", {noun.partition('-')[0]}"
    for span, number in reversed(scene.cast.before(who.span.start)):
        figure = scene.cast.figures[number]
        if figure.may_be_person() and scene.text.startswith((f"{age},", f"{age}.", f"{age} "), span.end):
            return Resolved(figure.name, figure, 0.85)
    best = most_likely(scene, who.span, Figure.may_be_person, None)
    return Resolved(best.name, best, 0.55) if best else None


def _group(scene: Scene, who: Mention, noun: str) -> Resolved | None:
    """The organisation (or country) that is the only one named near by, or whose name has the noun in it.

    What is mostly part of a name, an office or a ministry, is no company that happens to be named before it; nor is
    the agency of a dateline, or the paper that was told, what the report goes on to speak of.
    """
    kinds = {"GPE"} if noun in {"country", "nation", "state", "city"} else {"ORG"}
    near = [
        scene.cast.figures[number]
        for span, number in scene.cast.before(who.span.start)
        if who.span.start - span.end < _NEAR
        and scene.cast.figures[number].type in kinds
        and not _AGENCY.match(scene.text, span.end)
        and (noun in _OUTLETS or scene.cast.figures[number].name not in scene.outlets)
    ]
    named = [figure for figure in near if noun in figure.name.lower().split()]
    only = {id(figure): figure for figure in named or (near if noun not in _OFFICIAL else ())}
    if len(only) != 1:
        return None
    figure = next(iter(only.values()))
    return Resolved(figure.name, figure, 0.85 if named else 0.6)


def description(who: Mention, name: str) -> Described | None:
    """Of one person, body or document; None for the many, for pronouns and for what looks like a name."""
    noun = who.words[-1].lower()
    if who.tags[-1] != "NN":
        return None
    return Described(who.span.start, name, noun not in _THINGS and is_noun_for_person(noun))


def described_before(scene: Scene, who: Mention, of_person: bool, best: Figure | None) -> str | None:
    """'The minister said … He went on …': who spoke last, known by a description, when nobody was named since."""
    if scene.described is None:
        return None
    at, name, person = scene.described
    fits = person == of_person and at < who.span.start < at + _NEAR
    if best is not None and (person or any(at < span.start < who.span.start for span in best.mentions)):
        return None  # a person that is described mostly has a name in the text
    return name if fits else None
