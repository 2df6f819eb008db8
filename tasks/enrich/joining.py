"""Which names of an article are one thing: surnames with full names, acronyms with expansions, short forms.

Names are only compared with those that share a word or the initials with them, so that an article with thousands of
names costs no more than its length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tasks.enrich.acronyms import initials_of, is_acronym, letters_of
from tasks.enrich.comparison import comparison_name, person_words, same_person
from tasks.enrich.kin import introduced_as_kin
from tasks.enrich.mention import Mention
from tasks.enrich.places import gazetteer
from tasks.enrich.roles import gender_before
from tasks.enrich.tagger import Words
from tasks.enrich.things import Thing, gender_of, merged
from tasks.span import Span

_BEARERS = 20
"""A name that more people of an article bear is left alone: nothing says which of them is meant."""


def things_of(words: Words, mentions: Sequence[Mention]) -> list[Thing]:
    """Mentions that name one thing put together, in the order of first mention."""
    text = words.text
    by_name: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_name[family(mention.type), comparison_name(mention.span.of(text), mention.type)].append(mention)
    things = [Thing.of(text, group) for group in by_name.values()]
    people = [t for t in things if t.type == "PERSON"]
    rest = [t for t in things if t.type != "PERSON"]
    joined = [*_people_joined(words, people), *_names_joined(rest)]
    return sorted(joined, key=lambda t: t.mentions[0].span)


def family(kind: str) -> str:
    """Types between which one name is no reason to see two things."""
    return "place" if kind in ("GPE", "LOC", "FAC") else kind


def _people_joined(words: Words, people: Sequence[Thing]) -> list[Thing]:
    """Full names of one person are joined; each mention by one name goes to the person it can mean."""
    full = [p for p in people if len(person_words(p.name)) > 1]
    groups: list[list[Thing]] = []
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    by_key: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for thing in sorted(full, key=lambda p: (-len(person_words(p.name)), -len(p.name), p.mentions[0].span)):
        name = person_words(thing.name)
        near = dict.fromkeys(i for key in _person_keys(name) for i in by_key[key])
        same = [i for i in near if same_person(groups[i][0].name, thing.name)]
        if len(same) == 1:
            groups[same[0]].append(thing)
        else:
            for word in dict.fromkeys(name):
                by_word[word].append(len(groups))
            for key in _person_keys(name):
                by_key[key].append(len(groups))
            groups.append([thing])
    singles = [p for p in people if len(person_words(p.name)) <= 1]
    left = [t for t in singles if not _given_out(words, t, groups, by_word)]
    return [*left, *(merged(words.text, group) for group in groups)]


def _person_keys(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Two full names can only be one person's when they share one of these."""
    return (("begins", *words[:2]), ("ends", *words[-2:]), ("surname", words[0][0], words[-1]))


def _given_out(words: Words, thing: Thing, groups: list[list[Thing]], by_word: dict[str, list[int]]) -> bool:
    """Add each mention of a single name to the full name that it can mean; False when there is none.

    A surname goes before a given name; of several people the one named last before the mention is meant, among those
    whose gender the title before it (`Mrs`) allows. Without a title a relative, `her sister X`, is not meant.
    """
    word = comparison_name(thing.name, "PERSON")
    near = by_word.get(word, [])
    bearers = [i for i in near if person_words(groups[i][0].name)[-1] == word] or near
    if not 0 < len(bearers) <= _BEARERS:
        return False
    kin = {i for i in bearers if introduced_as_kin(words, groups[i][0].mentions[0].span)}
    starts = {i: sorted(m.span for t in groups[i] for m in t.mentions) for i in bearers}
    genders = {i: gender_of(words, groups[i][0]) for i in bearers}
    for mention in thing.mentions:
        told = gender_before(words, mention.span)
        allowed = {i: spans for i, spans in starts.items() if (genders[i] in (told, None) if told else i not in kin)}
        groups[_nearest(allowed or starts, mention.span)].append(Thing.of(words.text, [mention]))
    return True


def _nearest(starts: dict[int, list[Span]], span: Span) -> int:
    """The person whose full name stands nearest before a mention, else the one named first in the article."""
    before = {i: max((s for s in spans if s <= span), default=None) for i, spans in starts.items()}
    named = {i: s for i, s in before.items() if s is not None}
    return max(named, key=lambda i: named[i]) if named else min(starts, key=lambda i: starts[i][0])


def _names_joined(things: Sequence[Thing]) -> list[Thing]:
    """Acronyms joined to their expansions and short forms to the one longer name that came before."""
    ordered = sorted(things, key=lambda t: (-len(t.name), t.mentions[0].span))
    kept: list[Thing] = []
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for thing in ordered:
        near = dict.fromkeys(i for key in _asked(thing) for i in by_key[key][:_BEARERS])
        longer = [i for i in near if _is_short_for(thing, kept[i])]
        if len(longer) == 1:
            kept[longer[0]] = kept[longer[0]].with_mentions_of(thing)
        else:
            for key in _offered(thing):
                by_key[key].append(len(kept))
            kept.append(thing)
    return kept


def _asked(thing: Thing) -> Iterator[str]:
    """Keys under which a longer form of this name would stand."""
    if is_acronym(thing.name):
        yield "initials " + letters_of(thing.name)
    if thing.type in ("ORG", "EVENT"):
        yield "begins " + comparison_name(thing.name, "ORG").split(" ", 1)[0]
    if thing.type == "ORG" and " " not in thing.name:
        yield "ends " + comparison_name(thing.name, "ORG")


def _offered(thing: Thing) -> Iterator[str]:
    """Keys under which shorter forms of this name look for it."""
    for initials in initials_of(thing.name):
        yield "initials " + initials
    if thing.type in ("ORG", "EVENT"):
        yield "begins " + comparison_name(thing.name, "ORG").split(" ", 1)[0]
    if _is_of_a_town(thing):
        yield "ends " + comparison_name(thing.name.rpartition(" ")[2], "ORG")


def _is_of_a_town(thing: Thing) -> bool:
    """An organisation called by its town and one word, by which alone it may go on: `Chicago Cubs`, `Boston Globe`."""
    town, _, last = thing.name.rpartition(" ")
    return thing.type == "ORG" and bool(town) and last[0].isupper() and gazetteer().is_place(town)


def _is_short_for(short: Thing, long: Thing) -> bool:
    """An acronym by its letters, anything else when a name of its type that came before begins or ends so."""
    if is_acronym(short.name) and letters_of(short.name) in initials_of(long.name):
        return True
    if short.type != long.type or long.mentions[0].span > short.mentions[0].span:
        return False
    if " " not in short.name and _is_of_a_town(long) and long.name.endswith(f" {short.name}"):
        return True
    ours, theirs = (comparison_name(t.name, "ORG").split() for t in (short, long))
    return len(ours) < len(theirs) and theirs[: len(ours)] == ours
