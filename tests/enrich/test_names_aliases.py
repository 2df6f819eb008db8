"""Tables of aliases that users give: read, or refused with the name of the file."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.errors import NewsmillError
from tasks.enrich.aliases import Alias, AliasTable, read_aliases

ROW = {"alias": "Tuna Board", "id": "mine:9", "type": "ORG", "prior": 0.7, "name": "Global Tuna Board"}


def test_csv_and_parquet_say_the_same(tmp_path: Path) -> None:
    table = pa.Table.from_pylist([ROW])
    pq.write_table(table, tmp_path / "a.parquet")
    (tmp_path / "a.csv").write_text("alias,id,type,prior,name\nTuna Board,mine:9,ORG,0.7,Global Tuna Board\n")
    rows = [read_aliases(tmp_path / name) for name in ("a.parquet", "a.csv")]
    assert rows[0] == rows[1] == [Alias("Tuna Board", "mine:9", "ORG", 0.7, "Global Tuna Board")]


def test_prior_and_name_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("alias,id,type\nTuna Board,mine:9,ORG\n")
    assert read_aliases(path) == [Alias("Tuna Board", "mine:9", "ORG")]


def test_nothing_is_taken_for_a_number_or_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("alias,id,type,prior,name\nNA,007,ORG,0,\n1984,0012,WORK,,true\n")
    assert read_aliases(path) == [Alias("NA", "007", "ORG", 0.0), Alias("1984", "0012", "WORK", 1.0, "true")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW | {"type": "COMPANY"}, "row 2: the type 'COMPANY' is none of PERSON, ORG"),
        (ROW | {"alias": None}, "row 2: there is no alias"),
        (ROW | {"id": " "}, "row 2: there is no id"),
        (ROW | {"prior": math.nan}, "row 2: the prior nan is no number"),
    ],
)
def test_a_row_that_says_nothing_is_named(tmp_path: Path, row: dict[str, Any], said: str) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pylist([ROW, row]), path)
    with pytest.raises(NewsmillError, match=re.escape(said)):
        read_aliases(path)


@pytest.mark.parametrize("content", [None, "alias,id\nTuna Board,mine:9\n", "", "alias,id,type,prior\nA,1,ORG,often\n"])
def test_what_cannot_be_read_is_said(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "broken.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(NewsmillError, match=r"broken\.csv"):
        read_aliases(path)


def test_the_likeliest_alias_of_a_type_wins() -> None:
    table = AliasTable.of(
        [Alias("Marten", "a", "PERSON", 0.2), Alias("MARTEN", "b", "PERSON", 0.9), Alias("Marten", "c", "ORG")]
    )
    assert [a.id if a else None for a in (table.best("PERSON", ["marten"]), table.best("GPE", ["marten"]))] == [
        "b",
        None,
    ]
