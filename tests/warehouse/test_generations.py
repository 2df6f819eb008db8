"""Publish: all tables in one moment, nothing lost by a crash, nothing written twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import duckdb
import pyarrow as pa
import pytest

from expectations.articles import ARTICLES
from expectations.documents import DOCUMENTS
from expectations.errors import WarehouseError
from expectations.lineage import LINEAGE
from expectations.published import PUBLISHED
from tests.conftest import article, articles_table, row_of
from warehouse import generations
from warehouse.generations import Draft, Stamp
from warehouse.layout import Layout
from warehouse.location import on_disk
from warehouse.ref import file_sha256


def stamp(key: str) -> Stamp:
    return Stamp(key, datetime(2026, 6, 1, 12, tzinfo=UTC), "0.1.0")


def published(layout: Layout, key: str, *numbers: int) -> Draft:
    layout.root.mkdir(parents=True, exist_ok=True)
    draft = Draft(layout, stamp(key))
    draft.add(ARTICLES, [articles_table(*(article(n) for n in numbers))])
    draft.complete(PUBLISHED.values())
    draft.publish()
    return draft


def titles(layout: Layout) -> set[str]:
    query = f"select title from read_parquet('{layout.current}/articles/**/*.parquet', hive_partitioning = true)"
    return {row[0] for row in duckdb.execute(query).fetchall()}


def test_a_second_generation_holds_the_rows_of_the_first(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    published(layout, "bbbb", 2)
    assert titles(layout) == {"Ferry sails 1 times", "Ferry sails 2 times"}
    manifest = generations.current(layout)
    assert manifest is not None
    assert (manifest.generation, manifest.parent) == (2, 1)


def test_every_table_is_there_after_the_first_publish_even_without_rows(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    for name, contract in PUBLISHED.items():
        query = f"select * from read_parquet('{layout.current}/{name}/**/*.parquet', hive_partitioning = false)"
        assert duckdb.connect().sql(query).columns == contract.schema.names


def test_the_manifest_tells_the_truth_about_every_file(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1, 2, 3)
    manifest = generations.current(layout)
    assert manifest is not None
    folder = on_disk(layout.generation(1))
    assert {str(p.relative_to(folder)) for p in folder.rglob("*.parquet")} == {f.path for f in manifest.files}
    for file in manifest.files:
        assert file_sha256(folder / file.path) == file.sha256
    assert manifest.rows()["articles"] == 3


@pytest.mark.parametrize("threads", [1, 2])
def test_lanes_are_written_in_threads_and_listed_in_order(root: Path, threads: int) -> None:
    meeting = Barrier(threads, timeout=20)

    def together(*tables: pa.Table) -> Iterator[pa.Table]:
        meeting.wait()
        yield from tables

    read = row_of(LINEAGE, input_uri="a.html", input_sha256="0" * 64, source_uri="a.html", outcome="empty")
    lineage = pa.Table.from_pylist([read], schema=LINEAGE.stage_schema)
    root.mkdir(parents=True)
    draft = Draft(Layout(root), stamp("aaaa"))
    articles = together(*(articles_table(article(n)) for n in (2, 1)))
    draft.add_lanes([[(ARTICLES, articles)], [(DOCUMENTS, []), (LINEAGE, together(lineage))]], threads)
    assert [(file.table, file.rows) for file in draft.files] == [("articles", 1), ("articles", 1), ("lineage", 1)]
    assert [draft.read(file)["title"][0].as_py() for file in draft.files[:2]] == [
        f"Ferry sails {n} times" for n in (2, 1)
    ]


def test_what_fails_in_a_lane_fails_the_publish(root: Path) -> None:
    def broken() -> Iterator[pa.Table]:
        yield articles_table(article(1))
        raise OSError

    root.mkdir(parents=True)
    with pytest.raises(OSError, match=r"^$"):
        Draft(Layout(root), stamp("aaaa")).add_lanes([[(DOCUMENTS, [])], [(ARTICLES, broken())]], 2)


def test_rows_are_stamped_and_sorted_by_date(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 9, 3, 5)
    query = f"select published_at, run_id from read_parquet('{layout.current}/articles/**/*.parquet')"
    rows = duckdb.execute(query).fetchall()
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert {row[1] for row in rows} == {"aaaa"}


def test_a_crash_before_the_switch_leaves_readers_where_they_were(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    crash_before_switch(layout, "bbbb", 2)
    assert titles(layout) == {"Ferry sails 1 times"}


def crash_before_switch(layout: Layout, key: str, number: int) -> None:
    def crash() -> None:
        raise KeyboardInterrupt

    draft = Draft(layout, stamp(key))
    draft.add(ARTICLES, [articles_table(article(number))])
    with pytest.raises(KeyboardInterrupt):
        draft.publish(before_switch=crash)


def test_the_next_run_of_the_same_work_finishes_a_crashed_publish(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    crash_before_switch(layout, "bbbb", 2)
    finished = generations.recover(layout, "bbbb")
    assert finished is not None
    assert finished.generation == 2
    assert titles(layout) == {"Ferry sails 1 times", "Ferry sails 2 times"}


def test_another_run_removes_what_a_crashed_publish_left(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    crash_before_switch(layout, "bbbb", 2)
    assert generations.recover(layout, "cccc") is None
    published(layout, "cccc", 3)
    assert titles(layout) == {"Ferry sails 1 times", "Ferry sails 3 times"}


def test_old_files_are_shared_not_copied(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    published(layout, "bbbb", 2)
    first = next(on_disk(layout.generation(1)).glob("articles/*/*.parquet"))
    assert first.stat().st_nlink == 2


def test_a_past_generation_can_be_named_and_a_missing_one_is_an_error(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    published(layout, "bbbb", 2)
    assert generations.generation(layout, 1).rows()["articles"] == 1
    assert generations.generation(layout).rows()["articles"] == 2
    with pytest.raises(WarehouseError, match="no generation 7 \\(there: 1, 2\\)"):
        generations.generation(layout, 7)


def test_a_warehouse_of_a_newer_version_is_refused(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    path = layout.generation(1) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema_version": 99, "code_version": "9.0"}))
    with pytest.raises(WarehouseError, match=r"written by newsmill 9\.0 with warehouse version 99"):
        generations.current(layout)


NO_MANIFESTS = [b"", b"PAR1\xff\x00", b"[]", b"{}", b'{"schema_version": 1, "code_version": "0.1.0"}']


@pytest.mark.parametrize("content", NO_MANIFESTS)
def test_a_manifest_that_is_none_is_named(content: bytes, root: Path) -> None:
    published(Layout(root), "aaaa", 1)
    path = Layout(root).generation(1) / "manifest.json"
    path.write_bytes(content)
    with pytest.raises(WarehouseError, match=r"manifest\.json cannot be read as a manifest"):
        generations.current(Layout(root))


def test_an_unwritable_warehouse_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    with pytest.raises(WarehouseError, match="cannot be written"):
        generations.require_writable(Layout(file / "warehouse"))


def test_a_column_missing_from_a_stage_is_a_bug_not_data() -> None:
    with pytest.raises((KeyError, pa.ArrowInvalid)):
        generations.stamped(pa.table({"article_id": ["x"]}), ARTICLES, stamp("aaaa"))
