"""Who an article speaks of, for resolving speakers: its entities, and capitalised names that no entity covers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from tasks.enrich.entity import Entity
from tasks.enrich.kin import NEAREST_KIN
from tasks.enrich.quotes.cue import TIMES
from tasks.enrich.quotes.frame import NAMES
from tasks.enrich.quotes.gender import FEMALE_TITLES, MALE_TITLES, gender_of
from tasks.enrich.quotes.tokens import Tokens
from tasks.enrich.wordset import word_set
from tasks.span import Span

_TITLES = word_set(
    "mr mrs ms miss mx dr sir dame lord lady prof professor sen rep gov gen col lt sgt capt rev hon president senator "
    "representative governor secretary chancellor minister premier justice judge prime foreign finance "
    "defence defense "
    "interior former ex-president chief executive director chairman chairwoman chair captain coach mayor king queen "
    "prince princess pope bishop archbishop cardinal rabbi imam father sister detective inspector superintendent "
    "sergeant lieutenant colonel general admiral major commander officer constable congressman congresswoman "
    "ambassador commissioner councillor councilman councilwoman speaker vice deputy attorney sheriff host manager "
    "spokesman spokeswoman spokesperson leader striker midfielder defender goalkeeper head analyst economist democrat "
    "republican senate house state party mp td mep msp mla"
)
_NO_TITLE_ALONE = word_set(
    "prime foreign finance defence defense interior former chief executive vice deputy state party house "
    "senate attorney"
)
_TITLES_OR_KIN = _TITLES | FEMALE_TITLES | MALE_TITLES
_BEFORE = re.compile(r"[\w-]+|[^\w\s]")
_MOST_PERSONS = 200
"""Persons of one article whose gender is looked for."""
_NEAR = 100
"""Mentions before a pronoun or description that it may refer to."""
_PARTICLES = word_set("de da del della di van von der den bin ibn al el la le dos du")
_LETTER = re.compile(r"[^\W\d_]")
PERSON_TYPES = frozenset({"PERSON"})
GROUP_TYPES = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC"})
_SPEAKERS = PERSON_TYPES | GROUP_TYPES


@dataclass
class Figure:
    """One candidate for a speaker. `type` is None for a name that no entity covers."""

    name: str
    type: str | None
    mentions: list[Span]
    entity: Entity | None = None
    gender: str | None = None
    words: frozenset[str] = field(default=frozenset())
    """Lower-case words that stand with a person's mentions as title or role."""

    def may_be_person(self) -> bool:
        return self.type in PERSON_TYPES or (self.type is None and " " in self.name)


@dataclass(frozen=True)
class Cast:
    """All figures of an article and their mentions in order."""

    figures: list[Figure]
    starts: list[int]
    mentions: list[tuple[Span, int]]

    @property
    def has_entities(self) -> bool:
        """Entities come first; without any, all figures are names of the text."""
        return bool(self.figures) and self.figures[0].entity is not None

    def within(self, span: Span) -> list[tuple[Span, int]]:
        """Mentions that lie inside a span, in order."""
        found = []
        for at in range(bisect_left(self.starts, span.start), len(self.mentions)):
            if self.mentions[at][0].start >= span.end:
                break
            if self.mentions[at][0].end <= span.end:
                found.append(self.mentions[at])
        return found

    def across(self, span: Span) -> int | None:
        """The figure whose mention goes on behind the span: of `Fisheries and Food Board` the span has one half."""
        at = bisect_left(self.starts, span.end) - 1
        return self.mentions[at][1] if at >= 0 and self.mentions[at][0].end > span.end else None

    def before(self, offset: int) -> list[tuple[Span, int]]:
        """The last mentions that begin before an offset, in order."""
        end = bisect_left(self.starts, offset)
        return self.mentions[max(0, end - _NEAR) : end]


def cast(text: str, entities: Sequence[Entity], tokens: Tokens, tags: Sequence[str]) -> Cast:
    """The figures of an article: entities first, then names of the text that none of them covers."""
    figures = [
        Figure(
            e.name, e.type, sorted(e.mentions), e, e.gender, frozenset(w for r in e.roles for w in r.lower().split())
        )
        for e in entities
        if e.mentions and e.type in _SPEAKERS
    ]
    taken = sorted(span for e in entities for span in e.mentions)
    figures += _with_surnames(figures, _unlisted(text, taken, tokens, tags))
    persons = [figure for figure in figures if figure.may_be_person()]
    for person in persons:
        _described(text, person)
    _gendered(text, persons)
    mentions = sorted((span, n) for n, figure in enumerate(figures) for span in figure.mentions)
    return Cast(figures, [span.start for span, _ in mentions], mentions)


