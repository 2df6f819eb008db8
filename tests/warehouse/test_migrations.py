"""A warehouse that an older version wrote is read as it is, migrated by the next writer, and read again."""

from __future__ import annotations

import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.articles import ARTICLES
from expectations.errors import WarehouseError
from expectations.published import PUBLISHED
from tests.conftest import article
from warehouse import generations, migrations
from warehouse.duck import connect
from warehouse.layout import SCHEMA_VERSION, Layout

HERE = Path(__file__).parent
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def unpacked(version: int, root: Path) -> Layout:
    """A few pages, milled when the warehouse had this version."""
    with tarfile.open(HERE / f"version-{version}.tar.gz") as archive:
        archive.extractall(root, filter="data")
    return Layout(root)


@pytest.fixture
def old(root: Path) -> Layout:
    return unpacked(1, root)


def content(layout: Layout) -> list[tuple[object, ...]]:
    query = """
        select a.title, q.text, q.speaker, count(e.entity_id) from articles a
        join quotes q using (article_id) join entities e using (article_id) group by all order by all"""
    return connect(layout).execute(query).fetchall()


def test_an_older_warehouse_is_read_as_it_is(old: Layout) -> None:
    assert ("Vestness cannery closes for a week", "They will all be paid,", "Runa Sandvik", 6) in content(old)
    connection = connect(old)
    assert connection.execute("select count(*) from tombstones").fetchone() == (0,)


def test_migration_changes_no_row_and_is_a_generation(old: Layout) -> None:
    before = content(old)
    taken = migrations.migrate(old, NOW, "0.2.0")
    manifest = generations.current(old)
    assert manifest is not None
    assert [step.version for step in taken] == list(range(2, SCHEMA_VERSION + 1))
    assert (manifest.schema_version, manifest.parent) == (SCHEMA_VERSION, SCHEMA_VERSION - 1)
    assert content(old) == before
    assert not old.staging_of(manifest.run_key).exists()


def test_a_migrated_warehouse_has_the_tables_and_columns_of_this_version(old: Layout) -> None:
    migrations.migrate(old, NOW, "0.2.0")
    manifest = generations.current(old)
    assert manifest is not None
    for name, contract in PUBLISHED.items():
        files = generations.files_of(old, manifest, name)
        assert files, name
        assert all(pq.read_schema(path).equals(contract.schema) for path in files), name


@pytest.mark.parametrize("version", [1, 2, 3])
def test_articles_of_a_speaker_are_counted_in_any_version(version: int, root: Path) -> None:
    layout = unpacked(version, root)
    wanted = """
        select coalesce(speaker_entity_id, lower(speaker)) as speaker_key, count(*) as quotes,
               count(distinct article_id) as articles
        from quotes where speaker is not null group by all order by all"""
    asked = "select speaker_key, quotes, articles from speakers order by all"
    before = connect(layout).execute(asked).fetchall()
    assert before == connect(layout).execute(wanted).fetchall()
    assert any(articles < quotes for _, quotes, articles in before)
    assert len(migrations.migrate(layout, NOW, "0.2.0")) == SCHEMA_VERSION - version
    assert connect(layout).execute(asked).fetchall() == before
    assert connect(layout, 1).execute(asked).fetchall() == before


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_entity_has_its_days_in_any_version(version: int, root: Path) -> None:
    layout = unpacked(version, root)
    wanted = """
        select e.entity_id, cast(a.published_at as date) as day, count(*) as articles
        from entities e join articles a using (article_id, revision) group by all order by all"""
    asked = "select entity_id, day, articles from entity_timeline order by all"
    before = connect(layout).execute(asked).fetchall()
    assert before == connect(layout).execute(wanted).fetchall()
    assert any(day for _, day, _ in before) or version == 2  # whose pages bear no dates
    steps = migrations.migrate(layout, NOW, "0.2.0")
    for generation in range(1, len(steps) + 2):
        assert connect(layout, generation).execute(asked).fetchall() == before


def test_entities_take_the_days_of_their_articles() -> None:
    entities = pa.table({"article_id": ["b", "a", "a", "c"], "revision": pa.array([1, 2, 1, 1], pa.int32())})
    late, early = datetime(2026, 5, 2, 23, 59, tzinfo=UTC), datetime(1969, 12, 31, 1, tzinfo=UTC)
    published = pa.table(
        {
            "article_id": ["a", "a", "b", "d"],
            "revision": pa.array([1, 2, 1, 1], pa.int32()),
            "published_at": pa.array([late, early, None, late], pa.timestamp("us", tz="UTC")),
        }
    )
    days = migrations.dated(entities, published).column("published_on").to_pylist()
    assert days == [None, early.date(), late.date(), None]


def test_a_second_migration_does_nothing(old: Layout) -> None:
    migrations.migrate(old, NOW, "0.2.0")
    before = sorted(old.root.rglob("*"))
    assert migrations.migrate(old, NOW, "0.2.0") == []
    assert sorted(old.root.rglob("*")) == before


def test_a_new_warehouse_has_nothing_before_it(root: Path) -> None:
    assert migrations.migrate(Layout(root), NOW, "0.2.0") == []


def test_what_a_table_has_gained_is_null_or_empty() -> None:
    stamps = {"run_id": "aaaa", "ingested_at": NOW}
    old = pa.Table.from_pylist([article(1) | stamps], schema=ARTICLES.schema).drop_columns(["deck", "tags"])
    [row] = migrations.completed(old, ARTICLES).to_pylist()
    assert (row["deck"], row["tags"], row["title"]) == (None, [], "Ferry sails 1 times")


def test_a_column_that_needs_a_value_needs_a_migration() -> None:
    with pytest.raises(WarehouseError, match="articles has no column article_id"):
        migrations.completed(pa.table({"text": ["x"]}), ARTICLES)


def test_every_version_has_its_step() -> None:
    assert [step.version for step in migrations.MIGRATIONS] == list(range(2, SCHEMA_VERSION + 1))


def test_a_newer_version_is_refused_by_the_migration_too(old: Layout) -> None:
    path = old.generation(1) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema_version": SCHEMA_VERSION + 1}))
    with pytest.raises(WarehouseError, match="Upgrade newsmill"):
        migrations.migrate(old, NOW, "0.2.0")
