"""Staged files are found again by their key, and only when they are whole."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from warehouse.staging import read, stage, staged

TABLE = pa.table({"ferry": ["Oddaholm", "Vestness"]})


def test_what_was_staged_is_found_by_its_key(tmp_path: Path) -> None:
    made = stage(tmp_path, "key", {"ferries": TABLE}, {"rows": 2})
    assert staged(tmp_path, "key") == made
    assert read(made.tables["ferries"]).equals(TABLE)
    assert staged(tmp_path, "other") is None


def test_a_changed_file_is_not_found(tmp_path: Path) -> None:
    made = stage(tmp_path, "key", {"ferries": TABLE}, {})
    path = Path(made.tables["ferries"].path)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert staged(tmp_path, "key") is None


def test_a_missing_file_and_a_torn_record_are_not_found(tmp_path: Path) -> None:
    made = stage(tmp_path, "key", {"ferries": TABLE}, {})
    Path(made.tables["ferries"].path).unlink()
    assert staged(tmp_path, "key") is None
    (tmp_path / "torn.json").write_text('{"tables": {')
    assert staged(tmp_path, "torn") is None


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    one = stage(tmp_path / "a", "key", {"ferries": TABLE}, {})
    two = stage(tmp_path / "b", "key", {"ferries": TABLE}, {})
    assert one.tables["ferries"].sha256 == two.tables["ferries"].sha256
