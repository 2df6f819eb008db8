"""A batch is checked, its bad rows go to quarantine with their reason, and it is made only once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from expectations.articles import ARTICLES
from tasks.batch import REFUSED, Job, job_key, run_batch
from tasks.clean.batch import new_pages
from tasks.outcome import Outcome, Refusal, refusals_table
from tests.conftest import article, articles_table
from warehouse.staging import read


@dataclass(frozen=True)
class Options:
    depth: int = 3
    today: date | None = None


def job(folder: Path, key: str = "key") -> Job:
    return Job("clean", str(folder), key, "1 (2 pages)")


def outcome(*rows: dict[str, object], refusals: tuple[Refusal, ...] = ()) -> Outcome:
    return Outcome({"articles": articles_table(*rows)}, refusals_table(refusals), {"pages": len(rows)})


def test_a_bad_row_goes_to_quarantine_and_the_good_ones_go_on(tmp_path: Path) -> None:
    made = run_batch(job(tmp_path), {"articles": ARTICLES}, lambda: outcome(article(1), article(2, word_count=0)))
    assert read(made.tables["articles"]).column("title").to_pylist() == ["Ferry sails 1 times"]
    assert read(made.tables["articles" + REFUSED]).column("title").to_pylist() == ["Ferry sails 2 times"]
    [row] = read(made.tables["quarantine"]).to_pylist()
    assert (row["stage"], row["rule"], row["source_uri"]) == ("clean", "words_counted", "inbox/2.html")
    assert row["reason"] == "inbox/2.html: the text has no words"
    assert "Ferry sails 2 times" in row["payload"]
    assert made.counts == {"pages": 2, "articles_refused": 1, "refusals": 0}


def test_what_the_stage_refused_is_kept_beside_what_the_rules_refuse(tmp_path: Path) -> None:
    refusal = Refusal("clean", "no_article", "inbox/9.html holds no article", "inbox/9.html")
    rows = outcome(article(1, word_count=0), refusals=(refusal,))
    made = run_batch(job(tmp_path), {"articles": ARTICLES}, lambda: rows)
    rules = read(made.tables["quarantine"]).column("rule").to_pylist()
    assert sorted(rules) == ["no_article", "words_counted"]
    assert made.counts["refusals"] == 1


def test_a_staged_batch_is_not_made_again(tmp_path: Path) -> None:
    first = run_batch(job(tmp_path), {"articles": ARTICLES}, lambda: outcome(article(1)))

    def again() -> Outcome:
        raise AssertionError

    assert run_batch(job(tmp_path), {"articles": ARTICLES}, again) == first


def test_a_batch_whose_file_was_damaged_is_made_again(tmp_path: Path) -> None:
    first = run_batch(job(tmp_path), {"articles": ARTICLES}, lambda: outcome(article(1)))
    Path(first.tables["articles"].path).write_bytes(b"torn")
    assert run_batch(job(tmp_path), {"articles": ARTICLES}, lambda: outcome(article(1))) == first


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (("0.1", "clean", Options(), "a"), True),
        (("0.2", "clean", Options(), "a"), False),
        (("0.1", "dedupe", Options(), "a"), False),
        (("0.1", "clean", Options(depth=4), "a"), False),
        (("0.1", "clean", Options(today=date(2026, 1, 1)), "a"), False),
        (("0.1", "clean", Options(), "b"), False),
        (("0.1", "clean", Options(), "a", "b"), False),
    ],
)
def test_the_key_tells_code_options_and_inputs_apart(other: tuple[str, str, object, str], same: bool) -> None:
    assert (job_key(*other) == job_key("0.1", "clean", Options(), "a")) is same


def test_known_pages_are_left_out_by_document_and_place() -> None:
    pages = pa.table({"document_id": ["d1", "d1", "d2"], "source_uri": ["a", "b", "c"]})
    known = pa.table({"document_id": ["d1"], "source_uri": ["b"]})
    assert new_pages(pages, known).column("source_uri").to_pylist() == ["a", "c"]


def test_payload_and_reason_are_cut_to_what_a_person_can_look_at() -> None:
    row = Refusal("clean", "x", "r" * 9_999, "uri", payload="p" * 9_999).as_row()
    assert (len(str(row["reason"])), len(str(row["payload"]))) == (2_000, 2_000)