def _unlisted(text: str, taken: list[Span], tokens: Tokens, tags: Sequence[str]) -> list[Figure]:
    """Runs of capitalised names outside all entities; a surname alone belongs to the full name before it."""
    found: dict[str, Figure] = {}
    starts = [span.start for span in taken]
    for span in _name_runs(tokens, tags):
        at = bisect_left(starts, span.end)
        if at and taken[at - 1].end > span.start:
            continue
        words = bare_name(span.of(text)).split()
        if not words:
            continue
        home = found.get(words[-1].lower())
        if home is None or (len(words) > 1 and words[0] not in home.name.split() and len(home.name.split()) > 1):
            found[words[-1].lower()] = Figure(" ".join(words), None, [span])
        else:
            home.mentions.append(span)
            if len(words) > len(home.name.split()):
                home.name = " ".join(words)
    return list(found.values())


def _with_surnames(known: list[Figure], unlisted: list[Figure]) -> list[Figure]:
    """The unlisted names but those that are the surname of one known person, whose mentions they become."""
    bearers: dict[str, list[Figure]] = {}
    for figure in known:
        if figure.type in PERSON_TYPES and " " in figure.name:
            bearers.setdefault(figure.name.rpartition(" ")[2].lower(), []).append(figure)
    left = []
    for figure in unlisted:
        bearer = bearers.get(figure.name.lower(), [])
        if len(bearer) == 1:
            bearer[0].mentions = sorted(bearer[0].mentions + figure.mentions)
        else:
            left.append(figure)
    return left


def _name_runs(tokens: Tokens, tags: Sequence[str]) -> list[Span]:
    """Words tagged as names, with the particles between them."""
    found: list[Span] = []
    end = 0
    for first in (i for i, tag in enumerate(tags) if tag in NAMES):
        if first < end or not _is_name(tokens, tags, first):
            continue
        end = first + 1
        while end < len(tags) and (_is_name(tokens, tags, end) or _is_particle(tokens, tags, end)):
            end += 1
        found.append(Span(tokens.starts[first], tokens.ends[end - 1]))
    return found


def _is_name(tokens: Tokens, tags: Sequence[str], i: int) -> bool:
    word = tokens.words[i]
    return tags[i] in NAMES and word[0].isupper() and word.lower() not in TIMES


def _is_particle(tokens: Tokens, tags: Sequence[str], i: int) -> bool:
    return tokens.words[i] in _PARTICLES and i + 1 < len(tags) and tags[i + 1] == "NNP"


def _described(text: str, figure: Figure) -> None:
    """Titles before the mentions give gender and role words: 'Mrs', 'Finance Minister', 'spokeswoman'."""
    words: set[str] = set(figure.words)
    for span in figure.mentions[:6]:
        before = _BEFORE.findall(text[max(0, span.start - 40) : span.start].lower().replace(".", ""))
        if before[-1:] == [","] and before[-2:-1] and before[-2] in NEAREST_KIN:
            before.pop()  # "his wife, Ann Lee"
        words.update(takewhile(_TITLES_OR_KIN.__contains__, reversed(before)))
        inside = text[span.start : span.end].lower().replace(".", "").split()
        words.update(_TITLES_OR_KIN.intersection(inside[:-1]))
    figure.words = frozenset(words)


def _gendered(text: str, persons: list[Figure]) -> None:
    """The gender of each person that the entities leave open."""
    starts = sorted((span.start, number) for number, person in enumerate(persons) for span in person.mentions)
    for number, person in enumerate(persons[:_MOST_PERSONS]):
        if person.gender is None:
            others = [start for start, whose in starts if whose != number]
            person.gender = gender_of(text, person.mentions, person.words, others)


def is_title(word: str) -> bool:
    """A word that stands before the names of persons: Mr, minister, secretary."""
    return word.lower().strip(".,") in _TITLES


def is_kin(word: str) -> bool:
    """A word that says what a person is to another: wife, brother."""
    return word.lower().strip(".,") in _TITLES_OR_KIN


def bare_name(phrase: str) -> str:
    """A phrase without article, titles and possessive: 'the Rev. Ann Lee' -> 'Ann Lee', 'the union' -> 'union'."""
    words = phrase.split()
    if len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
        words = words[1:]
    titled = len(list(takewhile(is_title, words)))
    while titled and words[titled - 1].lower().strip(".,") in _NO_TITLE_ALONE:
        titled -= 1
    if titled < len(words) and words[titled][0].isupper():
        words = words[titled:]
    bare = re.sub(r"['’]s$", "", " ".join(words).strip(" ,;:.-–—'\"“”‘’"))
    return bare if len(bare) > 1 and _LETTER.search(bare) else ""
