"""Which entity a speaker's mention stands for: names, pronouns, descriptions, and none where nothing supports one."""

from __future__ import annotations

import re

import pytest

from tasks.enrich.entity import Entity, Gender, Quote
from tasks.enrich.quotes.stage import find_quotes
from tasks.span import Span


def _entity(text: str, name: str, kind: str, *aliases: str, gender: Gender | None = None, role: str = "") -> Entity:
    found: list[Span] = []
    for form in sorted((name, *aliases), key=len, reverse=True):
        spans = [Span(*m.span()) for m in re.finditer(rf"\b{re.escape(form)}\b", text)]
        found += [s for s in spans if not any(s.overlaps(o) for o in found)]
    roles = (role,) if role else ()
    return Entity(name, name, kind, tuple(sorted(found)), roles, aliases, gender=gender)


def _said(quotes: list[Quote], text: str, words: str) -> Quote:
    return next(q for q in quotes if any(words in span.of(text) for span in q.spans))


STORY = (
    "Coach Ilse Brandt praised striker Rui Prado after the cup final in Oslo on Sunday. “He ran for two,” she said.\n\n"
    "Prado, 31, joined Nordby FC in May. “I was lucky,” he said.\n\n"
    "The club said it would extend the contract. The coach said the striker had earned it.\n\n"
    "“Nobody asked me,” said a fan outside the ground.\n\n"
    "“It was never a penalty,” they said.\n\n"
    "Norway said it would bid for the tournament."
)


def _story() -> list[Quote]:
    people = [
        _entity(STORY, "Ilse Brandt", "PERSON", "Brandt", gender="f", role="Coach"),
        _entity(STORY, "Rui Prado", "PERSON", "Prado", gender="m", role="striker"),
        _entity(STORY, "Nordby FC", "ORG"),
        _entity(STORY, "Oslo", "GPE"),
        _entity(STORY, "Norway", "GPE"),
    ]
    return find_quotes(STORY, people)


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("He ran for two", "Ilse Brandt"),
        ("I was lucky", "Rui Prado"),
        ("it would extend", "Nordby FC"),
        ("the striker had earned it", "Ilse Brandt"),
        ("it would bid", "Norway"),
    ],
)
def test_mention_is_resolved_to_the_entity(words: str, speaker: str) -> None:
    quote = _said(_story(), STORY, words)
    assert (quote.speaker, quote.speaker_entity_id) == (speaker, speaker)


def test_role_comes_from_the_entity() -> None:
    assert _said(_story(), STORY, "He ran for two").speaker_role == "Coach"


def test_unnamed_speaker_keeps_the_mention_and_no_entity() -> None:
    quote = _said(_story(), STORY, "Nobody asked me")
    assert quote.speaker == "fan"
    assert quote.speaker_entity_id is None


def test_they_is_nobody_in_particular() -> None:
    quote = _said(_story(), STORY, "never a penalty")
    assert quote.speaker_mention is not None
    assert quote.speaker_mention.of(STORY) == "they"
    assert quote.speaker_entity_id in {None, "Nordby FC"}


def test_gender_keeps_a_pronoun_from_the_wrong_person() -> None:
    text = "Judge Tom Reyes sent Mara Lindt to prison. “I did nothing,” she said. “We will see,” he said."
    people = [
        _entity(text, "Tom Reyes", "PERSON", gender="m"),
        _entity(text, "Mara Lindt", "PERSON", gender="f"),
    ]
    quotes = find_quotes(text, people)
    assert _said(quotes, text, "I did nothing").speaker == "Mara Lindt"
    assert _said(quotes, text, "We will see").speaker == "Tom Reyes"


def test_possessor_is_not_the_speaker() -> None:
    text = "“No comment,” Rui Prado's lawyer said."
    quote = find_quotes(text, [_entity(text, "Rui Prado", "PERSON")])[0]
    assert quote.speaker_entity_id is None
    assert quote.speaker is not None
    assert "lawyer" in quote.speaker


def test_agency_is_via_and_not_the_speaker() -> None:
    text = "“The reactor is safe,” state media quoted engineer Pavel Kos as saying."
    quote = find_quotes(text, [_entity(text, "Pavel Kos", "PERSON")])[0]
    assert (quote.speaker, quote.via) == ("Pavel Kos", "state media")


def test_paper_behind_according_to_is_via() -> None:
    text = "“The reactor is safe,” Pavel Kos told workers, according to the Hald Courier."
    quote = find_quotes(text, [])[0]
    assert (quote.speaker, quote.via) == ("Pavel Kos", "Hald Courier")


