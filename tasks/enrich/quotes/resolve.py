"""From the phrase beside the cue to the one who speaks: names, descriptions and pronouns, with the evidence weighed.

A pronoun or description gets a speaker only when gender, number and type allow one and the text has put it forward;
else the speaker stays null.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tasks.enrich.entity import Entity
from tasks.enrich.quotes.agents import GROUP_NOUNS
from tasks.enrich.quotes.draft import Draft, Mention
from tasks.enrich.quotes.forward import PERSON_NOUN, Scene, most_likely
from tasks.enrich.quotes.modifiers import AMOUNTS
from tasks.enrich.quotes.people import GROUP_TYPES, PERSON_TYPES, Cast, Figure, bare_name, cast, is_title
from tasks.enrich.quotes.tokens import Tokens
from tasks.enrich.roles import HONOURS
from tasks.enrich.wordset import word_set
from tasks.span import Span

_HE = word_set("he him his himself")
_SHE = word_set("she her hers herself")
_IT = word_set("it its itself")
_THEY = word_set("they them their theirs themselves")
_NOBODY = word_set("i we me us you my our your who which that this these those one what")
_NAMED_BODIES = GROUP_TYPES - {"NORP"}
"""What "it" may stand for: a people is "they"."""
_HE_OR_SHE = _HE | _SHE
_PRONOUNS = _HE_OR_SHE | _IT | _THEY | _NOBODY
_OFFICIAL = word_set("ministry department government court council office administration police university institute")
_OUTLETS = word_set("newspaper paper broadcaster network agency publisher")
_AGENCY = re.compile(r"\)\s?[-–—]")
"""Behind an agency's name in a dateline: LIMA (AP) — …"""
_MANY = re.compile(r"(?:s|ese|sh|ch|swiss)$")
"""Endings of peoples that are named as a whole."""
_OFFICE = re.compile(r" (?:of|for) (?:the )?(?:(?:[A-Z][\w’'-]+,? (?:(?:and|of|the|for) )*)+|(?:[a-z-]+ ){1,3})")
"""The rest of an office before a name: of State, of Foreign Affairs, of the House, of judges."""
_LONGEST_OFFICE = 80
"""Characters of that with the name."""
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


def resolve(
    text: str,
    drafts: Sequence[Draft],
    entities: Sequence[Entity],
    tokens: Tokens,
    tags: Sequence[str],
) -> list[tuple[Draft, Resolved, str | None]]:
    """Each draft, in order of the text, with its speaker and the name of who passed it on."""
    scene = Scene(text, cast(text, entities, tokens, tags))
    found = []
    for shortened in sorted(drafts, key=lambda d: (d.spans[0].start, -d.spans[-1].end)):
        draft = shortened._replace(who=_with_name(scene, shortened.who))
        scene.said = draft.spans
        speaker = _speaker(scene, draft.who)
        if speaker.figure is not None and draft.who is not None:
            scene.spoken.append((draft.who.span.start, speaker.figure))
        via = bare_name(draft.via.span.of(text)) if draft.via else None
        scene.outlets.add(via or "")
        found.append((draft, speaker, via or None))
    return found


def _with_name(scene: Scene, who: Mention | None) -> Mention | None:
    """'Secretary of State X': what looks like an office and what it is of is one phrase with the name behind it."""
    if who is None or not is_title(who.words[-1]):
        return who
    behind = scene.cast.within(Span(who.span.end, who.span.end + _LONGEST_OFFICE))
    name = next((span for span, number in behind if scene.cast.figures[number].may_be_person()), None)
    if name is None or not _OFFICE.fullmatch(scene.text, who.span.end, name.start):
        return who
    return who._replace(span=Span(who.span.start, name.end))


