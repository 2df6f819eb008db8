"""A draft can put other rows in the place of files it inherited; the parent keeps its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations.articles import ARTICLES
from expectations.published import PUBLISHED
from tests.conftest import article
from tests.warehouse.test_generations import published, stamp, titles
from warehouse.duck import connect
from warehouse.generations import Draft
from warehouse.layout import Layout


def test_a_replaced_file_keeps_its_partition_and_the_stamps_of_its_rows(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1, 2)
    draft = Draft(layout, stamp("bbbb"))
    [file] = draft.files_of("articles")
    kept = draft.read(file).filter(pa.compute.equal(draft.read(file).column("article_id"), article(2)["article_id"]))
    assert draft.replace([file], ARTICLES, [kept]) == 1
    manifest = draft.publish()
    assert titles(layout) == {"Ferry sails 2 times"}
    [now] = [f for f in manifest.files if f.table == "articles"]
    assert (now.ingested_on, now.rows) == (date(2026, 6, 1), 1)
    query = f"select distinct run_id from read_parquet('{layout.current}/articles/**/*.parquet')"
    assert duckdb.execute(query).fetchall() == [("aaaa",)]


def test_the_parent_keeps_what_its_child_replaced(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    draft = Draft(layout, stamp("bbbb"))
    draft.drop(*draft.files_of("articles"))
    draft.complete(PUBLISHED.values())
    draft.publish()
    assert connect(layout).execute("select title from raw.articles").fetchall() == []
    assert connect(layout, 1).execute("select title from raw.articles").fetchall() == [("Ferry sails 1 times",)]


def test_files_of_one_partition_never_share_a_name(root: Path) -> None:
    layout = Layout(root)
    published(layout, "aaaa", 1)
    draft = Draft(layout, stamp("bbbb"))
    [file] = draft.files_of("articles")
    table = draft.read(file)
    draft.replace([file], ARTICLES, [table, table])
    draft.add(ARTICLES, [table])
    paths = [f.path for f in draft.files_of("articles")]
    assert len(set(paths)) == 3