def test_no_speaker_where_nothing_supports_one() -> None:
    quote = find_quotes("“Beware of the dog, it bites everyone who comes near.”", [])[0]
    assert quote.speaker is None
    assert quote.speaker_mention is None
    assert quote.confidence <= 0.5


def test_without_entities_the_name_is_the_mention_without_title() -> None:
    text = "“The slope is moving,” Dr. Amara Okoye said.\n\n“We must leave,” Okoye added."
    first, second = find_quotes(text, [])
    assert (first.speaker, second.speaker) == ("Amara Okoye", "Amara Okoye")
    assert first.speaker_entity_id is None


def test_date_or_money_is_never_a_speaker() -> None:
    text = "On Monday he said prices would rise."
    quote = find_quotes(text, [_entity(text, "Monday", "DATE")])[0]
    assert quote.speaker is None


OFFICES = (
    "ODDAHOLM (KNA) - Minister of Fisheries Lena Fors said the quay was safe. The ministry said it had looked.\n\n"
    "“We heard it,” said the harbour’s pilot, Tor Vik. “So did I,” said one of his neighbours, Ida Kos.\n\n"
    "The letter said all boats must leave. The bank said rates would fall."
)


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("the quay was safe", "Lena Fors"),
        ("it had looked", "ministry"),
        ("We heard it", "Tor Vik"),
        ("So did I", "Ida Kos"),
        ("all boats must leave", "letter"),
        ("rates would fall", "bank"),
    ],
)
def test_offices_descriptions_and_things(words: str, speaker: str) -> None:
    people = [_entity(OFFICES, name, "PERSON") for name in ("Lena Fors", "Tor Vik", "Ida Kos")]
    assert _said(find_quotes(OFFICES, [*people, _entity(OFFICES, "KNA", "ORG")]), OFFICES, words).speaker == speaker


def test_an_office_and_the_name_behind_it_are_one_mention() -> None:
    people = [_entity(OFFICES, "Lena Fors", "PERSON")]
    mention = _said(find_quotes(OFFICES, people), OFFICES, "the quay was safe").speaker_mention
    assert mention is not None
    assert mention.of(OFFICES) == "Minister of Fisheries Lena Fors"


@pytest.mark.parametrize("name", ["Fisheries and Trade Commission", "Board for Fish, Trade and Food"])
def test_a_phrase_that_holds_half_a_name_means_the_whole(name: str) -> None:
    text = f"The {name}, which met on Monday, has said the quay was full."
    assert find_quotes(text, [_entity(text, name, "ORG")])[0].speaker == name


def test_a_pronoun_behind_a_mark_tells_no_gender() -> None:
    text = "Velm Okoro is late. “You wait for Velm,” he says of her. “I was in the hall,” she says."
    quotes = find_quotes(text, [_entity(text, "Velm Okoro", "PERSON", "Velm")])
    assert _said(quotes, text, "in the hall").speaker == "Velm Okoro"


def test_nobody_speaks_of_himself_by_name() -> None:
    text = "Two pilots signed it. “We stand with the Harbour Board,” they said. “We wait,” the defendant said."
    quotes = find_quotes(text, [_entity(text, "Harbour Board", "ORG")])
    assert [quote.speaker for quote in quotes] == [None, "defendant"]


INTRODUCED = (
    "Prosecutor Mia Holt told the hall it was “late”. His wife, Ida Kos, sat in front. “We wait,” she told a paper.\n\n"
    "Mayor Tor Vik was “fed up”. Oddaholm’s pilot, Rui Prado, shrugged. “We go,” he said.\n\n"
    "Ines Falk ran with Jo Hald. Amy Price fell. “I slipped,” the Kenyan said. “So it is,” the Oslo Kenyan added.\n\n"
    "“No,” said Tor Vik KC. "
    "Jan Bo de los Ríos, 34, left with Lena Fors, 51. “I am done,” the 51-year-old said. “So am I,” De los Ríos said."
)


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("We wait", "Ida Kos"),
        ("We go", "Rui Prado"),
        ("I slipped", "Amy Price"),
        ("So it is", "Amy Price"),
        ("No", "Tor Vik"),
        ("I am done", "Lena Fors"),
        ("So am I", "Jan Bo de los Ríos"),
    ],
)
def test_who_was_introduced_last_goes_on_to_speak(words: str, speaker: str) -> None:
    names = ("Mia Holt", "Ida Kos", "Tor Vik", "Rui Prado", "Ines Falk", "Amy Price", "Jo Hald")
    people = [_entity(INTRODUCED, name, "PERSON") for name in (*names, "Jan Bo de los Ríos", "Lena Fors")]
    people.append(_entity(INTRODUCED, "Kenyan", "NORP"))
    assert _said(find_quotes(INTRODUCED, people), INTRODUCED, words).speaker == speaker


