"""Who can speak, and which words beside a verb are its subject: things, times and amounts are none."""

from __future__ import annotations

import pytest

from tasks.enrich.quotes.stage import find_quotes


def _speakers(text: str) -> list[tuple[str, str | None]]:
    return [(" ".join(span.of(text) for span in quote.spans), quote.speaker) for quote in find_quotes(text, ())]


@pytest.mark.parametrize(
    "text",
    [
        "The plans would put the quay on a “level footing” with others.",
        "It was hardly the “quay of dreams” that the town had wanted.",
        "These were “nothing but puddles” in the end.",
        "The talk, entitled “What the age of boats has taught the town of Oddaholm”, begins at noon.",
        "The day has the theme: “Taking stock of the boats and rising to the challenges”.",
    ],
)
def test_a_thing_says_nothing_between_marks(text: str) -> None:
    assert _speakers(text) == []


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("The timing of the sale does not surprise the pilot: “Boats have always been sold in the autumn here.”",
         "Boats have always been sold in the autumn here.", None),
        ("The dredging is late, the mayor said. The quay will open only when “the last stone is where it belongs.”",
         "the last stone is where it belongs.", "mayor"),
        ("Bo Ek thought some of the anger was staged, a tribute to “the long memory of the town.”",
         "the long memory of the town.", "Bo Ek"),
        ("Bo Ek anticipated that the task would be “dealing with all that the storm has left.”",
         "dealing with all that the storm has left.", "Bo Ek"),
        ("Bo Ek expressed hope about the proposed new quay: “I have always wanted to see it built.”",
         "I have always wanted to see it built.", "Bo Ek"),
        ("Said pilot Ida Kos, who grew up by the quay, “We were all so proud of it.”", "We were all so proud of it.",
         "Ida Kos"),
        ("For Ida Kos, the new rules are “a poor substitute for a proper quay”.", "a poor substitute for a proper quay",
         "Ida Kos"),
        ("Ida Kos spoke. In her view, the boats were “not fit for the long way to the north”.",
         "not fit for the long way to the north", "Ida Kos"),
        ("Bo Ek highlighted that the quay was safe.", "the quay was safe", "Bo Ek"),
        ("“The quay is safe,” the Harbour Board divulged on Monday.", "The quay is safe,", "Harbour Board"),
        ("“Would you sell the boats?” Kos pressed. “All of them?”", "Would you sell the boats? All of them?", "Kos"),
    ],
)  # fmt: skip
def test_scraps_and_whose_they_are(text: str, words: str, speaker: str | None) -> None:
    assert (words, speaker) in _speakers(text)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("At least four pilots said that the quay was safe.", "four pilots"),
        ("Ida Kos was quick to add that the quay was safe.", "Ida Kos"),
        ("Ida Kos has in the past said the quay was safe.", "Ida Kos"),
        ("Ida Kos has freed the funds and on Monday announced that the quay was safe.", "Ida Kos"),
        ("About half of voters say that the quay was safe.", "half of voters"),
        ("Some 45 percent of registered voters said that the quay was safe.", "45 percent of registered voters"),
        ("A wide array of economists say that the quay was safe.", "wide array of economists"),
        ("Bo Ek pulled out at the last minute saying that the quay was safe.", "Bo Ek"),
        ("Bo Ek posted on Twitter saying that the quay was safe.", "Bo Ek"),
        ("In addition to stating that the quay was safe, Ida Kos has vowed to visit it.", "Ida Kos"),
        ("The order answers a request by the Oddaholm Post, which argued that the quay was safe.", "Oddaholm Post"),
        ("The plan was called into question by Ida Kos, who said the quay was safe.", "Ida Kos"),
        ("The quay was safe, according to the most recent data from the board.", "most recent data"),
        ("A notice on the website Oddaholm.com said that the quay was safe.", "notice"),
    ],
)
def test_subject_of_a_reported_clause(text: str, speaker: str) -> None:
    found = {words.lower(): who for words, who in _speakers(text)}
    assert found.get("the quay was safe", "no such quote") in {speaker, f"Some {speaker}"}


def test_weekday_before_a_noun_is_part_of_the_phrase() -> None:
    text = "“Boats have shown more spine,” reads a Monday editorial in the Oddaholm Post."
    assert _speakers(text) == [("Boats have shown more spine,", "Monday editorial")]


