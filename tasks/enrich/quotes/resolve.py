"""From the phrase beside the cue to the one who speaks: names, descriptions and pronouns, with the evidence weighed.

A pronoun or description gets a speaker only when gender, number and type allow one and the text has put it forward;
else the speaker stays null.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tasks.enrich.entity import Entity
from tasks.enrich.quotes.cue import ASKS
from tasks.enrich.quotes.described import Resolved, described, described_before, description
from tasks.enrich.quotes.draft import Draft, Mention
from tasks.enrich.quotes.forward import Scene, most_likely
from tasks.enrich.quotes.modifiers import AMOUNTS
from tasks.enrich.quotes.people import GROUP_TYPES, Cast, Figure, bare_name, cast, is_title
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
_MANY = re.compile(r"(?:s|ese|sh|ch|swiss)$")
"""Endings of peoples that are named as a whole."""
_OFFICE = re.compile(r" (?:of|for) (?:the )?(?:(?:[A-Z][\w’'-]+,? (?:(?:and|of|the|for) )*)+|(?:[a-z-]+ ){1,3})")
"""The rest of an office before a name: of State, of Foreign Affairs, of the House, of judges."""
_LONGEST_OFFICE = 80
"""Characters of that with the name."""


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
            scene.described = None
        elif draft.who is not None and speaker.name and draft.lemma not in ASKS:
            scene.described = description(draft.who, speaker.name) or scene.described
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
    known = described(scene, who)
    return known or Resolved(bare_name(who.span.of(scene.text)) or None, None, 0.9)


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
    if figure.type is not None or not scene.cast.has_entities:
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
    if word not in _THEY and (name := described_before(scene, who, word in _HE_OR_SHE, best)) is not None:
        return Resolved(name, None, 0.6)
    return Resolved(best.name, best, 0.8) if best else Resolved(None, None, 0.6)
