"""Mentions of one article to one Entity per thing, with ids that hold across articles.

People: a surname or given name alone is the person whose full name the article gives; of two people with one surname it
is the one that a title (`Mrs`) allows and that was named last before it. Organisations: acronyms go with their
expansion, short forms with the longer name that came first. Places and peoples go by the gazetteer. Ids: what has a
link or a full name has the same id in every article; a person known by one name only is kept to the article, because a
surname is no evidence of who it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from tasks.enrich.aliases import AliasTable
from tasks.enrich.comparison import comparison_name, person_words, plain_name
from tasks.enrich.entity import Entity, Gender
from tasks.enrich.geography import located
from tasks.enrich.joining import family, things_of
from tasks.enrich.kinds import institutions
from tasks.enrich.mention import Mention
from tasks.enrich.names import values_beside
from tasks.enrich.places import Place, gazetteer
from tasks.enrich.roles import role_after, role_before, role_in_front
from tasks.enrich.salience import is_in_title, salience
from tasks.enrich.states import SHORTENED
from tasks.enrich.tagger import Words
from tasks.enrich.things import Thing, gender_of
from tasks.ids import stable_id
from tasks.span import Span

_NO_ALIASES = AliasTable()


def link_article(
    words: Words,
    mentions: Sequence[Mention],
    title: str | None = None,
    article_id: str = "",
    published_on: date | None = None,
    aliases: AliasTable = _NO_ALIASES,
) -> list[Entity]:
    """The entities of an article in the order of their first mention, values (dates, money, …) included."""
    things = things_of(words, mentions)
    placed = located(words, things)
    entities = [_entity(words, thing, placed.get(i), title, article_id, aliases) for i, thing in enumerate(things)]
    entities += _values(words, mentions, title, published_on)
    return sorted(_one_of_each_id(entities), key=lambda e: (e.mentions[0], e.entity_id))


def _entity(
    words: Words, thing: Thing, place: Place | None, title: str | None, article_id: str, aliases: AliasTable
) -> Entity:
    spans = tuple(m.span for m in thing.mentions)
    name, link = _called(thing, place, aliases)
    if place is not None:
        country = place.country
    else:
        country = gazetteer().peoples.get(thing.name) if thing.type == "NORP" else None
    roles, gender = _roles(words, thing) if thing.type == "PERSON" else ((), None)
    in_title = is_in_title((name, *thing.names), title)
    return Entity(
        entity_id=_entity_id(thing, name, link, country, article_id),
        name=name,
        type=thing.type,
        mentions=spans,
        roles=roles,
        aliases=tuple(n for n in thing.names if n != name),
        link=link,
        country=country,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        salience=salience(len(spans), spans[0].start, len(words.text), in_title),
        in_title=in_title,
        confidence=round(thing.confidence, 3),
        gender=gender,
    )


def _called(thing: Thing, place: Place | None, aliases: AliasTable) -> tuple[str, str | None]:
    """The canonical name of a thing and its link: by the table of aliases, else by the gazetteer."""
    name, link = thing.name, None
    if place is not None:
        link = place.link
        if (name.isupper() and len(name) > 3) or name in SHORTENED:  # a dateline in capitals, `Fla.`
            name = place.name
    alias = aliases.best(thing.type, (name, *thing.names))
    return (name, link) if alias is None else (alias.name or name, alias.id)


def _entity_id(thing: Thing, name: str, link: str | None, country: str | None, article_id: str) -> str:
    """What has a link goes by it, a people by its country, a person of one name by the article, all others by name."""
    if link is not None:
        return stable_id("link", link)
    if thing.type == "NORP" and country is not None:
        return stable_id("NORP", country)
    plain = comparison_name(institutions().get(name, name) if thing.type == "ORG" else name, thing.type)
    if thing.type == "PERSON" and len(person_words(name)) < 2:
        return stable_id("PERSON", plain, article_id)
    return stable_id(family(thing.type), plain)


def _roles(words: Words, thing: Thing) -> tuple[tuple[str, ...], Gender | None]:
    """The roles beside a person's mentions, as a headline in capitals has them only where no other is found."""
    roles: list[str] = []
    for mention in thing.mentions:
        span = mention.span
        beside = (role_before(words, span), role_in_front(words.text, span), role_after(words.text, span))
        roles += filter(None, beside)
    written = [role for role in roles if not _is_loud(role)]
    return tuple(dict.fromkeys(written or roles)), gender_of(words, thing)


def _is_loud(role: str) -> bool:
    """Whether a role comes from a headline in capitals; an acronym (`CEO`) does not."""
    return role.isupper() and len(role) > 3


def _values(words: Words, names: Sequence[Mention], title: str | None, published_on: date | None) -> list[Entity]:
    """One entity per value, whatever words give it."""
    text = words.text
    found: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for value in values_beside(words, names, published_on):
        found[value.type, value.name].append(value.span)
    return [
        Entity(
            entity_id=stable_id(kind, name),
            name=name,
            type=kind,
            mentions=tuple(spans),
            aliases=tuple(dict.fromkeys(a for s in spans if (a := plain_name(s.of(text))) != name)),
            salience=salience(len(spans), spans[0].start, len(text), in_title=False),
            in_title=is_in_title([s.of(text) for s in spans], title),
        )
        for (kind, name), spans in found.items()
    ]


def _one_of_each_id(entities: Sequence[Entity]) -> list[Entity]:
    """Entities that came to the same id are one: the first, with the mentions and aliases of all."""
    by_id: dict[str, Entity] = {}
    for entity in entities:
        first = by_id.get(entity.entity_id)
        by_id[entity.entity_id] = entity if first is None else _joined(first, entity)
    return list(by_id.values())


def _joined(one: Entity, other: Entity) -> Entity:
    names = dict.fromkeys((*one.aliases, other.name, *other.aliases))
    return one._replace(
        mentions=tuple(sorted({*one.mentions, *other.mentions})),
        roles=tuple(dict.fromkeys((*one.roles, *other.roles))),
        aliases=tuple(n for n in names if n != one.name),
        salience=max(one.salience, other.salience),
        in_title=one.in_title or other.in_title,
    )
