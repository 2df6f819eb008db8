"""Mentions of one article to one Entity per thing, with ids that hold across articles.

People: a surname or given name alone is the person whose full name the article gives; of two people with one surname
it is the one named last before it. Organisations: acronyms go with their expansion, short forms with the longer name
that came first. Places and peoples go by the gazetteer. Ids: what has a link or a full name has the same id in every
article; a person known by one name only is kept to the article, because a surname is no evidence of who it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tasks.enrich.acronyms import stands_for
from tasks.enrich.aliases import AliasTable
from tasks.enrich.comparison import comparison_name, person_words, plain_name, same_person
from tasks.enrich.entity import Entity, Gender
from tasks.enrich.geography import located
from tasks.enrich.kinds import institutions
from tasks.enrich.mention import Mention
from tasks.enrich.names import values_beside
from tasks.enrich.places import Place, gazetteer
from tasks.enrich.roles import gender_before, gender_of_name, role_after, role_before
from tasks.enrich.salience import is_in_title, salience
from tasks.enrich.tagger import Words
from tasks.enrich.things import Thing, merged
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
    things = things_of(words.text, mentions)
    placed = located(words, things)
    entities = [_entity(words, thing, placed.get(i), title, article_id, aliases) for i, thing in enumerate(things)]
    entities += _values(words.text, mentions, title, published_on)
    return sorted(_one_of_each_id(entities), key=lambda e: (e.mentions[0], e.entity_id))


def things_of(text: str, mentions: Sequence[Mention]) -> list[Thing]:
    """Mentions that name one thing put together, in the order of first mention."""
    by_name: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_name[_family(mention.type), comparison_name(mention.span.of(text), mention.type)].append(mention)
    things = [Thing.of(text, group) for group in by_name.values()]
    things = _people_joined(text, things)
    things = _names_joined(things)
    return sorted(things, key=lambda t: t.mentions[0].span)


def _family(kind: str) -> str:
    """Types between which one name is no reason to see two things."""
    return "place" if kind in ("GPE", "LOC", "FAC") else kind


def _people_joined(text: str, things: list[Thing]) -> list[Thing]:
    """Full names of one person are joined; each mention by one name goes to the person it can mean."""
    people = [t for t in things if t.type == "PERSON"]
    rest = [t for t in things if t.type != "PERSON"]
    full: list[Thing] = []
    for thing in sorted((p for p in people if len(person_words(p.name)) > 1), key=lambda p: -len(p.name)):
        same = [f for f in full if same_person(f.name, thing.name)]
        if len(same) == 1:
            full[full.index(same[0])] = merged(text, same[0], thing)
        else:
            full.append(thing)
    for thing in (p for p in people if len(person_words(p.name)) <= 1):
        rest += _given_out(text, thing, full)
    return [*rest, *full]


def _given_out(text: str, thing: Thing, full: list[Thing]) -> list[Thing]:
    """Add the mentions of a single name to the full names they can mean; what is left over is a thing of its own."""
    word = comparison_name(thing.name, "PERSON")
    bearers = [f for f in full if word == person_words(f.name)[-1]] or [f for f in full if word in person_words(f.name)]
    if not bearers:
        return [thing]
    for mention in thing.mentions:
        before = [f for f in bearers if f.mentions[0].span <= mention.span]
        nearest = max(
            before or bearers,
            key=lambda f: max((m.span for m in f.mentions if m.span <= mention.span), default=Span(-1, 0)),
        )
        at = full.index(nearest)
        joined = full[at] = merged(text, nearest, Thing.of(text, [mention]))
        bearers[bearers.index(nearest)] = joined
    return []


def _names_joined(things: list[Thing]) -> list[Thing]:
    """Acronyms joined to their expansions and short forms to the one longer name that came before."""
    things = sorted(things, key=lambda t: -len(t.name))
    kept: list[Thing] = []
    for thing in things:
        longer = [k for k in kept if _means(thing, k)]
        if len(longer) == 1:
            kept[kept.index(longer[0])] = longer[0].with_mentions_of(thing)
        else:
            kept.append(thing)
    return kept


def _means(short: Thing, long: Thing) -> bool:
    if "PERSON" in (short.type, long.type):
        return False
    if stands_for(short.name, long.name):
        return True
    alike = short.type == long.type and short.type in ("ORG", "EVENT")
    ours, theirs = comparison_name(short.name, "ORG").split(), comparison_name(long.name, "ORG").split()
    came_before = long.mentions[0].span < short.mentions[0].span
    return alike and came_before and len(ours) < len(theirs) and theirs[: len(ours)] == ours


def _entity(
    words: Words, thing: Thing, place: Place | None, title: str | None, article_id: str, aliases: AliasTable
) -> Entity:
    spans = tuple(m.span for m in thing.mentions)
    name, link, country = thing.name, None, None
    latitude = longitude = None
    if place is not None:
        link, country, latitude, longitude = place.link, place.country, place.latitude, place.longitude
    elif thing.type == "NORP":
        country = gazetteer().peoples.get(name)
    alias = aliases.best(thing.type, (name, *thing.names))
    if alias is not None:
        link, name = alias.id, alias.name or name
    roles, gender = _roles(words, thing) if thing.type == "PERSON" else ((), None)
    return Entity(
        entity_id=_entity_id(thing, name, link, country, article_id),
        name=name,
        type=thing.type,
        mentions=spans,
        roles=roles,
        aliases=tuple(n for n in thing.names if n != name),
        link=link,
        country=country,
        latitude=latitude,
        longitude=longitude,
        salience=salience(
            len(spans), spans[0].start, len(words.text), in_title := is_in_title((name, *thing.names), title)
        ),
        in_title=in_title,
        confidence=thing.confidence,
        gender=gender,
    )


def _entity_id(thing: Thing, name: str, link: str | None, country: str | None, article_id: str) -> str:
    """What has a link goes by it, a people by its country, a person of one name by the article, all others by name."""
    if link is not None:
        return stable_id("link", link)
    if thing.type == "NORP" and country is not None:
        return stable_id("NORP", country)
    plain = comparison_name(institutions().get(name, name) if thing.type == "ORG" else name, thing.type)
    if thing.type == "PERSON" and len(person_words(name)) < 2:
        return stable_id("PERSON", plain, article_id)
    return stable_id(_family(thing.type), plain)


def _roles(words: Words, thing: Thing) -> tuple[tuple[str, ...], Gender | None]:
    roles: list[str] = []
    genders: Counter[Gender] = Counter()
    for mention in thing.mentions:
        before, after = role_before(words, mention.span), role_after(words.text, mention.span)
        roles += [role for role in (before, after) if role]
        told = gender_before(words, mention.span)
        if told:
            genders[told] += 1
    gender = genders.most_common(1)[0][0] if genders else gender_of_name(thing.name)
    return tuple(dict.fromkeys(roles)), gender


def _values(text: str, names: Sequence[Mention], title: str | None, published_on: date | None) -> list[Entity]:
    """One entity per value, whatever words give it."""
    found: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for value in values_beside(text, names, published_on):
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
    return replace(
        one,
        mentions=tuple(sorted({*one.mentions, *other.mentions})),
        roles=tuple(dict.fromkeys((*one.roles, *other.roles))),
        aliases=tuple(n for n in names if n != one.name),
        salience=max(one.salience, other.salience),
        in_title=one.in_title or other.in_title,
    )
