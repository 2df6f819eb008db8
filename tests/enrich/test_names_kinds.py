"""Organisations, laws, events and works, on probabilities made by hand."""

from __future__ import annotations

import pytest

from tasks.enrich.kinds import fine_type
from tasks.enrich.names import names_of
from tasks.enrich.tagger import Words
from tests.enrich.made_names import names_in, told


@pytest.mark.parametrize("name", ["Ilse Marten Foundation", "Marten & Tuna"])
def test_what_is_named_after_people_is_no_person(name: str) -> None:
    assert names_in(f"Then {name} closed.", PERSON=[name]) == [(name, "ORG")]


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


def test_what_stands_in_quotation_marks_alone_is_a_work() -> None:
    text = "She saw “Tuna Tonight,” flew the Qorvo Nine and said “Qorvo Ten is fast.”"
    names = names_in(text, MISC=["Tuna Tonight", "Qorvo Nine", "Qorvo Ten"])
    assert names == [("Tuna Tonight", "WORK"), ("Qorvo Nine", "PRODUCT"), ("Qorvo Ten", "PRODUCT")]


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


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("She told Il Vespro newspaper so.", "Il Vespro", "ORG"),
        ("She told the newspaper Il Vespro so.", "Il Vespro", "ORG"),
        ("She asked Vespro, a small Italian daily, why.", "Vespro", "ORG"),
        ("She asked Vespro, a small Italian.", "Vespro", "PERSON"),
        ("She told the Lima newspaper so.", "Lima", "GPE"),
        ("She works at CVQ-Lima, not far off.", "CVQ-Lima", "ORG"),
    ],
)
def test_a_noun_beside_a_name_tells_an_organisation(text: str, name: str, kind: str) -> None:
    assert names_in(text, **{"PERSON" if kind == "PERSON" else "LOC": [name]}) == [(name, kind)]


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
