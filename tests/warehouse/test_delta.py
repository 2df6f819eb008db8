"""A generation as Delta tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from deltalake import DeltaTable

from expectations.articles import ARTICLES
from expectations.errors import UsageError, WarehouseError
from expectations.published import PUBLISHED
from flows.operate import export as command
from tests.conftest import article, articles_table
from tests.warehouse.test_generations import stamp
from warehouse import lock
from warehouse.delta import S3_OPTIONS, Exported, export
from warehouse.duck import BASE_TABLES, connect
from warehouse.generations import Draft
from warehouse.layout import Layout
from warehouse.location import located


@pytest.fixture
def layout(root: Path) -> Layout:
    root.mkdir()
    layout = Layout(root)
    published(layout, "aaaa", 1, 2)
    return layout


def published(layout: Layout, key: str, *numbers: int, instead_of_all: bool = False) -> None:
    with lock.writing(layout, key, 0):
        draft = Draft(layout, stamp(key))
        for file in draft.files_of("articles") if instead_of_all else ():
            draft.drop(file)
        draft.add(ARTICLES, [articles_table(*(article(n) for n in numbers))])
        draft.complete(PUBLISHED.values())
        draft.publish()


def exported(layout: Layout, target: Path | str, *tables: str, **how: Any) -> list[Exported]:
    return list(export(layout, str(target), tables or ("articles",), **how))


def titles(uri: Path | str, version: int | None = None) -> list[str]:
    rows = DeltaTable(str(uri), version=version).to_pyarrow_table(columns=["title"])
    return sorted(rows.column("title").to_pylist())


def test_every_table_holds_the_rows_and_columns_of_the_generation(layout: Layout, tmp_path: Path) -> None:
    done = exported(layout, tmp_path / "lake", *BASE_TABLES)
    assert [(one.table, one.rows) for one in done] == [(t, 2 if t == "articles" else 0) for t in BASE_TABLES]
    for name in BASE_TABLES:
        found = duckdb.from_arrow(DeltaTable(str(tmp_path / "lake" / name)).to_pyarrow_dataset())
        wanted = connect(layout).sql(f"select * from raw.{name} order by all")
        assert found.columns == wanted.columns
        assert found.order(", ".join(f'"{c}"' for c in found.columns)).fetchall() == wanted.fetchall()


def test_a_generation_is_exported_once_and_the_next_one_replaces_it(layout: Layout, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    assert exported(layout, lake) == [Exported("articles", 2, 0, was_there=False)]
    assert exported(layout, lake) == [Exported("articles", 2, 0, was_there=True)]
    published(layout, "bbbb", 3)
    assert exported(layout, lake) == [Exported("articles", 3, 1, was_there=False)]
    assert titles(lake / "articles") == [f"Ferry sails {n} times" for n in (1, 2, 3)]
    assert titles(lake / "articles", version=0) == [f"Ferry sails {n} times" for n in (1, 2)]
    assert DeltaTable(str(lake / "articles")).history(1)[0]["newsmill.generation"] == "2"


def test_a_past_generation_is_brought_back(layout: Layout, tmp_path: Path) -> None:
    published(layout, "bbbb", 3)
    exported(layout, tmp_path)
    assert exported(layout, tmp_path, number=1) == [Exported("articles", 2, 1, was_there=False)]
    assert titles(tmp_path / "articles") == [f"Ferry sails {n} times" for n in (1, 2)]


def test_vacuum_leaves_nothing_of_what_was_taken_down(layout: Layout, tmp_path: Path) -> None:
    exported(layout, tmp_path)
    published(layout, "bbbb", 2, instead_of_all=True)
    exported(layout, tmp_path, vacuum=True)
    [left] = (tmp_path / "articles").rglob("*.parquet")
    assert titles(tmp_path / "articles") == ["Ferry sails 2 times"]
    assert duckdb.read_parquet(str(left)).project("title").fetchall() == [("Ferry sails 2 times",)]
    assert exported(layout, tmp_path, vacuum=True)[0].was_there


def test_what_else_lies_there_stays(layout: Layout, tmp_path: Path) -> None:
    other = tmp_path / "lake" / "articles" / "notes.txt"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    with pytest.raises(UsageError, match=r"lake/articles is there and is no Delta table"):
        exported(layout, tmp_path / "lake")
    assert [path.name for path in other.parent.iterdir()] == ["notes.txt"]


def test_a_place_that_cannot_be_written_is_named(layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="file/lake/articles cannot be written"):
        exported(layout, tmp_path / "file" / "lake")


@pytest.mark.parametrize("inside", [".", "lake", "generations/../lake"])
def test_no_export_into_the_warehouse(layout: Layout, inside: str) -> None:
    with pytest.raises(UsageError, match="is inside the warehouse"):
        exported(layout, f"{layout.root}/{inside}")


def test_what_is_missing_is_said(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WarehouseError, match="has no generation 7"):
        exported(layout, tmp_path, number=7)
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(UsageError, match="needs deltalake") as raised:
        exported(layout, tmp_path)
    assert "newsmill[delta]" in raised.value.instruction


def test_the_command(layout: Layout, tmp_path: Path) -> None:
    words = [str(tmp_path / "lake"), "--warehouse", str(layout.root), "--table"]
    said = [CliRunner().invoke(command, [*words, "articles"]).output for _ in range(2)]
    assert said == ["articles: 2 rows, version 0, written\n", "articles: 2 rows, version 0, held it already\n"]
    with pytest.raises(UsageError, match="there is no table names"):
        command.main([*words, "names"], standalone_mode=False)


def test_from_a_store_to_a_store(bucket: str, s3_options: dict[str, Any]) -> None:
    layout = Layout(located(f"{bucket}/warehouse"))
    published(layout, "aaaa", 1)
    lake = f"{bucket}/warehouse-lake"  # beside the warehouse, not in it
    assert exported(layout, lake, storage=s3_options) == [Exported("articles", 1, 0, was_there=False)]
    assert exported(layout, lake, storage=s3_options)[0].was_there
    with pytest.raises(UsageError, match="is inside the warehouse"):
        exported(layout, f"{layout.root}/lake", storage=s3_options)


def test_a_store_without_tls_is_reached_as_the_environment_says(
    bucket: str, s3_options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = Layout(located(f"{bucket}/warehouse"))
    published(layout, "aaaa", 1)
    for name, value in s3_options.items():
        monkeypatch.setenv(S3_OPTIONS[name], value)
    assert exported(layout, f"{bucket}/lake") == [Exported("articles", 1, 0, was_there=False)]
