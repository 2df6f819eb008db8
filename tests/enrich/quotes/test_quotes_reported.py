"""Reported speech: what a clause may begin with, what hides its verb, where it ends, and what is no reported speech."""

from __future__ import annotations

import pytest

from tasks.enrich.quotes.stage import find_quotes


def reported(text: str) -> list[tuple[str, str | None]]:
    found = [q for q in find_quotes(text, ()) if q.kind == "indirect"]
    return [(" ".join(span.of(text) for span in q.spans), q.speaker) for q in found]


@pytest.mark.parametrize(
    "clause",
    [
        "at least 20 houses were damaged",
        "at most ten people had been hurt",
        "as many as 300 houses were damaged",
        "up to 300 houses were damaged",
        "nearly 300 houses were damaged",
        "only three houses were damaged",
        "between 200 and 300 houses were damaged",
        "both Velmora and Oddaholm have been fair to him",
        "neither Velmora nor Oddaholm played a part",
        "Thursday's vote was a farce",
        "about half of the fall reflected the price of gas",
        "the two raised 3 million crowns through the fund",
        "the storm that hit the coast harked back to older ones",
    ],
)
def test_what_a_reported_clause_begins_with(clause: str) -> None:
    assert reported(f"The ministry said {clause}.") == [(clause, "ministry")]


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        ("But aides said Ms Lee simply believed in the plan.", "Ms Lee simply believed in the plan", "aides"),
        ("Bo Ek of Oddaholm, a deputy who has left the party, said the family deserved better.",
         "the family deserved better", "Bo Ek"),
        ("Some say they hear echoes of the past.", "they hear echoes of the past", "Some"),
        ("As another Velmora study from 2011 noted, the average age was 18.", "the average age was 18",
         "another Velmora study"),
        ("All the engineers I asked said her plan was more detailed.", "her plan was more detailed",
         "All the engineers"),
        ("The law is a good idea, Sen. Ann Lee (R-S.C.) told the paper.", "The law is a good idea", "Ann Lee"),
        ("Two letters sent to her were lost, Bo Ek, the secretary, wrote in a memo.",
         "Two letters sent to her were lost", "Bo Ek"),
        ("The vote is vital, he said after meeting the mayor.", "The vote is vital", None),
        ("Lee told VTV's “Morning Post” that nobody would leave.", "nobody would leave", "Lee"),
        ("Polls in Velmora and Oddaholm indicated that she was ahead.", "she was ahead", "Polls"),
        ("In their book, Lee and Ek suggest that ultimately, it was a mistake.", "ultimately, it was a mistake", "Ek"),
        ("A few weeks ago, as the Oddaholm Post reported, the two were at work on a plan.",
         "A few weeks ago the two were at work on a plan", "Oddaholm Post"),
    ],
)  # fmt: skip
def test_reported_clause_is_found(text: str, clause: str, speaker: str | None) -> None:
    assert reported(text) == [(clause, speaker)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Ms Lee joked that Velmora was her answer, but went on to say, “I am serious.”", ["Velmora was her answer"]),
        ("Ms Lee asserted that Velmora had lost its way: “We are lost,” she claimed.", ["Velmora had lost its way"]),
        ("Ek said it takes time to learn but added, “I trust them.”", ["it takes time to learn"]),
        ("Lee said the agency broke into the files and she accused Ek of helping it.",
         ["the agency broke into the files", "helping it"]),
        ("Ms Lee has vowed to bring back the jobs, and Bo Ek is promising to help the mines.",
         ["to bring back the jobs", "to help the mines"]),
        ("In Velmora, people marched, the Post reported, while in Oddaholm they stayed in, the Gazette reported.",
         ["In Velmora, people marched", "while in Oddaholm they stayed in"]),
        ("Ek, who claimed the vote was stolen, is a bad candidate.", ["the vote was stolen"]),
    ],
)  # fmt: skip
def test_where_a_reported_clause_ends(text: str, clauses: list[str]) -> None:
    assert [words for words, _ in reported(text)] == clauses


