"""DuckDB over a generation: a connection with every view, the catalog file, and look-ups by key.

It is imported where it is first asked: a run starts, and the workers of a new warehouse read pages, without it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from expectations.articles import ARTICLES
from expectations.errors import WarehouseError
from expectations.published import PUBLISHED
from warehouse import generations
from warehouse.layout import SCHEMA_VERSION, Layout
from warehouse.location import address, located, on_disk

if TYPE_CHECKING:
    import duckdb

BASE_TABLES = (
    "articles", "entities", "quotes", "documents", "relations", "quarantine", "runs", "lineage", "tombstones",
)  # fmt: skip

HELPERS = ("superseded", "hidden", "runs_told")
"""Views of schema `raw` that others read, in such an order too."""

VIEWS = (
    "all_articles", "articles", "entities", "quotes", "quoted", "mentions", "speakers", "co_occurrences",
    "entity_timeline", "coverage", "spread", "corrections", "documents", "relations", "quarantine", "runs", "lineage",
    "tombstones",
)  # fmt: skip
"""In an order in which each view finds those it reads."""

WORKED_OUT = {
    "quotes": (
        "first_of_speaker",
        """row_number() over (
            partition by article_id, revision, coalesce(speaker_entity_id, lower(speaker)) order by start
        ) = 1 and speaker is not null""",
    ),
    "entities": (
        "published_on",
        """(
            select cast(a.published_at as date) from raw.articles a
            where a.article_id = rows.article_id and a.revision = rows.revision
        )""",
    ),
}
"""Columns that tables of older generations lack: their names, and what they are worked out by."""

TEXTS = pa.schema([(name, ARTICLES.schema.field(name).type) for name in ("article_id", "revision", "text")])


def view_sql(name: str) -> str:
    """The query of a view, as it stands in `views/`."""
    return resources.files("warehouse").joinpath("views", f"{name}.sql").read_text(encoding="utf-8")


def connect(layout: Layout, generation: int | None = None) -> duckdb.DuckDBPyConnection:
    """An in-memory connection with the views over one generation, the current one for None.

    Raises:
        WarehouseError: there is no such generation, or a newer newsmill wrote it.
    """
    manifest = generations.generation(layout, generation)
    tables = {table: generations.files_of(layout, manifest, table) for table in BASE_TABLES}
    connection = _connection(file for files in tables.values() for file in files)
    lists = {table: f"[{_list(files)}]" for table, files in tables.items() if files}
    create_views(connection, lists, older=manifest.schema_version < SCHEMA_VERSION)
    return connection


def create_views(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, str], *, older: bool = False) -> None:
    """Create schema `raw` over the Parquet files of each table (a glob or a list, as SQL), and the views over it.

    Files of an older version may lack columns that views read.
    """
    connection.execute("set timezone = 'UTC'")
    connection.execute("create schema raw")
    for table in BASE_TABLES:
        if table in tables:
            files = f"read_parquet({tables[table]}, hive_partitioning = true) as rows"
            columns = _completed(connection, table, files) if older else "*"
            connection.execute(f"create view raw.{table} as select {columns} from {files}")  # noqa: S608
        else:
            _create_empty(connection, table)
    for name in HELPERS:
        connection.execute(f"create view raw.{name} as {view_sql(name)}")
    for name in VIEWS:
        connection.execute(f"create view {name} as {view_sql(name)}")


def _completed(connection: duckdb.DuckDBPyConnection, table: str, files: str) -> str:
    """The columns of a table, as SQL, with the one that its files lack."""
    if table not in WORKED_OUT:
        return "*"
    name, worked_out = WORKED_OUT[table]
    there = connection.sql(f"select * from {files}").columns  # noqa: S608
    return "*" if name in there else f"*, {worked_out} as {name}"


def _create_empty(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """A table that the version of newsmill which wrote the generation did not have."""
    connection.register("nothing", PUBLISHED[table].schema.empty_table())
    connection.execute(f"create table raw.{table} as select *, null::date as ingested_on from nothing")  # noqa: S608
    connection.unregister("nothing")


def runs_before(layout: Layout, sources: Sequence[str], most: int) -> list[dict[str, Any]]:
    """The latest runs over these very sources, oldest first, with what their tables say beside their counts."""
    if generations.current(layout) is None:
        return []
    connection = connect(layout)
    latest = "select run_id from raw.runs where sources = $sources order by ingested_at desc limit $most"
    runs = [run for (run,) in connection.execute(latest, {"sources": list(sources), "most": most}).fetchall()]
    if not runs:
        return []
    query = "select * from raw.runs_told where list_contains($runs, run_id) order by ingested_at, run_id"
    rows: list[dict[str, Any]] = connection.sql(query, params={"runs": runs}).to_arrow_table().to_pylist()
    return rows


def write_catalog(layout: Layout) -> None:
    """Write `catalog.duckdb` with the views over `current`, beside its place, and rename it over.

    Only in a folder: DuckDB opens no catalog on an object store.
    """
    if not isinstance(layout.catalog, Path):
        return
    import duckdb

    temporary = layout.catalog.with_name(f"catalog.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    current = on_disk(layout.current).absolute()
    globs = {t: _quoted(f"{current}/{t}/**/*.parquet") for t in BASE_TABLES if (current / t).is_dir()}
    with duckdb.connect(str(temporary)) as connection:
        create_views(connection, globs)
    temporary.replace(layout.catalog)


def known(files: Iterable[str], columns: list[str], wanted: pa.Table) -> pa.Table:
    """The rows of `wanted` (these columns, distinct) that occur in the files.

    Raises:
        WarehouseError: a file is gone, because its generation was dropped meanwhile.
    """
    paths = list(files)
    if not paths or not wanted.num_rows:
        return wanted.select(columns).slice(0, 0)
    from duckdb import IOException

    names = ", ".join(columns)
    with _connection(paths) as connection:
        connection.register("wanted", wanted.select(columns))
        query = f"select distinct {names} from wanted semi join read_parquet($files) using ({names})"  # noqa: S608
        try:
            return connection.sql(query, params={"files": paths}).to_arrow_table()
        except IOException as error:
            raise WarehouseError(
                f"a file of the warehouse cannot be read: {error}",
                "If a takedown or maintenance has just dropped its generation, the same command reads the next one.",
            ) from error


def texts_of(files: Iterable[str], article_ids: pa.Array) -> pa.Table:
    """article_id, revision and text of every revision of these articles in article files.

    Texts are read only from files that hold one of them: a new revision mostly comes soon after its article.
    """
    paths = list(files)
    with _connection(paths) as connection:
        connection.register("wanted", pa.table({"article_id": article_ids.cast(pa.string())}))

        def of_wanted(columns: str, paths: list[str]) -> pa.Table:
            files = "read_parquet($files, filename = true)"
            query = f"select {columns} from {files} semi join wanted using (article_id)"  # noqa: S608
            return connection.sql(query, params={"files": paths}).to_arrow_table()

        holding = of_wanted("distinct filename", paths).column(0).to_pylist() if paths else []
        return of_wanted(", ".join(TEXTS.names), holding).cast(TEXTS) if holding else TEXTS.empty_table()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def broken_references(checks: Iterable[str], new: dict[str, list[str]], published_articles: Iterable[str]) -> pa.Table:
    """Run each check over the staged files of a run: `check`, how many rows are `broken`, and one `example`.

    Args:
        checks: names of files in `checks/`.
        new: staged files by table; each needs at least one.
        published_articles: article files of the current generation.
    """
    rows = []
    history = [*new["articles"], *published_articles]
    with _connection([*history, *(file for files in new.values() for file in files)]) as connection:
        for table, files in new.items():
            connection.execute(f"create view new_{table} as select * from read_parquet([{_list(files)}])")  # noqa: S608
        columns = "article_id, revision, duplicate_of"
        connection.execute(
            f"create view every_article as select {columns} from read_parquet([{_list(history)}])"  # noqa: S608
        )
        for name in checks:
            query = resources.files("warehouse").joinpath("checks", f"{name}.sql").read_text(encoding="utf-8")
            counted = connection.execute(f"select count(*), min(id) from ({query})").fetchone()  # noqa: S608
            broken, example = counted or (0, None)
            rows.append({"check": name, "broken": broken, "example": example})
    return pa.Table.from_pylist(
        rows, schema=pa.schema({"check": pa.string(), "broken": pa.int64(), "example": pa.string()})
    )


def _list(files: Iterable[str]) -> str:
    return ", ".join(_quoted(file) for file in files)


def _connection(files: Iterable[str]) -> duckdb.DuckDBPyConnection:
    """An in-memory connection that reads these files: those of an object store through its file system."""
    import duckdb

    connection = duckdb.connect()
    if (remote := next((file for file in files if "://" in file), None)) is not None:
        connection.register_filesystem(address(located(remote))[1])
    return connection
