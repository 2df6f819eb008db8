"""The gazetteer: what a name of a place means, alone and beside other places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.enrich.places import PlaceContext, best_place, gazetteer, place_key

NOWHERE = PlaceContext({}, {})


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("the United Arab Emirates", "country", "AE"),
        ("U.S.", "country", "US"),
        ("Kyiv", "town", "UA"),
        ("KYIV", "town", "UA"),
        ("Rzeszow", "town", "PL"),
        ("Côte d’Ivoire", "country", "CI"),
        ("Texas", "state", "US"),
        ("Middle East", "region", None),
    ],
)
def test_names_of_places(name: str, kind: str, country: str | None) -> None:
    place = best_place(gazetteer().named(name), NOWHERE)
    assert place is not None
    assert (place.kind, place.country) == (kind, country)


def test_georgia_is_a_state_among_states() -> None:
    candidates = gazetteer().named("Georgia")
    country, state = (best_place(candidates, c) for c in (NOWHERE, PlaceContext({"US": 2}, {"GA": 1, "FL": 2})))
    assert country is not None
    assert state is not None
    assert (country.link, state.kind) == ("iso3166:GE", "state")


def test_washington_is_the_capital_unless_states_are_told() -> None:
    place = best_place(gazetteer().named("Washington"), PlaceContext({"US": 3}, {}))
    assert place is not None
    assert place.kind == "town"


@pytest.mark.parametrize(("name", "country"), [("Geneva", "CH"), ("Athens", "GR"), ("Dublin", "IE")])
def test_news_that_names_the_united_states_is_not_from_there(name: str, country: str) -> None:
    place = best_place(gazetteer().named(name), PlaceContext({"US": 2}, {}))
    assert place is not None
    assert place.country == country


def test_a_town_lies_in_the_state_that_is_named() -> None:
    place = best_place(gazetteer().named("Athens"), PlaceContext({"US": 2}, {"GA": 1}))
    assert place is not None
    assert (place.country, place.within) == ("US", "GA")


def test_a_shortened_state_is_that_state_and_tells_its_towns() -> None:
    [state] = gazetteer().named("N.Y.")
    assert (state.name, state.kind) == ("New York", "state")
    assert gazetteer().named("La") != gazetteer().named("La.")
    town = best_place(gazetteer().named("Burlington"), NOWHERE, followed_by="Vt.")
    assert town is not None
    assert town.within == "VT"


def test_every_country_has_a_code_and_lies_on_earth() -> None:
    countries = {p for places in gazetteer().places.values() for p in places if p.kind == "country"}
    assert len(countries) > 240
    assert all(p.link == f"iso3166:{p.country}" for p in countries)
    assert all(p.latitude is None or abs(p.latitude) <= 90 for p in countries)


def test_a_pronoun_is_no_country() -> None:
    assert gazetteer().named("us") == ()


@given(st.text())
def test_comparison_forms_never_raise(name: str) -> None:
    place_key(name)