def test_the_agency_that_reports_passed_it_on() -> None:
    text = "Pilot Lena Fors said, “It works,” harbour agency KNA reported."
    quote = find_quotes(text, [_entity(text, "Lena Fors", "PERSON")])[0]
    assert (quote.speaker, quote.via) == ("Lena Fors", "harbour agency KNA")


@pytest.mark.parametrize(
    ("told", "via"),
    [
        ("Reuters on Monday", "Reuters"),
        ("the Oddaholm Times", "Oddaholm Times"),
        ("BBC Sport", "BBC Sport"),
        ("the Harbour Council", None),
        ("Mia Holt", None),
    ],
)
def test_an_outlet_that_is_told_passes_it_on(told: str, via: str | None) -> None:
    assert find_quotes(f"“It works,” Lena Fors told {told}.", [])[0].via == via


def test_a_copy_of_a_speech_says_nothing_itself_and_a_paper_that_was_told_is_no_company() -> None:
    text = (
        "“It works,” Lena Fors said, according to a copy of her speech. “It does,” Mia Holt told the Oddaholm Times. "
        "The company said it was late.\n\nChair of judges Rui Prado called it “mad”."
    )
    people = [_entity(text, name, "PERSON") for name in ("Lena Fors", "Mia Holt", "Rui Prado")]
    quotes = find_quotes(text, [*people, _entity(text, "Oddaholm Times", "ORG")])
    found = ["Lena Fors", "Mia Holt", "company", "Rui Prado"]
    assert [quote.speaker for quote in quotes] == found


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Another teacher, Rosa Varga of Harbour School, said that it was late.", "Rosa Varga"),
        ("“We are late,” said Bo Lind. If Rosa Varga is elected, he said, “we shall be later.”", "Bo Lind"),
    ],
)
def test_a_name_that_a_description_or_a_condition_holds(words: str, speaker: str) -> None:
    text = f"Rosa Varga met Bo Lind at Harbour School.\n\n{words}"
    people = [_entity(text, name, "PERSON") for name in ("Rosa Varga", "Bo Lind")]
    found = find_quotes(text, [*people, _entity(text, "Harbour School", "ORG")])
    assert found[-1].speaker == speaker


def test_names_of_works_are_nobodys_words() -> None:
    text = "At the end Ilse Brandt sang “Long Way Home,” and “Gold.” “Long Way Home,” Brandt said, “is mine.”"
    works = [_entity(text, "Long Way Home", "WORK"), _entity(text, "Gold", "WORK")]
    quotes = find_quotes(text, [_entity(text, "Ilse Brandt", "PERSON", "Brandt"), *works])
    assert [[span.of(text) for span in quote.spans] for quote in quotes] == [["Long Way Home,", "is mine."]]


@pytest.mark.parametrize(
    ("label", "kind", "link", "speaks"),
    [
        ("Doha", "GPE", "geonames:290030", False),
        ("Qatar", "GPE", "iso3166:QA", True),
        ("Brandt", "PERSON", None, True),
        ("Q3", None, None, False),
        ("Update", None, None, False),
        ("Police", None, None, True),
    ],
)
def test_a_line_that_a_town_or_a_rubric_begins_is_nobodys(
    label: str, kind: str | None, link: str | None, speaks: bool
) -> None:
    text = f"{label}: Rain will stay until Friday"
    entities = [_entity(text, label, kind)._replace(link=link)] if kind else []
    assert bool(find_quotes(text, entities)) == speaks


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Velmora waits. The report said the quay was old. It added that the boats were late.", "the boats", "report"),
        ("An official said the quay was old. He added that the boats were late.", "the boats", "official"),
        ("The Harbour Act is old, said Bo Ek. The mayor, Ida Kos, left. He said the boats were late.", "the boats",
         "Bo Ek"),
        ("The Mirror Line is a plan of Bo Ek. He said the boats were late.", "the boats", "Bo Ek"),
    ],
)  # fmt: skip
def test_pronoun_stands_for_who_spoke_last_and_for_no_thing(text: str, words: str, speaker: str) -> None:
    people = [_entity(text, "Bo Ek", "PERSON", gender="m"), _entity(text, "Ida Kos", "PERSON", gender="f")]
    entities = [e for e in [*people, _entity(text, "Velmora", "GPE")] if e.mentions]
    assert _said(find_quotes(text, entities), text, words).speaker == speaker