def _speaker(scene: Scene, who: Mention | None) -> Resolved:
    if who is None:
        return Resolved(None, None, 1.0)
    named = None if _is_part(who) else _named(scene.cast, _without_honours(who))
    if named is None and who.apposition:
        named = _in_apposition(scene, who.apposition)
    if named is not None:
        return _compatriot(scene, who, named) or Resolved(named.name, named, 1.0)
    word = who.words[-1].lower()
    if len(who.words) == 1 and word in _PRONOUNS:
        return _pronoun(scene, who, word)
    described = _described(scene, who)
    return described or Resolved(bare_name(who.span.of(scene.text)) or None, None, 0.9)


def _is_part(who: Mention) -> bool:
    """'Half of Democrats', '36 percent of Velmorans': those who are named are more than those who speak."""
    words = [word.lower() for word in who.words]
    return any(word in AMOUNTS and after == "of" for word, after in pairwise(words))


def _without_honours(who: Mention) -> Span:
    """'Ann Lee KC' without the letters behind the name."""
    last = who.words[-1]
    return Span(who.span.start, who.span.end - len(last) - 1) if last in HONOURS and len(who.words) > 1 else who.span


def _in_apposition(scene: Scene, beside: Span) -> Figure | None:
    """Whom an apposition names: 'my mother, a midwife from Kingston' names nobody, as only a person has a title."""
    article = beside.start + (4 if beside.of(scene.text).lower().startswith("the ") else 0)
    for span, number in scene.cast.within(beside):  # "a teacher, X of Y": its name comes first
        first = scene.cast.figures[number]
        owns = scene.text.startswith(("'s", "’s"), span.end)
        if span.start in (beside.start, article) and first.may_be_person() and not owns:
            return first
    named = _named(scene.cast, beside)
    whole = named is not None and any(span.start in (beside.start, article) for span in named.mentions)
    return named if named is not None and (whole or named.may_be_person()) else None


def _compatriot(scene: Scene, who: Mention, named: Figure) -> Resolved | None:
    """'the Ethiopian said', 'the Ohio Democrat said': one person, whom the text put forward; 'the French' are many."""
    last = who.words[-1].lower()
    capitals = len(who.words) > 1 and all(word[0].isupper() for word in who.words[1:])
    if named.type != "NORP" or who.words[0].lower() != "the" or not capitals or _MANY.search(last):
        return None
    best = most_likely(scene, who.span, Figure.may_be_person, None)
    return Resolved(best.name, best, 0.55) if best else None


def _named(cast: Cast, span: Span) -> Figure | None:
    """The figure whose mention ends the phrase: in 'Ann Lee's spokesman' Ann Lee is not the one."""
    inside = [pair for pair in cast.within(span) if pair[0].end == span.end]
    number = inside[-1][1] if inside else cast.across(span)
    return None if number is None else cast.figures[number]


def _is_somebody(scene: Scene, figure: Figure) -> bool:
    """A person; of names that are no entities beside those that are, `Companies Act`, those with a title, or who spoke.

    Where no entities are given, any name of two words.
    """
    if figure.type is not None or not any(other.entity for other in scene.cast.figures):
        return figure.may_be_person()
    spoke = any(other is figure for _, other in scene.spoken)
    return figure.may_be_person() and (spoke or bool(figure.words) or figure.gender is not None)


def _pronoun(scene: Scene, who: Mention, word: str) -> Resolved:
    if word in _NOBODY:
        return Resolved(None, None, 0.8)
    if word in _HE_OR_SHE:
        gender = "m" if word in _HE else "f"
        best = most_likely(
            scene, who.span, lambda f: _is_somebody(scene, f) and f.gender in {gender, None}, gender, word == "him"
        )
    elif word in _IT:
        best = most_likely(scene, who.span, lambda f: f.type in _NAMED_BODIES, None)
    else:
        best = most_likely(scene, who.span, lambda f: f.type in {"ORG", "NORP"}, None)
    return Resolved(best.name, best, 0.8) if best else Resolved(None, None, 0.6)


def _described(scene: Scene, who: Mention) -> Resolved | None:
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
