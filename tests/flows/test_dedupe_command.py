"""`newsmill dedupe` a batch at a time gives what the stage gives of all articles at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.errors import BadInputError
from flows.commands import stages
from flows.commands.stages import dedupe_file
from tasks.dedupe.stage import EMPTY, dedupe
from tests.conftest import article, articles_table
from warehouse.signatures import SignatureFiles

LINES = [f"Crossing {n} to Oddaholm took the {n * 7} cars of that day over without a word." for n in range(30)]
TEXT = " ".join(LINES)
TABLES = ("articles", "assignments", "relations", "signatures")


def some_articles() -> pa.Table:
    """Copies, an excerpt, a revision and a repeated row, far apart; ids of any form, columns of any kind."""
    rows: list[dict[str, Any]] = [
        {"article_id": "harbour/1", "title": "Cars", "text": TEXT, "desk": "sea"},
        *({"article_id": f"n{n}", "title": None, "text": f"No. {n} " * (n + 30), "desk": "land"} for n in range(20)),
        {"article_id": "tide-7", "title": "Cars", "text": TEXT[:900], "desk": "sea"},
        {"article_id": "harbour/1", "title": "Cars", "text": f"{TEXT} Nobody was hurt.", "desk": None},
        {"article_id": "gull-3", "title": "More cars", "text": TEXT.upper(), "desk": "sea"},
        {"article_id": "harbour/1", "title": "Cars", "text": TEXT, "desk": "sea"},
        {"article_id": "empty", "title": "Nothing", "text": None, "desk": "sea"},
    ]
    table = pa.Table.from_pylist(rows)
    table = table.set_column(2, "text", table.column("text").cast(pa.large_string()))
    return table.set_column(3, "desk", table.column("desk").dictionary_encode())


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_batches_make_no_difference(rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "READ_ROWS", rows)
    pq.write_table(some_articles(), tmp_path / "in.parquet", row_group_size=11)
    dedupe_file(tmp_path / "in.parquet", None, tmp_path, None)
    whole = dedupe(some_articles(), EMPTY).tables
    assert set(whole) == set(TABLES)
    for name in TABLES:
        assert pq.read_table(tmp_path / f"{name}.parquet").to_pylist() == whole[name].to_pylist(), name
    [changed] = [c for c in whole["relations"].column("changes").to_pylist() if c]
    assert changed["added"] == ["Nobody was hurt."]


def test_batches_and_a_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "READ_ROWS", 3)
    every = some_articles()
    pq.write_table(every.slice(0, 5), tmp_path / "old.parquet")
    pq.write_table(every.slice(5), tmp_path / "new.parquet")
    dedupe_file(tmp_path / "old.parquet", None, tmp_path / "a", None)
    history = tmp_path / "a" / "signatures.parquet"
    dedupe_file(tmp_path / "new.parquet", history, tmp_path / "b", None)
    whole = dedupe(every.slice(5), SignatureFiles([history])).tables
    for name in TABLES:
        assert pq.read_table(tmp_path / "b" / f"{name}.parquet").to_pylist() == whole[name].to_pylist(), name


def test_the_file_that_is_read_may_be_the_one_that_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "READ_ROWS", 2)
    table = articles_table(*(article(n, f"{TEXT} {n}") for n in range(1, 8)))
    pq.write_table(table, tmp_path / "articles.parquet")
    dedupe_file(tmp_path / "articles.parquet", None, tmp_path, None)
    marked = pq.read_table(tmp_path / "articles.parquet")
    assert marked.column("text").to_pylist() == table.column("text").to_pylist()
    assert marked.column("duplicate_of").null_count == 1
    assert {p.name for p in tmp_path.iterdir()} == {f"{name}.parquet" for name in TABLES}


def test_a_file_without_rows(tmp_path: Path) -> None:
    pq.write_table(articles_table(), tmp_path / "in.parquet")
    dedupe_file(tmp_path / "in.parquet", None, tmp_path, None)
    assert [pq.read_metadata(tmp_path / f"{name}.parquet").num_rows for name in TABLES] == [0, 0, 0, 0]


def test_a_torn_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "torn.parquet"
    pq.write_table(articles_table(*(article(n, f"{TEXT} {n}") for n in range(1, 50))), path, compression="none")
    raw = path.read_bytes()
    path.write_bytes(raw[:64] + b"\xff" * 2000 + raw[2064:])
    with pytest.raises(BadInputError, match=r"torn\.parquet is no readable Parquet file"):
        dedupe_file(path, None, tmp_path / "out", None)
