"""`newsmill explain` on warehouses of a few rows: what an id stands for and where it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.published import PUBLISHED
from flows.commands.explain import SHOWN_ARTICLES, explain_id
from tasks.ids import stable_id
from tests.conftest import article, row_of
from tests.warehouse.view_rows import entity, warehouse_of
from warehouse.ref import file_sha256

MENTIONS = [{"start": 0, "end": 3, "text": "The"}, {"start": 4, "end": 9, "text": "ferry"}]


def explained(capsys: pytest.CaptureFixture[str], identifier: str, warehouse: Path) -> str:
    explain_id(identifier, warehouse, None)
    return capsys.readouterr().out


def test_an_entity_is_counted_once_an_article_whatever_its_revisions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, other = article(1), article(1, revision=2, title="Ferry sails again"), article(2)
    named = [
        entity(first["article_id"], "Oddaholm", MENTIONS),
        entity(second["article_id"], "Oddaholm", MENTIONS, revision=2),
        entity(other["article_id"], "Oddaholm", MENTIONS[:1]) | {"aliases": ["Odda"]},
    ]
    warehouse_of(tmp_path / "w", articles=[first, second, other], entities=named)
    assert explained(capsys, stable_id("Oddaholm"), tmp_path / "w").splitlines() == [
        "entity Oddaholm (GPE) in 2 articles",
        "  aliases: Odda",
        f"  2 mentions in Ferry sails again ({first['article_id'][:12]})",
        f"  1 mention in Ferry sails 2 times ({other['article_id'][:12]})",
    ]


def test_of_many_articles_the_rest_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [article(number) for number in range(SHOWN_ARTICLES + 1)]
    named = [entity(row["article_id"], "Oddaholm", MENTIONS) for row in rows]
    warehouse_of(tmp_path / "w", articles=rows, entities=named)
    shown = explained(capsys, stable_id("Oddaholm"), tmp_path / "w").splitlines()
    assert (len(shown), shown[-1]) == (SHOWN_ARTICLES + 2, "  … and in 1 more article")


def test_whether_an_input_has_its_bytes_is_said_of_files_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    same, other = tmp_path / "same\nname.html", tmp_path / "other.html"
    for path in (same, other):
        path.write_text("The ferry sails.")
    sha256 = file_sha256(same)
    inputs = {
        str(same).replace("\n", "\\n"): (sha256, "still the bytes that were read"),
        str(other): ("0" * 64, "its bytes have changed since"),
        str(tmp_path / "gone.html"): (sha256, "no longer there"),
        "https://harbour.example/ferry": (sha256, "not on this machine, so not compared"),
    }
    document = row_of(PUBLISHED["documents"], document_id="d" * 64, text="The ferry sails.", articles=1)
    lineage = [
        row_of(PUBLISHED["lineage"], document_id="d" * 64, input_uri=uri, input_sha256=known, source_uri=uri)
        for uri, (known, _) in inputs.items()
    ]
    warehouse_of(tmp_path / "w", documents=[document], lineage=lineage)
    shown = explained(capsys, "d" * 64, tmp_path / "w").splitlines()
    assert shown[0] == "document with 1 article"
    said = dict(line.removeprefix("  input ").split(": ", 1) for line in shown if line.startswith("  input "))
    assert {uri: said[uri].partition(" (")[0] for uri in inputs} == {uri: words for uri, (_, words) in inputs.items()}


def test_what_a_page_says_is_no_markup_and_steers_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = article(1, title="[updated] Ferry [/b] sails\x1b[2J")
    document = row_of(
        PUBLISHED["documents"],
        document_id=row["document_id"],
        text="[red] Ferry\x1b[2J",
        blocks=[{"start": 0, "end": 15, "kind": "body", "position": 0, "reason": None}],
    )
    warehouse_of(tmp_path / "w", articles=[row], documents=[document])
    shown = explained(capsys, row["article_id"], tmp_path / "w")
    assert "title: [updated] Ferry [/b] sails [2J" in shown
    assert "[red] Ferry [2J" in shown
    assert "\x1b" not in shown
