"""What is done with the tagger's probabilities, on probabilities made by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pytest

from tasks.enrich.kinds import fine_type
from tasks.enrich.names import find_mentions, names_of, values_beside
from tasks.enrich.tagger import CLASSES, LABELS, Words


def told(words: Words, sure: float = 0.9, **names: Iterable[str]) -> np.ndarray:
    """Probabilities that give each class its names, at their first place only, with one confidence."""
    found = np.zeros((len(words.texts), len(LABELS)), np.float32)
    found[:, 0] = 1
    for kind, listed in names.items():
        for name in listed:
            match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words.text)
            assert match is not None, name
            start = match.start()
            inside = [i for i, s in enumerate(words.starts) if start <= s < start + len(name)]
            for place, i in enumerate(inside):
                found[i] = 0
                found[i, 0] = 1 - sure
                found[i, LABELS.index(("I-" if place else "B-") + kind)] = sure
    assert set(names) <= set(CLASSES)
    return found


def names_in(text: str, **names: Any) -> list[tuple[str, str]]:
    words = Words.of(text)
    return [(m.span.of(text), m.type) for m in names_of(words, told(words, **names))]


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


def test_well_known_organisations_are_found_without_the_tagger() -> None:
    assert names_in("She left Al Jazeera for Mozilla.") == [("Al Jazeera", "ORG"), ("Mozilla", "ORG")]
    assert names_in("She read it in Haaretz.", LOC=["Haaretz"]) == [("Haaretz", "ORG")]
    assert names_in("She left the Mozilla Qorvo.", PERSON=["Mozilla Qorvo"]) == [("Mozilla Qorvo", "PERSON")]


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


@pytest.mark.parametrize("name", ["Ilse Marten Foundation", "Marten & Tuna"])
def test_what_is_named_after_people_is_no_person(name: str) -> None:
    assert names_in(f"Then {name} closed.", PERSON=[name]) == [(name, "ORG")]


def test_passages_in_another_language_name_nobody() -> None:
    indonesian = (
        "Kita harus hati terhadap aliran ekstrim yang menanamkan kebencian amat sangat kepada Marten sekarang juga."
    )
    text = f"The mayor said it was a bad day for all of them. {indonesian}"
    assert names_in(text, PERSON=["Kita"]) == [("Kita", "PERSON")]
    parted = f"The mayor said it was a bad day for all of them.\n\n{indonesian}\n\n{indonesian}"
    assert names_in(parted, PERSON=["Kita"]) == []


@pytest.mark.parametrize(
    ("text", "town"), [("MULTAN: It rained.", True), ("Doha — It rained.", True), ("Doha-born.", False)]
)
def test_the_town_before_the_first_sentence_is_one(text: str, town: bool) -> None:
    assert (names_in(text, PERSON=[text.split(maxsplit=1)[0].strip(":")])[0][1] == "GPE") == town


@pytest.mark.parametrize(
    ("text", "tagged", "names"),
    [
        (
            "The Ministry of Tuna, Deep Sea and Harbour Law met.",
            ["Ministry of Tuna", "Deep Sea and Harbour Law"],
            ["Ministry of Tuna, Deep Sea and Harbour Law"],
        ),
        (
            "The Commission of Divers, Tuna Watch, and Sea Aid met.",
            ["Commission of Divers", "Tuna Watch", "Sea Aid"],
            ["Commission of Divers", "Tuna Watch", "Sea Aid"],
        ),
        ("The Minister of Tuna, Deep Sea and Harbours met Sea Aid.", ["Tuna", "Deep Sea", "Sea Aid"], ["Sea Aid"]),
        ("The Minister for Foreign Affairs met.", ["Foreign Affairs"], []),
    ],
)
def test_ministries_are_whole_and_what_ministers_are_for_is_no_name(
    text: str, tagged: list[str], names: list[str]
) -> None:
    assert [name for name, _ in names_in(text, ORG=tagged)] == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tuna Protection Act", "LAW"),
        ("Ministry of Law", "ORG"),
        ("Ocean Cup of Nations", "EVENT"),
        ("Tuna National Convention", "EVENT"),
        ("Tuna Convention", "ORG"),
    ],
)
def test_laws_and_events_that_read_like_organisations(name: str, kind: str) -> None:
    assert names_in(f"They liked the {name} there.", ORG=[name]) == [(name, kind)]


def test_an_article_inside_a_sentence_belongs_to_an_organisation() -> None:
    text = "The Tuna Times asked. She told The Tuna Times no."
    words = Words.of(text)
    chances = told(words, ORG=["Tuna Times"])
    chances[-4:-2] = chances[1:3]
    assert [m.span.of(text) for m in names_of(words, chances)] == ["Tuna Times", "The Tuna Times"]


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


@pytest.mark.parametrize(
    ("text", "tagged", "names"),
    [
        ("She sang The Tides of Qorvo twice.", "The Tides of Qorvo", ["The Tides of Qorvo"]),
        ("“I don’t know,” she said.", "I don’t know", []),
        ("“You can go,” she said.", "You can go", []),
        ("It was 2016 then.", "2016", []),
        ("They won the Qorvo Award for speed.", "Qorvo Award for", ["Qorvo Award"]),
    ],
)
def test_works_are_written_like_titles(text: str, tagged: str, names: list[str]) -> None:
    assert [n for n, _ in names_in(text, WORK=[tagged])] == names


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        ("He read “The Making of Ilse Marten,” a book.", "The Making", "The Making of Ilse Marten"),
        ("He read ''Gold: A Life, Not a Dream'' twice.", "Gold", "Gold: A Life, Not a Dream"),
        ("He read 'The Child's First Book of Tuna' twice.", "The Child's First", "The Child's First Book of Tuna"),
        ("“Gold Coast, have mercy on us,” she sang.", "Gold Coast", "Gold Coast"),
        ("He read The Making of Tuna and “Gold”.", "The Making", "The Making"),
    ],
)
def test_a_title_in_quotation_marks_is_whole(text: str, tagged: str, name: str) -> None:
    assert names_in(text, WORK=[tagged]) == [(name, "WORK")]


def test_who_is_named_in_a_title_is_not_named_by_it() -> None:
    text = "He read “The Making of Ilse Marten,” a book."
    assert names_in(text, WORK=["The Making"], PERSON=["Ilse Marten"]) == [("The Making of Ilse Marten", "WORK")]


def test_the_dollar_of_a_country_is_no_country() -> None:
    assert names_in("It costs US$5.", LOC=["US"]) == []


def test_a_noun_behind_a_name_tells_an_organisation() -> None:
    assert names_in("She told Il Vespro newspaper so.", LOC=["Il Vespro"]) == [("Il Vespro", "ORG")]
    assert names_in("She told the Lima newspaper so.", LOC=["Lima"]) == [("Lima", "GPE")]


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


@pytest.mark.parametrize(
    ("name", "coarse", "kind"),
    [
        ("Kenya", "ORG", "GPE"),
        ("Middle East", "ORG", "LOC"),
        ("Lake Qorvo", "LOC", "LOC"),
        ("Qorvo Mountains", "LOC", "LOC"),
        ("Qorvo Airport", "LOC", "FAC"),
        ("Qorvograd", "LOC", "GPE"),
        ("the Kremlin", "LOC", "ORG"),
        ("UN", "MISC", "ORG"),
        ("Peruvian", "MISC", "NORP"),
        ("Peruvians", "LOC", "NORP"),
        ("Qorvo Cup", "ORG", "EVENT"),
        ("Tuna National Convention", "EVENT", "EVENT"),
        ("Qorvo Convention", "MISC", "LAW"),
        ("Qorvo Prize", "MISC", "WORK"),
        ("Battle of Qorvo", "EVENT", "EVENT"),
        ("Fair Tides Act", "MISC", "LAW"),
        ("The Tides", "WORK", "WORK"),
        ("Qorvo 7", "MISC", "PRODUCT"),
        ("Jordan", "PERSON", "PERSON"),
    ],
)
def test_types_by_gazetteer_and_head_words(name: str, coarse: str, kind: str) -> None:
    assert fine_type(name, coarse) == kind


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
