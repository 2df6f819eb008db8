"""What is done with the tagger's probabilities, on probabilities made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tasks.enrich.names import find_mentions, names_of, values_beside
from tasks.enrich.tagger import LABELS, Words
from tests.enrich.made_names import names_in, told


def test_a_name_found_once_is_found_everywhere() -> None:
    text = "Ilse Marten won. Later Marten left, but Marten’s friends and ILSE MARTEN’S foes stayed."
    assert names_in(text, PERSON=["Ilse Marten"]) == [
        ("Ilse Marten", "PERSON"),
        ("Marten", "PERSON"),
        ("Marten", "PERSON"),
        ("ILSE MARTEN", "PERSON"),
    ]


def test_a_name_inside_a_longer_one_is_left_alone() -> None:
    text = "Marten won. The Marten Foundation and Marten-led groups agreed."
    assert names_in(text, PERSON=["Marten"]) == [("Marten", "PERSON")]


@pytest.mark.parametrize(
    ("text", "tagged", "kind", "name"),
    [
        ("Then President Ilse Marten spoke.", "President Ilse Marten", "PERSON", "Ilse Marten"),
        ("Then Prime Minister Marten spoke.", "Prime Minister Marten", "PERSON", "Marten"),
        ("Then Sen. Ilse Marten spoke.", "Sen. Ilse Marten", "PERSON", "Ilse Marten"),
        ("Then Ilse Marten’s aide spoke.", "Ilse Marten’s", "PERSON", "Ilse Marten"),
        ("A Qorvo-based Tuna Institute report.", "Qorvo-based Tuna Institute", "ORG", "Tuna Institute"),
        ("They said (Tuna Watch) failed.", "(Tuna Watch", "ORG", "Tuna Watch"),
        ("Third was Ilse Marten 46 today.", "Ilse Marten 46", "PERSON", "Ilse Marten"),
        ("In the U.S. they agreed.", "U.S.", "LOC", "U.S."),
        ("They left the U.S. Nobody came.", "U.S", "LOC", "U.S."),
        ("Then South Carolina Sen. Ilse Marten spoke.", "South Carolina Sen", "LOC", "South Carolina"),
        ("So said J. R. van der Berg today.", "J. R. van der Berg", "PERSON", "J. R. van der Berg"),
        ("So said Jean-Luc O’Hara today.", "Jean-Luc O’Hara", "PERSON", "Jean-Luc O’Hara"),
        ("Then Marten bristles at it.", "Marten bristles", "PERSON", "Marten"),
        ("Then Kim Jo-un left.", "Kim Jo-un", "PERSON", "Kim Jo-un"),
        ("So said the Met's Tide Command today.", "s Tide Command", "ORG", "Tide Command"),
        ("So said Tide Party TD Ilse Marten today.", "Tide Party TD", "ORG", "Tide Party"),
        ("So said Mr MARTEN KC today.", "MARTEN KC", "PERSON", "MARTEN"),
        ("So said the South Korean today.", "Korean", "MISC", "South Korean"),
        ("So said Ilse Marten KC today.", "Ilse Marten KC", "PERSON", "Ilse Marten"),
        ("So said Ilse Marten, OBE, today.", "Ilse Marten, OBE", "PERSON", "Ilse Marten"),
        ("So said the Minister for Home Affairs K. Marten.", "Home Affairs K. Marten", "PERSON", "K. Marten"),
        ("So said Hon. Ilse Marten today.", "Hon. Ilse Marten", "PERSON", "Ilse Marten"),
        ("They won with Tuna Watch 47-53 behind.", "Tuna Watch 47-53", "ORG", "Tuna Watch"),
        ("They came from western Qorvo then.", "western Qorvo", "LOC", "Qorvo"),
    ],
)
def test_names_are_cut_to_the_name(text: str, tagged: str, kind: str, name: str) -> None:
    assert [n for n, _ in names_in(text, **{kind: [tagged]})] == [name]


@pytest.mark.parametrize("word", ["Premier", "Council", "president", "hypersonic"])
def test_titles_and_common_nouns_are_no_names(word: str) -> None:
    assert names_in(f"The {word} spoke.", sure=0.65, ORG=[word]) == []


@pytest.mark.parametrize(
    ("text", "kind", "tagged", "names"),
    [
        ("What to do in San Rafael California?", "LOC", "San Rafael California", ["San Rafael", "California"]),
        ("i live in san rafael ca now", "LOC", "san rafael ca", ["san rafael", "ca"]),
        ("They met in New Mexico again.", "LOC", "New Mexico", ["New Mexico"]),
        ("They met in Qorvo Oman again.", "LOC", "Qorvo Oman", ["Qorvo Oman"]),
        ("Team: Linda Qorvo Peter Velm", "PERSON", "Linda Qorvo Peter Velm", ["Linda Qorvo", "Peter Velm"]),
        ("A. Velm c Marten b Reyes 4", "PERSON", "A. Velm c Marten b Reyes", ["A. Velm", "Marten", "Reyes"]),
        ("Then Ilse Velm savaged Marten.", "PERSON", "Ilse Velm savaged Marten", ["Ilse Velm", "Marten"]),
        ("Then Velm Sang-hoon spoke.", "PERSON", "Velm Sang-hoon", ["Velm Sang-hoon"]),
        ("So said Juan Pedro Luis Qorvo.", "PERSON", "Juan Pedro Luis Qorvo", ["Juan Pedro Luis Qorvo"]),
    ],
)
def test_names_side_by_side_are_parted(text: str, kind: str, tagged: str, names: list[str]) -> None:
    assert [n for n, _ in names_in(text, sure=0.95, **{kind: [tagged]})] == names


def test_passages_in_another_language_name_nobody() -> None:
    indonesian = (
        "Kita harus hati terhadap aliran ekstrim yang menanamkan kebencian amat sangat kepada Marten sekarang juga."
    )
    text = f"The mayor said it was a bad day for all of them. {indonesian}"
    assert names_in(text, PERSON=["Kita"]) == [("Kita", "PERSON")]
    parted = f"The mayor said it was a bad day for all of them.\n\n{indonesian}\n\n{indonesian}"
    assert names_in(parted, PERSON=["Kita"]) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [("“No,” said Qorvane.", "PERSON"), ("Qorvane, it rained.", None), ("It rained on Mount Qorvane who said.", "LOC")],
)
def test_an_unknown_place_that_speaks_is_none(text: str, kind: str | None) -> None:
    words = Words.of(text)
    chances = told(words, LOC=["Mount Qorvane" if "Mount" in text else "Qorvane"])
    named = chances[:, 0] < 0.5
    chances[named] *= 0.6
    chances[named, LABELS.index("B-PERSON")] = 0.3
    assert [m.type for m in names_of(words, chances)] == ([kind] if kind else [])


def test_who_is_named_surname_first_is_known_by_it() -> None:
    text = "Bao Min Ho won. Bao left. Paris Holm won. Paris cheered."
    words = Words.of(text)
    chances = told(words, PERSON=["Bao Min Ho", "Paris Holm"])
    for i, word in enumerate(words.texts):
        if word in ("Bao", "Paris") and chances[i, 0] == 1:
            chances[i] = 0
            chances[i, [LABELS.index("B-LOC"), LABELS.index("B-PERSON")]] = 0.5, 0.4
    found = [(m.span.of(text), m.type) for m in names_of(words, chances)]
    assert found == [("Bao Min Ho", "PERSON"), ("Bao", "PERSON"), ("Paris Holm", "PERSON"), ("Paris", "GPE")]


def test_edited_texts_have_no_names_in_small_letters() -> None:
    text = "we met ana in lima. " + "it rained. " * 12
    assert [name for name, _ in names_in(text, PERSON=["ana"], LOC=["lima"])] == ["ana", "lima"]
    assert names_in(text.replace("we", "We").replace("it", "It"), PERSON=["ana"], LOC=["lima"]) == []


def test_the_dollar_of_a_country_is_no_country() -> None:
    assert names_in("It costs US$5.", LOC=["US"]) == []


def test_an_acronym_is_named_with_its_expansion() -> None:
    text = "The Bank of Qorvo (BoQ) said so. The BoQ’s chair, and BoQ staff, agreed."
    assert names_in(text) == [("Bank of Qorvo", "ORG"), ("BoQ", "ORG"), ("BoQ", "ORG"), ("BoQ", "ORG")]
    assert names_in(text, LOC=["Qorvo"])[0] == ("Bank of Qorvo", "ORG")


def test_an_acronym_of_common_words_names_nothing() -> None:
    text = "They sell tidal energy credits (TEC). A TEC costs little. NGOs agree."
    assert names_in(text, ORG=["TEC", "NGOs"]) == []


def test_in_lines_of_results_towns_are_clubs() -> None:
    text = "Soccer results: league matches of the third week of the season.\n\nLeeds 2 Ipswich 1\n\nBorvane 3 Hull 0"
    found = dict(names_in(text, LOC=["Leeds", "Ipswich", "Hull"]))
    assert found == {"Leeds": "ORG", "Ipswich": "ORG", "Borvane": "ORG", "Hull": "ORG"}
    dated = "LEEDS 2031-08-30"
    assert dict(names_in(f"{dated}\n\n{text}", LOC=["LEEDS", "Ipswich"]))["LEEDS"] == "GPE"
    assert dict(names_in(text.replace("Soccer results: league matches", "Tides"), LOC=["Leeds"])) == {"Leeds": "GPE"}


def test_a_date_in_a_name_is_no_value() -> None:
    text = "The March 5 Movement met on March 5."
    words = Words.of(text)
    names = names_of(words, told(words, ORG=["March 5 Movement"]))
    assert [v.span.start for v in values_beside(words, names)] == [text.rindex("March 5")]


class Nothing:
    """A tagger that finds no names."""

    def probabilities(self, articles: Sequence[Words]) -> list[np.ndarray]:
        return [told(a) for a in articles]


def test_any_tagger_will_do() -> None:
    assert find_mentions([Words.of("Ilse Marten won."), Words.of("")], Nothing()) == [[], []]


def test_party_and_state_are_nobody() -> None:
    assert names_in("So said Ilse Marten, D-N.Y., again.", PERSON=["D-N.Y."]) == []
