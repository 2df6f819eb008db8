"""Whom a text has put forward where a pronoun or a description stands for somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tasks.enrich.quotes.people import Cast, Figure, is_kin, is_title
from tasks.enrich.quotes.phrase import SUBORDINATORS
from tasks.enrich.roles import is_role
from tasks.span import Span

_NEWEST = 1.75
"""Weight of the one that a sentence of the paragraph began with last: who is introduced there goes on to speak."""
_SENTENCE_ENDS = (". ", "\n", "? ", "! ", ".” ", '." ')
_BEGIN = re.compile(r"(?:[^\W\d_]{4}[.?!]|[.?!][”\"’']|[”\"’'][.?!])\s|\n")
"""A sentence begins behind it; behind `Mrs.` and an initial none does."""
PERSON_NOUN = re.compile(
    r"(?:[^aeiou]er|or|eer|ist|ian|man|woman|-old|ant|star|chief|coach|minister|president|nominee|senator|justice|judge|"
    r"mayor|premier|monarch|king|queen|pope|priest|bishop|graduate|athlete|captain|veteran|hero|legend|champion)$"
)
"""Nouns that name persons, by their endings: driver, author, economist, candidate's 45-year-old."""
_OPENS_ANOTHER = SUBORDINATORS | {"at", "by", "for", "from", "in", "of", "on", "to", "under", "with"}
"""'If X wins, …': the sentence has another subject."""
_LONGEST_TITLE = 40
"""Characters before a mention in which its sentence must begin for the mention to be its subject."""


class Described(NamedTuple):
    """'A pilot', 'the board': somebody without a name, and where he spoke."""

    at: int
    name: str
    person: bool


@dataclass
class Scene:
    """Who has spoken so far, latest last: what pronouns refer to."""

    text: str
    cast: Cast
    spoken: list[tuple[int, Figure]] = field(default_factory=list)
    described: Described | None = None
    """The one who spoke last, if he is known by a description alone."""
    outlets: set[str] = field(default_factory=set)
    """Those who passed words on."""
    said: tuple[Span, ...] = ()
    """The words whose speaker is looked for: nobody speaks of himself by name."""


def most_likely(
    scene: Scene, at: Span, fits: Callable[[Figure], bool], gender: str | None, objective: bool = False
) -> Figure | None:
    """The fitting figure put forward most: spoken last, named as a subject, named lately, of known gender."""
    paragraph = scene.text.rfind("\n", 0, at.start) + 1
    same_sentence = scene.text.rfind(". ", paragraph, at.start)
    inside = same_sentence if same_sentence >= 0 else paragraph
    earlier = scene.text.rfind("\n", 0, max(0, paragraph - 2)) + 1
    weights: dict[int, float] = {}
    opens: Figure | None = None
    newest = max(paragraph - 1, *(start for start, _ in scene.spoken[-1:]), -1)
    figures = {id(f): f for f in scene.cast.figures}
    for span, number in scene.cast.before(at.start):
        figure = scene.cast.figures[number]
        if span.overlaps(at) or not fits(figure) or any(part.contains(span) for part in scene.said):
            continue
        near = 2.0 if span.start >= paragraph else 1.0 if span.start >= earlier else 0.3
        if objective and span.start >= inside:
            near += 3.0
        opening = 1.0 if _opens_sentence(scene.text, span) else 0.0
        if opening and figure.may_be_person() and span.start > newest and _is_introduced(scene.text, span):
            opens = figure
        weights[id(figure)] = max(weights.get(id(figure), 0), near + opening) + 0.1
    if opens is not None:
        weights[id(opens)] += _NEWEST
    for back, (_, figure) in enumerate(reversed(scene.spoken[-4:])):
        if id(figure) in weights:
            weights[id(figure)] += 1.5 / (1 + back)
    for key in weights:
        weights[key] += 0.5 if gender and figures[key].gender == gender else 0.0
    return figures[max(weights, key=lambda key: weights[key])] if weights else None


def _opens_sentence(text: str, span: Span) -> bool:
    """The mention, with at most a title, begins its sentence."""
    before = text[max(0, span.start - _LONGEST_TITLE) : span.start]
    for end in _SENTENCE_ENDS:
        before = before.rpartition(end)[2] if end in before else before
    return before[:1].isupper() or not before.strip()


def _is_introduced(text: str, span: Span) -> bool:
    """Only titles and whose they are stand before the mention in its sentence: 'Her husband, X', 'Kent's mayor, X'."""
    before = text[max(0, span.start - _LONGEST_TITLE) : span.start]
    begin = [match.end() for match in _BEGIN.finditer(before)] + ([0] if span.start <= _LONGEST_TITLE else [])
    words = before[max(begin) :].split() if begin else ["and"]
    titles = all(word[0].isupper() or is_noun_for_person(word.strip(",")) for word in words)
    return titles and not (words and words[0].lower() in _OPENS_ANOTHER)


def is_noun_for_person(word: str) -> bool:
    """A noun that says what somebody is: a title, a role, kin, or one with the ending of such."""
    return is_title(word) or is_kin(word) or is_role(word) or PERSON_NOUN.search(word) is not None
