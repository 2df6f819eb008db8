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
