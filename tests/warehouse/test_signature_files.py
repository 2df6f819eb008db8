"""History in files answers as history in memory does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.dedupe.stage import Published, dedupe
from warehouse.signature_index import build_index, keep_current, open_index
from warehouse.signatures import SignatureFiles


def article(number: int, text: str) -> dict[str, str]:
    return {"article_id": f"{number:032x}", "title": f"No. {number}", "text": text}


def texts() -> list[str]:
    return [" ".join(f"w{number}x{place % (40 + number)}" for place in range(120)) for number in range(30)]


def test_files_and_memory_give_the_same(tmp_path: Path) -> None:
    old = pa.Table.from_pylist([article(n, t) for n, t in enumerate(texts())])
    signatures = dedupe(old).tables["signatures"]
    stamped = signatures.append_column("run_id", pa.repeat("r", signatures.num_rows))
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    pq.write_table(stamped.slice(0, 11), paths[0], row_group_size=4)
    pq.write_table(stamped.slice(11), paths[1], row_group_size=7)
    some = [article(100 + n, t[len(t) // 4 :]) for n, t in enumerate(texts()[::3])]
    batch = pa.Table.from_pylist([*some, article(3, texts()[3]), article(4, texts()[4] + " more")])
    in_files = dedupe(batch, SignatureFiles(paths)).tables
    in_memory = dedupe(batch, Published(signatures)).tables
    build_index(tmp_path / "index", paths[:1])
    half_indexed = dedupe(batch, SignatureFiles(paths, tmp_path / "index")).tables
    build_index(tmp_path / "index", paths)
    indexed = dedupe(batch, SignatureFiles(paths, tmp_path / "index")).tables
    for name in ("assignments", "relations", "signatures"):
        assert in_files[name].equals(in_memory[name])
        assert half_indexed[name].equals(in_memory[name])
        assert indexed[name].equals(in_memory[name])
    assert in_files["assignments"].column("duplicate_of").null_count == 2
    assert in_files["assignments"].column("known").to_pylist()[-2:] == [True, False]


def test_no_files_are_an_empty_history() -> None:
    batch = pa.Table.from_pylist([article(n, t) for n, t in enumerate(texts())])
    assert dedupe(batch, SignatureFiles([])).tables["articles"].num_rows == 30


def test_an_index_of_other_files_is_not_used(tmp_path: Path) -> None:
    signatures = dedupe(pa.Table.from_pylist([article(n, t) for n, t in enumerate(texts())])).tables["signatures"]
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for path in paths:
        pq.write_table(signatures, path)
    build_index(tmp_path / "index", paths[:1])
    assert open_index(tmp_path / "index", paths) is not None
    assert open_index(tmp_path / "index", paths[1:]) is None
    assert open_index(tmp_path / "nowhere", paths) is None


def test_the_index_follows_once_it_has_fallen_far_enough_behind(tmp_path: Path) -> None:
    signatures = dedupe(pa.Table.from_pylist([article(n, t) for n, t in enumerate(texts())])).tables["signatures"]
    folder = tmp_path / "index"
    paths = [tmp_path / f"{name}.parquet" for name in "abcd"]
    for path, rows in zip(paths, (20, 4, 2, 30), strict=True):
        pq.write_table(signatures.slice(0, rows), path)
    held = []
    for count in range(1, 5):
        keep_current(folder, paths[:count], min_rows=5)
        index = open_index(folder, paths[:count])
        held.append(None if index is None else index.rows.num_rows)
    assert held == [20, 20, 26, 56]


def test_a_small_history_has_no_index_and_one_of_other_files_goes(tmp_path: Path) -> None:
    signatures = dedupe(pa.Table.from_pylist([article(n, t) for n, t in enumerate(texts())])).tables["signatures"]
    pq.write_table(signatures, tmp_path / "a.parquet")
    pq.write_table(signatures.slice(1), tmp_path / "b.parquet")
    keep_current(tmp_path / "index", [tmp_path / "a.parquet"])
    assert not (tmp_path / "index").exists()
    build_index(tmp_path / "index", [tmp_path / "a.parquet"])
    (tmp_path / "index.123.tmp").mkdir()
    keep_current(tmp_path / "index", [tmp_path / "b.parquet"])
    assert {p.name for p in tmp_path.iterdir()} == {"a.parquet", "b.parquet"}


def test_a_disk_that_fails_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    signatures = dedupe(pa.Table.from_pylist([article(n, t) for n, t in enumerate(texts())])).tables["signatures"]
    pq.write_table(signatures, tmp_path / "a.parquet")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(np, "save", full)
    keep_current(tmp_path / "index", [tmp_path / "a.parquet"], min_rows=1)
    assert "no space left" in caplog.text
    assert open_index(tmp_path / "index", [tmp_path / "a.parquet"]) is None
