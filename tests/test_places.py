"""Addresses of pages within files, and reading only some of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.ingest.stage import discover, read
from tasks.places import enclosing


@pytest.mark.parametrize(
    ("uri", "found"),
    [
        ("a.zip", "a.zip"),
        ("a.zip#p.jsonl#3", "a.zip"),
        ("b.jsonl#7", "b.jsonl#7"),
        ("b.jsonl#77", None),
        ("#odd.html", "#odd.html"),
        ("", None),
    ],
)
def test_the_nearest_address_around_a_page(uri: str, found: str | None) -> None:
    assert enclosing(uri, {"a.zip", "b.jsonl#7", "#odd.html"}) == found


def test_only_the_records_asked_for_are_taken_and_a_missing_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wire.jsonl"
    file.write_text("\n".join([json.dumps({"text": f"Line {n} of the wire."}) for n in range(1, 5)] + ["{"]))
    [item] = discover([str(file)])
    wanted = replace(item, only=frozenset({f"{file}#2", f"{file}#5", f"{file}#9"}))
    [outcome] = read([wanted])
    assert outcome.tables["pages"].column("source_uri").to_pylist() == [f"{file}#2"]
    refused = {row["source_uri"]: row["rule"] for row in outcome.quarantined.to_pylist()}
    assert refused == {f"{file}#5": "bad_record", f"{file}#9": "missing"}
