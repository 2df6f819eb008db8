"""Which place of the gazetteer each place name of an article means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tasks.enrich.places import Place, PlaceContext, best_place, gazetteer
from tasks.enrich.tagger import Words
from tasks.enrich.things import Thing

_WITHIN = re.compile(r",? \(?((?:[A-Z][\w.'’-]+)(?: [A-Z][\w.'’-]+){0,2})")


def located(words: Words, things: Sequence[Thing]) -> Mapping[int, Place]:
    """The place of each thing that is one and that the gazetteer knows, by its index."""
    context = context_of(things)
    found = {}
    for i, thing in enumerate(things):
        if thing.type not in ("GPE", "LOC"):
            continue
        candidates = next((c for name in thing.names if (c := gazetteer().named(name))), ())
        place = best_place(candidates, context, _named_within(words.text, thing))
        if place is not None:
            found[i] = place
    return found


def context_of(things: Sequence[Thing]) -> PlaceContext:
    """The countries and US states that an article names, peoples counted for their countries."""
    known = gazetteer()
    countries: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for thing in things:
        count = len(thing.mentions)
        if thing.type == "NORP" and (code := known.peoples.get(thing.name)):
            countries[code] += count
        if thing.type not in ("GPE", "LOC"):
            continue
        if code := known.states.get(thing.name):
            states[code] += count
        places = known.named(thing.name)
        if places and places[0].country and places[0].kind == "country":
            countries[places[0].country] += count
    return PlaceContext(dict(countries), dict(states))


def _named_within(text: str, thing: Thing) -> str | None:
    """The name after a comma behind a mention, when it is a place that others lie in: `Paris, Texas`."""
    known = gazetteer()
    for mention in thing.mentions:
        match = _WITHIN.match(text, mention.span.end)
        if match is None or text[mention.span.end] != ",":
            continue
        words = match[1].split()
        for length in range(len(words), 0, -1):
            written = " ".join(words[:length])
            name = written if written in known.states else written.rstrip(".")
            if name in known.states or any(p.kind in ("country", "state") for p in known.named(name)):
                return name
    return None