def test_part_of_a_group_is_not_the_group() -> None:
    text = "Democrats met in Oddaholm. About 36 percent of Democrats said they would stay."
    assert [who for _, who in _speakers(text)] == ["36 percent of Democrats"]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Kos, who has in the past called the quay “a sad and lonely place”, left.",
         "the quay “a sad and lonely place”", "Kos"),
        ("Kos and Ek both denounced the “sad and lonely” quay in a letter.", "the “sad and lonely” quay", "Ek"),
        ("Small, who runs the quay, said that “the boats are late again.”", "the boats are late again.", "Small"),
        ("A paper from the institute had this to say of it: “It is late again.”", "It is late again.", "paper"),
        ("Informs a source close to the board, “The boats are late again.”", "The boats are late again.", "source"),
        ("Kos is sorry for what has happened: “I should have seen to the boats myself.”",
         "I should have seen to the boats myself.", "Kos"),
        ("“The boats are late,” officially announced the Harbour Board.", "The boats are late,", "Harbour Board"),
        ("“The boats are late again this year”, Kos grinned.", "The boats are late again this year", "Kos"),
        ("Owing to the storm, said Kos, “the boats are late again.”", "the boats are late again.", "Kos"),
        ("There was scorn, with one post stating, “The boats are late.”", "The boats are late.", "one post"),
        ("“The boats are late,” the head of the harbour board, Ida Kos, said.", "The boats are late,", "Ida Kos"),
        ("“The boats are late,” the head of the harbour board, Ida Kos remarked.", "The boats are late,", "Ida Kos"),
        ("“If there had been no storm” in the north, Kos said on Monday, “we would have sailed.”",
         "“If there had been no storm” in the north “we would have sailed.”", "Kos"),
        ("What Ida Kos called “the end of the quay” came on Monday.", "the end of the quay", "Ida Kos"),
        ("The quay is “a sorry place”, in the words of Ida Kos.", "a sorry place", "Ida Kos"),
        ("In the words of Ida Kos, “it is a sorry place and nothing else.”", "it is a sorry place and nothing else.",
         "Ida Kos"),
        ("Kos is on record as saying that the boats were late.", "the boats were late", "Kos"),
        ("Kos was quoted as telling the Daily Post that the boats were late.", "the boats were late", "Kos"),
        ("Bo Ek, whose sister said the boats were late, is a pilot.", "the boats were late", "sister"),
        ("The timing does not surprise pilot Bo Ek: “The boats have always been late here.”",
         "The boats have always been late here.", "Bo Ek"),
        ("“The boats are late,” the minister averred.", "The boats are late,", "minister"),
        ("Kos disclosed that the boats were late, adding thus: “We have no choice.”", "We have no choice.", "Kos"),
    ],
)  # fmt: skip
def test_who_says_it_and_how_far_it_reaches(text: str, words: str, speaker: str) -> None:
    assert (words, speaker) in _speakers(text)


def test_a_long_quotation_goes_on_from_the_speaker_before() -> None:
    text = "“The boats are late,” said Ida Kos, a pilot. “But I think that they will come,” because of the wind."
    assert _speakers(text) == [("The boats are late, But I think that they will come,", "Ida Kos")]


def test_a_sentence_behind_a_colon_is_direct_speech() -> None:
    quotes = find_quotes("The chairman appealed: “Let us all come together.”", ())
    assert [(quote.kind, quote.speaker) for quote in quotes] == [("direct", "chairman")]


def test_what_cannot_speak_does_not_go_on_in_the_next_paragraph() -> None:
    text = "Ida Kos said the boats were late.\n\nThe silence has been deafening.\n\n“We will sail in the spring.”"
    assert _speakers(text)[-1] == ("We will sail in the spring.", "Ida Kos")


@pytest.mark.parametrize(
    "text",
    [
        "The troupe performs a play called “Sons of the Quay” in May.",
        "The mission was called “Operation Quay”.",
        "On Sunday they host a seminar called “The quay then and now – beyond travel books”, with a guide.",
    ],
)
def test_what_a_thing_is_called_is_no_quote(text: str) -> None:
    assert _speakers(text) == []
