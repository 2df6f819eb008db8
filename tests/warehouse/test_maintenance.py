"""Maintenance: fewer files with the same rows, a bounded past, and nothing of a living run touched."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.articles import ARTICLES
from expectations.published import PUBLISHED
from tests.conftest import article, articles_table, row_of
from warehouse import compaction, generations, lock, maintenance, retention
from warehouse.generations import Draft, Stamp
from warehouse.layout import Layout
from warehouse.local import LocalStore
from warehouse.local_leftovers import DROPPED
from warehouse.location import Location, on_disk
from warehouse.maintenance import Statistics
from warehouse.options import MaintainOptions
from warehouse.store import store_of

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
KEEP_ALL = MaintainOptions(keep_generations=1_000)


def run(layout: Layout, number: int, days: float = 0.0) -> None:
    """One small run, so many days after the first."""
    layout.root.mkdir(parents=True, exist_ok=True)
    draft = Draft(layout, Stamp(f"run{number:04d}", START + timedelta(days=days), "0.1.0"))
    draft.add(ARTICLES, [articles_table(article(2 * number + 1), article(2 * number))])
    draft.complete(PUBLISHED.values())
    draft.publish()


def maintained(layout: Layout, options: MaintainOptions = KEEP_ALL, days: float = 10.0) -> Statistics:
    return maintenance.maintain(layout, options, START + timedelta(days=days), "0.1.0", 0)


def rows(folder: Location) -> list[tuple[object, ...]]:
    query = f"select * from read_parquet('{folder}/articles/**/*.parquet', hive_partitioning = true) order by all"
    return duckdb.execute(query).fetchall()


def test_small_files_of_a_day_become_one_with_the_same_rows(root: Path) -> None:
    layout = Layout(root)
    for number in range(6):
        run(layout, number, days=number // 3)
    before = rows(layout.current)
    done = maintained(layout)
    assert rows(layout.current) == before
    assert (done.before["articles"].files, done.after["articles"].files) == (6, 2)
    assert sorted(p.parent.name for p in layout.current.glob("articles/*/*")) == [
        "ingested_on=2026-06-01",
        "ingested_on=2026-06-02",
    ]


def test_joined_files_are_sorted_and_the_manifest_is_true(root: Path) -> None:
    layout = Layout(root)
    for number in (5, 1, 3):
        run(layout, number)
    maintained(layout)
    [path] = layout.current.glob("articles/*/*")
    dates = pq.read_table(path, partitioning=None).column("published_at").to_pylist()
    assert dates == sorted(dates)
    manifest = generations.current(layout)
    assert manifest is not None
    [file] = [f for f in manifest.files if f.table == "articles"]
    assert (file.rows, file.bytes, file.low) == (6, path.stat().st_size, str(dates[0]))


def test_files_grow_to_the_limit_and_no_further(root: Path) -> None:
    layout = Layout(root)
    for number in range(6):
        run(layout, number)
    [first, *_] = layout.current.glob("articles/*/*")
    size = pq.read_metadata(first).row_group(0).total_byte_size
    done = maintained(layout, MaintainOptions(keep_generations=1_000, max_file_bytes=2 * size + size // 2))
    assert done.after["articles"].files == 3


def test_an_empty_file_goes_with_a_join_once_its_table_has_rows_and_the_last_one_stays(root: Path) -> None:
    layout = Layout(root)
    run(layout, 1)
    draft = Draft(layout, Stamp("later", START, "0.1.0"))
    document = row_of(PUBLISHED["documents"], document_id="0" * 64)
    draft.add(PUBLISHED["documents"], [pa.Table.from_pylist([document], PUBLISHED["documents"].stage_schema)])
    draft.publish()
    assert maintained(layout).before["documents"].files == 2
    run(layout, 2)
    done = maintained(layout)
    assert {table: size.files for table, size in done.after.items()} == dict.fromkeys(PUBLISHED, 1)


def test_a_second_maintenance_finds_nothing_to_do(root: Path) -> None:
    layout = Layout(root)
    for number in range(3):
        run(layout, number)
    maintained(layout)
    before = sorted(root.rglob("*"))
    done = maintained(layout)
    assert (done.plan.groups, done.plan.generations, done.plan.paths) == ([], [], [])
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize(
    ("keep", "days", "left"),
    [
        (1, 0.0, [6]),
        (3, 0.0, [4, 5, 6]),
        (1, 3.5, [4, 5, 6]),
        (2, 100.0, [1, 2, 3, 4, 5, 6]),
        (9, 0.0, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_the_newest_and_the_young_generations_are_kept(root: Path, keep: int, days: float, left: list[int]) -> None:
    layout = Layout(root)
    for number in range(6):
        run(layout, number, days=number)
    options = MaintainOptions(keep_generations=keep, keep_days=days)
    gone = retention.outdated(layout, options, START + timedelta(days=6))
    retention.drop_generations(layout, gone)
    assert list(store_of(layout).published()) == left
    assert len(rows(layout.current)) == 12


def test_a_generation_half_dropped_by_a_crash_is_removed_by_the_next(root: Path) -> None:
    layout = Layout(root)
    run(layout, 1)
    run(layout, 2)
    first = on_disk(layout.generation(1))
    first.rename(first.with_name("000001" + DROPPED))
    assert list(store_of(layout).published()) == [2]
    maintained(layout)
    assert [p.name for p in layout.generations.iterdir()] == ["000002", "000003"]


def test_what_crashes_left_is_removed_and_what_lives_is_not(root: Path) -> None:
    layout = Layout(root)
    run(layout, 1)
    (layout.generation(1) / "articles" / "stray.parquet").write_bytes(b"x")
    for age, path in ((7200, root / "catalog.1.tmp"), (60, root / "catalog.2.tmp")):
        path.write_bytes(b"x")
        os.utime(path, times=(START.timestamp() - age,) * 2)
    for key in ("dead", "living"):
        layout.staging_of(key).mkdir(parents=True)
    with lock.staging(layout, "living", 0):
        layout.staging_of("dead").mkdir(exist_ok=True)
        done = maintained(layout, days=0.0)
        assert {path.name for path in done.plan.paths} == {"stray.parquet", "catalog.1.tmp", "dead"}
        assert layout.staging_of("living").is_dir()
    assert not layout.staging_of("dead").exists()
    assert (root / "catalog.2.tmp").exists()
    assert len(rows(layout.current)) == 2


def test_old_data_docs_and_reports_go(root: Path) -> None:
    layout = Layout(root)
    run(layout, 1)
    for name, age in (("data-docs/old", 100), ("data-docs/young", 10), ("reports/old.html", 100)):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.mkdir() if path.suffix == "" else path.write_text("<p>")
        os.utime(path, times=(START.timestamp() - age * 86_400,) * 2)
    maintained(layout, days=0.0)
    assert [p.name for folder in layout.docs for p in folder.iterdir()] == ["young"]


def test_a_reader_of_a_generation_that_is_kept_does_not_notice(root: Path) -> None:
    layout = Layout(root)
    for number in range(4):
        run(layout, number)
    reader = duckdb.connect()
    reader.execute(f"create view a as from read_parquet('{layout.current.resolve()}/articles/**/*.parquet')")
    before = reader.execute("select * from a order by all").fetchall()
    maintained(layout, MaintainOptions(keep_generations=2, keep_days=0))
    assert list(store_of(layout).published()) == [4, 5]
    assert reader.execute("select * from a order by all").fetchall() == before


def test_a_crash_in_mid_compaction_leaves_the_tables_as_they_were(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Layout(root)
    for number in range(3):
        run(layout, number)
    before = rows(layout.current)
    with monkeypatch.context() as patched:

        def crash(*_: object) -> None:
            raise KeyboardInterrupt

        patched.setattr(LocalStore, "make_current", crash)
        with pytest.raises(KeyboardInterrupt):
            maintained(layout)
    assert rows(layout.current) == before
    assert maintained(layout).after["articles"].files == 1
    assert rows(layout.current) == before
    assert list(store_of(layout).published()) == [1, 2, 3, 4]


def test_nothing_to_join_in_a_new_warehouse(root: Path) -> None:
    done = maintained(Layout(root))
    assert (done.generation, done.after) == (None, {})


def test_groups_hold_neighbours_of_one_table_and_day(root: Path) -> None:
    layout = Layout(root)
    run(layout, 1)
    run(layout, 2)
    run(layout, 3, days=1)
    manifest = generations.current(layout)
    assert manifest is not None
    [group] = compaction.compactable(layout, manifest, 1 << 30)
    assert [file.path.split("/")[-1][:7] for file in group] == ["run0001", "run0002"]
