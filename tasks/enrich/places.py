"""Places by gazetteer: GeoNames' countries, US states and towns, with the country, coordinates and link of each.

These stand in `gazetteer/places.csv` (GeoNames data, CC BY 4.0; written by `benchmarks/names/towns.py`), other names of
countries, the names of peoples and of regions in the tables beside it.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log10
from pathlib import Path
from typing import Literal, NamedTuple, cast

from tasks.enrich.states import SHORTENED

TABLES = Path(__file__).parent / "gazetteer"
COLUMNS = (
    "name", "kind", "country", "link", "latitude", "longitude", "population", "within", "other_names",
)  # fmt: skip
"""Of `places.csv`; other names are parted by bars."""
CACHED = 20_000
"""Names of which something that was looked up is kept: they are repeated, within an article and from day to day."""
_IN_ALL_NEWS = 0.5
"""What naming the United States tells of its towns: news of any place names it, and of its own towns their states."""
WELL_KNOWN = 100_000
"""People of a town that is known by its name alone, and of which other names are taken too."""


Kind = Literal["country", "state", "town", "region"]


class Place(NamedTuple):
    """One thing of the gazetteer that bears a name."""

    name: str
    kind: Kind
    type: Literal["GPE", "LOC"]
    country: str | None = None
    link: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    within: str | None = None
    """Code of the part of its country (of the United States: the state) that a town lies in."""


@dataclass(frozen=True)
class Gazetteer:
    """Places by their names in comparison form, peoples by theirs."""

    places: dict[str, tuple[Place, ...]]
    peoples: dict[str, str | None]
    """Names of peoples and faiths as written, with the code of the country that they are named after."""
    states: dict[str, str]
    """Codes of US states by name, by code and as agencies shorten them."""

    def named(self, name: str) -> tuple[Place, ...]:
        """The places of a name, the largest first; none when it is not known."""
        found = self.places.get(place_key(name), ())
        return tuple(place for place in found if place.kind == "state") if name in SHORTENED else found

    def is_country(self, name: str) -> bool:
        """Whether it is one before it is anything else."""
        return any(place.kind == "country" for place in self.named(name)[:1])

    def is_place(self, name: str) -> bool:
        return place_key(name) in self.places


@lru_cache(maxsize=CACHED)
def place_key(name: str) -> str:
    """The comparison form of a place name: no accents, no full stops, no leading `the`, case kept but for capitals.

    Case is kept because `US` is a country and `us` is not; a name all in capitals is also found under its own form.
    """
    plain = SHORTENED.get(name, name)
    if not name.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
        plain = plain.replace("’", "'")
    plain = " ".join(plain.replace(".", "").replace("-", " ").split())
    if plain.isupper() and len(plain) > 3:
        plain = plain.title()
    return plain[4:] if plain[:4] in ("the ", "The ") else plain


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, made once in a process (about a quarter of a second)."""
    found: defaultdict[str, dict[str | None, Place]] = defaultdict(dict)
    states: dict[str, str] = {}
    for place, names in (*_listed(), *_regions()):
        for name in names:
            found[place_key.__wrapped__(name)].setdefault(place.link or place.name, place)
        if place.kind == "state" and place.within:
            states |= {place.within: place.within, place.name: place.within}
    states |= {short: states[name] for short, name in SHORTENED.items()}
    places = {key: tuple(sorted(of.values(), key=_rank)) for key, of in found.items()}
    return Gazetteer(places, dict(_peoples()), states)


def _rank(place: Place) -> tuple[int, int]:
    kinds = {"country": 0, "region": 1, "state": 2, "town": 3}
    return kinds[place.kind], -place.population


def _rows(table: str) -> list[dict[str, str]]:
    with (TABLES / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _listed() -> Iterator[tuple[Place, list[str]]]:
    """Countries, towns and US states, each with all its names."""
    aliases = {row["iso"]: row["aliases"] for row in _rows("countries.csv")}
    with (TABLES / "places.csv").open(encoding="utf-8", newline="") as lines:
        table = csv.reader(lines)
        next(table)
        for name, kind, country, link, latitude, longitude, population, within, other_names in table:
            north, east = (float(latitude), float(longitude)) if latitude else (None, None)
            others = aliases.get(country, "") if kind == "country" else other_names
            place = Place(name, cast("Kind", kind), "GPE", country, link, north, east, int(population), within or None)
            yield place, [name, *filter(None, others.split("|"))]


def _regions() -> Iterator[tuple[Place, list[str]]]:
    for row in _rows("areas.csv"):
        kind: Literal["GPE", "LOC"] = "GPE" if row["type"] == "GPE" else "LOC"
        yield Place(row["name"], "region", kind, row["countries"] or None), [row["name"]]


def _peoples() -> Iterator[tuple[str, str | None]]:
    for row in _rows("peoples.csv"):
        yield row["name"], None
    for row in _rows("countries.csv"):
        for name in filter(None, row["people"].split("|")):
            yield name, row["iso"]


@dataclass
class PlaceContext:
    """What an article says about where it plays: countries and US states, with the number of mentions."""

    countries: dict[str, int]
    states: dict[str, int]


def best_place(candidates: tuple[Place, ...], context: PlaceContext, followed_by: str | None = None) -> Place | None:
    """Which of several places of one name an article means.

    `followed_by` is the name of what the place lies in, as in `Paris, Texas`: it decides. Otherwise a country or
    region comes first, then the town whose country or state the article names, then the largest; None when that is
    a small town in a country that the article does not name.
    """
    if not candidates:
        return None
    if followed_by:
        inside = [p for p in candidates if _lies_in(p, followed_by)]
        if inside:
            return max(inside, key=lambda p: p.population)
    best = max(candidates, key=lambda p: _weight(p, context))
    return best if _is_supported(best, context) else None


def _is_supported(place: Place, context: PlaceContext) -> bool:
    """A small town is only meant when the article names its country or state: most names are borne by several."""
    if place.kind != "town" or place.population >= WELL_KNOWN:
        return True
    return place.country in context.countries or (place.country == "US" and place.within in context.states)


def _lies_in(place: Place, name: str) -> bool:
    known = gazetteer()
    if place.country == "US" and place.kind == "town" and known.states.get(name) == place.within:
        return True
    return place.kind in ("town", "region") and any(
        p.country == place.country for p in known.named(name) if p.kind == "country"
    )


def _weight(place: Place, context: PlaceContext) -> float:
    """Orders of magnitude of population; what the article names besides counts for some of them."""
    weight = log10(place.population + 10)
    if place.kind in ("country", "region"):
        weight += 6
    if place.kind == "state":
        weight += 4.5 + 9.0 * bool(set(context.states) - {place.within})  # a state has no population here
    if place.kind == "town":
        weight += (_IN_ALL_NEWS if place.country == "US" else 1.5) * (place.country in context.countries)
        weight += 2.0 * (place.country == "US" and place.within in context.states)
    return weight
