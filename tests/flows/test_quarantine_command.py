"""`newsmill quarantine list` and `show`: what is said of a refusal, and that content cannot do harm."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from expectations.refusals import advice
from flows.commands.quarantine import SHOWN_CHARS, Clue, field_of, marked, next_steps
from flows.retry import Retry, relaxed
from flows.settings import load_settings
from tests.flows.conftest import Milled
from tests.flows.test_cli import newsmill
from warehouse.refused import Selection


def refusal(**values: Any) -> dict[str, Any]:
    row = {"quarantine_id": "ab" * 16, "stage": "clean", "rule": "no_article", "reason": "in/a.html holds nothing"}
    return {**row, "state": "waiting", "run_id": "r1", "ingested_at": datetime(2026, 3, 1, tzinfo=UTC), **values}


def steps(**values: Any) -> str:
    row = refusal(**values)
    return "\n".join(next_steps(row, advice(row["stage"], row["rule"])))


def test_what_to_do_next_names_setting_and_commands() -> None:
    said = steps()
    assert "NEWSMILL_CLEAN__MIN_WORDS=" in said
    assert f"newsmill quarantine retry {'ab' * 6} --allow no_article" in said
    assert "--allow" not in steps(rule="too_slow")
    assert "--allow title_plausible" in steps(rule="title_plausible")
    assert "retry" not in steps(state="left_out", stage="enrich", rule="offsets_hold")


def test_the_offending_field_of_a_row_is_shown_also_when_the_row_was_cut() -> None:
    row = json.dumps({"title": "x" * 1_500, "text": "The text."})
    assert field_of(row, "text") == "The text."
    assert field_of(row[:1_000], "title") == "x" * 989
    assert field_of(row, "deck") is None
    shown = marked(row, Clue("title")).plain
    assert shown.startswith("title: xxx")
    assert shown.endswith("(1,500 characters)")


def test_the_place_where_a_reader_gave_up_is_marked() -> None:
    clue = Clue.of(refusal(rule="bad_record", reason="in/a.jsonl#1: the line is no JSON (char 4)"))
    assert [(s.start, s.end) for s in marked('{"a" "b"}', clue).spans] == [(4, 5)]
    assert [(s.start, s.end) for s in marked("a\ufffd\ufffdb", Clue()).spans] == [(1, 3)]
    assert len(marked("long " * 1_000, Clue()).plain) <= SHOWN_CHARS + 2


def test_a_payload_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in marked("\x1b]0;owned\x07<script>", Clue()).plain


def test_a_retry_is_named_by_its_command() -> None:
    selection = Selection(("ab12cd",), "clean", ("no_article",), "gull", date(2026, 3, 1))
    assert str(Retry(selection, ("no_article",))) == (
        "quarantine retry ab12cd --stage clean --rule no_article --source gull --since 2026-03-01 --allow no_article"
    )


def test_relaxed_settings_change_nothing_else() -> None:
    settings = load_settings()
    assert relaxed(settings, ("no_article",)).clean.min_words == 0
    assert relaxed(settings, ()) == settings


@pytest.mark.flow
def test_list_groups_what_waits_and_show_says_all_of_one(milled: Milled) -> None:
    listed = newsmill("quarantine", "list", "--warehouse", milled.warehouse, "--format", "json")
    groups = json.loads(listed.stdout)
    assert sum(group["n"] for group in groups) == milled.report.quarantined
    [example] = [g["example"] for g in groups if g["rule"] == "bad_record"]
    shown = newsmill("quarantine", "show", example, "--warehouse", milled.warehouse)
    assert shown.returncode == 0, shown.stderr
    for said in ("bad_record at ingest, waiting", "bad-line.jsonl#2", milled.report.run_key, "Half a rec", "next"):
        assert said in shown.stdout
    words = ["--stage", "clean", "--since", "2020-01-01", "--format", "csv"]
    [row] = csv.DictReader(newsmill("quarantine", "list", *words, "--warehouse", milled.warehouse).stdout.splitlines())
    assert (row["rule"], row["n"]) == ("no_article", "1")


@pytest.mark.flow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "xyz"], "is no id"),
        (["show", "0" * 12], "no refusal in quarantine has the id"),
        (["retry"], "name ids, select by"),
        (["retry", "--all", "--allow", "offsets_hold"], "the rule offsets_hold cannot be relaxed"),
        (["retry", "--rule", "too_slow"], "nothing that waits in quarantine is selected"),
    ],
)
def test_errors_of_quarantine_say_what_to_do(milled: Milled, words: list[str], message: str) -> None:
    result = newsmill("quarantine", *words, "--warehouse", milled.warehouse)
    assert (result.returncode, message in result.stderr) == (2, True), result.stderr
