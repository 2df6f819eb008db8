"""A thing that an article names: its mentions, and the best of their names and types."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from tasks.enrich.comparison import plain_name
from tasks.enrich.entity import Gender
from tasks.enrich.mention import Mention
from tasks.enrich.roles import gender_before, gender_of_name
from tasks.enrich.tagger import Words

_USUAL = 3
"""A place is called by its short name (`US`) when the article uses it more than so many times as often."""


class Thing(NamedTuple):
    """Mentions in the order of the text, with all names used, the canonical one first."""

    mentions: tuple[Mention, ...]
    names: tuple[str, ...]
    type: str

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def confidence(self) -> float:
        """The mean over the mentions."""
        return sum(m.confidence for m in self.mentions) / len(self.mentions)

    @classmethod
    def of(cls, text: str, mentions: Sequence[Mention]) -> Thing:
        """One thing from all its mentions: the fullest of its names is canonical, the surest type is its type."""
        if len(mentions) == 1:  # most things are named once
            (mention,) = mentions
            name = mention.span.of(text)
            return cls((mention,), (plain_name(name) or name,), mention.type)
        ordered = tuple(sorted(mentions, key=lambda m: m.span))
        uses = Counter(plain_name(m.span.of(text)) or m.span.of(text) for m in ordered)
        names = sorted(uses, key=lambda n: (-len(n.split()), n.isupper() and len(n) > 5, -uses[n], -len(n), n))
        if ordered[0].type == "GPE" and uses[usual := max(names, key=lambda n: uses[n])] > _USUAL * uses[names[0]]:
            names.sort(key=lambda n: n != usual)
        sureness: defaultdict[str, float] = defaultdict(float)
        for mention in ordered:
            sureness[mention.type] += mention.confidence
        return cls(ordered, tuple(names), max(sureness, key=lambda kind: (sureness[kind], kind)))

    def with_mentions_of(self, other: Thing) -> Thing:
        """This thing with the mentions of another that is the same; name and type stay."""
        mentions = tuple(sorted((*self.mentions, *other.mentions), key=lambda m: m.span))
        return Thing(mentions, tuple(dict.fromkeys((*self.names, *other.names))), self.type)


def merged(text: str, things: Sequence[Thing]) -> Thing:
    """Things that are one, named anew from all mentions."""
    return things[0] if len(things) == 1 else Thing.of(text, [m for thing in things for m in thing.mentions])


def gender_of(words: Words, thing: Thing) -> Gender | None:
    """The gender of a person: what most titles before the mentions tell, else the given name."""
    told = [g for m in thing.mentions if (g := gender_before(words, m.span))]
    return Counter(told).most_common(1)[0][0] if told else gender_of_name(thing.name)
