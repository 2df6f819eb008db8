"""Names that a table or their writing tells, whatever the tagger says."""

from __future__ import annotations

import pytest

from tests.enrich.made_names import names_in


def test_well_known_organisations_are_found_without_the_tagger() -> None:
    assert names_in("She left Al Jazeera for Mozilla.") == [("Al Jazeera", "ORG"), ("Mozilla", "ORG")]
    assert names_in("She read it in Haaretz.", LOC=["Haaretz"]) == [("Haaretz", "ORG")]
    assert names_in("She left the Mozilla Qorvo.", PERSON=["Mozilla Qorvo"]) == [("Mozilla Qorvo", "PERSON")]
    assert names_in("She left Islamic State.", NORP=["Islamic"]) == [("Islamic State", "ORG")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A Shanghai-based firm.", ["Shanghai"]),
        ("The U.S.-backed South Korea-style plan.", ["U.S.", "South Korea"]),
        ("The China-backed, Washington-based bank.", ["China", "Washington"]),
        ("The U.S.-Mexico border and the US–China war.", ["U.S.", "Mexico", "US", "China"]),
        ("The Iran-Contra affair and the US-China Tuna Council.", []),
        ("A Qorvo-based firm on the Shanghai - based scale.", []),
    ],
)
def test_places_in_compounds_are_found_without_the_tagger(text: str, names: list[str]) -> None:
    assert [n for n, _ in names_in(text)] == names


def test_states_as_agencies_shorten_them() -> None:
    text = "In Mora, N.Y., Sen. Ann Lee (W.Va.) met the Illes, from Mora, Ill. Ms. Lee is R-Fla., says La. Presse."
    assert names_in(text, PERSON=["Ann Lee", "W.Va"]) == [
        ("N.Y.", "GPE"),
        ("Ann Lee", "PERSON"),
        ("W.Va.", "GPE"),
        ("Ill.", "GPE"),
        ("Lee", "PERSON"),
    ]


def test_a_state_in_front_of_an_office_is_no_part_of_a_name() -> None:
    text = "Iowa Sen. Ann Lee met New York Gov. Bo Marten and Mora Sen. Cy Illes. A Texas Sen of old."
    told = {"ORG": ["Iowa Sen", "New York"], "PERSON": ["Ann Lee", "Bo Marten", "Cy Illes"]}
    assert [n for n, kind in names_in(text, **told) if kind == "GPE"] == ["Iowa", "New York"]


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("In Marten v. Board of Tuna, it said no.", "Marten v. Board of Tuna"),
        ("The court’s U.S. v. Tuna & Sons of Mora stands.", "U.S. v. Tuna & Sons of Mora"),
    ],
)
def test_a_court_case_is_one_name_and_no_person(text: str, case: str) -> None:
    assert names_in(text, PERSON=[case.split(maxsplit=1)[0].strip(".")]) == [(case, "LAW")]
    assert names_in(text.replace(" v. ", " v "), PERSON=["Marten"] if "Marten" in text else []) != [(case, "LAW")]


@pytest.mark.parametrize(
    ("text", "town"), [("MULTAN: It rained.", True), ("Doha — It rained.", True), ("Doha-born.", False)]
)
def test_the_town_before_the_first_sentence_is_one(text: str, town: bool) -> None:
    assert (names_in(text, PERSON=[text.split(maxsplit=1)[0].strip(":")])[0][1] == "GPE") == town
