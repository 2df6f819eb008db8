"""Clubs in lines of results, fixtures and tables, where no sentence helps the tagger."""

from __future__ import annotations

import pytest

from tasks.enrich.evidence import weighed
from tasks.enrich.mention import Candidate, certainly
from tasks.enrich.results import clubs_in_results
from tasks.enrich.tagger import Words


def clubs(text: str) -> list[tuple[str, str]]:
    words = Words.of(text)
    return [(words.between(c.first, c.end), c.type) for c in clubs_in_results(words)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Mora Albion 2 Harbour Rangers 0", ["Mora Albion", "Harbour Rangers"]),
        ("Mora 92 Tuna United (Italy) 81 (halftime 50-28)", ["Mora", "Tuna United"]),
        ("Postponed: Mora v Queen of the Bay", []),
        ("Postponed: Mora v Queen of Tuna, Bay v Quay", ["Mora", "Queen of Tuna", "Bay", "Quay"]),
        ("Ilse Marten 3 Peter Velm 1", []),
        ("Mora won 2 of 3 games.", []),
        ("The Mora 2 Harbour plan of 2026", []),
    ],
)
def test_results_and_fixtures(line: str, names: list[str]) -> None:
    assert clubs(f"It rained on Sunday.\n\n{line}\n\nThen it stopped.") == [(name, "ORG") for name in names]


def test_national_teams_are_countries() -> None:
    assert clubs("Norway 2 Harbour Rangers 0") == [("Norway", "LOC"), ("Harbour Rangers", "ORG")]


def test_a_table_has_three_rows() -> None:
    rows = ["1. Mora Albion 3 3 0 0 6 2 9", "2. Harbour 3 1 1 1 5 4 4", "Rad (B) 46 5 59 .441 17 1/2"]
    assert clubs("\n".join(rows)) == [("Mora Albion", "ORG"), ("Harbour", "ORG"), ("Rad (B)", "ORG")]
    assert clubs("\n".join(rows[:2])) == []
    assert clubs("Sales 9.06 9.31 8.42\nM1 63.02 62.83\nCosts 1.30 1.35 1.09") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hull beat Leeds by two goals in a cup match.", "ORG"),
        ("The Leeds captain scored a goal in the cup.", "ORG"),
        ("They beat Norway by two goals in a cup match.", "LOC"),
        ("In Leeds they scored two goals in a cup match.", "LOC"),
        ("They beat Leeds in the race for the new museum.", "LOC"),
    ],
)
def test_a_town_that_plays_is_its_club_in_a_sports_report(text: str, kind: str) -> None:
    words = Words.of(text)
    at = next(i for i, word in enumerate(words.texts) if word in ("Leeds", "Norway"))
    [found] = [c for c in weighed(words, [Candidate(at, at + 1, certainly("LOC", 0.9))]) if c.first == at]
    assert found.type == kind