@pytest.mark.parametrize(
    "text",
    [
        "The group claimed a victory but officials have said little.",
        "Before the judge died, the court had agreed to hear the case.",
        "Ann Lee, who lives in Velmora, recounted the accident.",
        "They read filings of the Election Commission reports that track spending.",
        "Ek repeated that approach in his speech.",
        "The previously announced visit, to which she had looked forward, was off.",
        "They volunteered to take part, though the pay was low.",
    ],
)
def test_what_is_no_reported_clause(text: str) -> None:
    assert [words for words, _ in reported(text) if " " in words.strip()] == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The plans do not hold,” said 9/11 widow Ann Lee.", "Ann Lee"),
        ("In a message posted Friday, Lee said she has “large doubts” about it.", "Lee"),
        (
            "On this week's broadcast of “Velmora News Sunday,” mayor Ann Lee (V-OD) said it was “to mock” him.",
            "Ann Lee",
        ),
        ("Bemoaning the “phony system,” Lee accused Ek of being a crook.", "Lee"),
        ("The ad shows footage of Ann Lee asking, “Why am I not ahead?”", "Ann Lee"),
        (
            "Ann Lee (V-OD), who lost the vote to Ek, named the reason. “The young people here are sick of it.”",
            "Ann Lee",
        ),
    ],
)
def test_who_says_what_is_quoted(text: str, speaker: str) -> None:
    assert {q.speaker for q in find_quotes(text, ()) if q.kind != "indirect"} == {speaker}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Families of those affected by mass shootings say it was late.", "Families"),
        ("Democrats trying to regain control of the Senate in November say it was late.", "Democrats"),
        ("Officials who spoke with the Oddaholm Post said it was late.", "Officials"),
        ("The gap between what Ms Lee says and what she does is wide.", None),
        ("Even Ann Lee, who has backed Ek for years, said it was late.", "Ann Lee"),
        ("(Ms Lee, who did not reply, has denied that it was late.)", "Lee"),
        ("Ann Lee, 63, a voter raised in Velmora, said it was late.", "Ann Lee"),
        ("Claiming that it was late, Ms Lee left the hall.", "Lee"),
        ("It was late, said Ann Lee, head of the institute at the University of Velmora.", "Ann Lee"),
        ("He said it was late, and Ann Lee, the mayor of Velmora, said it was late.", "Ann Lee"),
        ("Ann Lee said it was late, as has Bo Ek, the mayor.", "Ann Lee"),
        ("Ann Lee of Velmora, who on Monday said it was late, was there.", "Ann Lee"),
        ("Secretary of State and party chair Ann Lee said it was late.", "Ann Lee"),
    ],
)
def test_who_said_that_it_was_late(text: str, speaker: str | None) -> None:
    assert [who for words, who in reported(text) if words.casefold() == "it was late"][-1:] == [speaker] * bool(speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Kos did not mention the sale of the quay.",
        "Kos has never suggested the quay was safe.",
        "Kos declined to confirm the sale of the quay.",
        "Kos urged pilots who were in the north.",
        "Kos asked some questions which he could not answer.",
        "The storm promised to be a long one.",
        "The scene called to mind the years of the war.",
        "The fight over the quay threatened to break the board.",
    ],
)
def test_what_nobody_has_said(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        ("According to the rules, which the board has seen, all pilots must leave.", "all pilots must leave", "rules"),
        ("According to Kos, Bo Ek, who runs the quay, has left.", "Bo Ek, who runs the quay, has left",
         "Kos"),
        ("Without naming the pilots, Kos said the boats were late.", "the boats were late", "Kos"),
    ],
)  # fmt: skip
def test_clause_between_the_source_and_what_it_says(text: str, clause: str, speaker: str) -> None:
    assert (clause, speaker) in reported(text)
