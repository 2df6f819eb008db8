"""DuckDB over a generation: a connection with every view, and the catalog file.

DuckDB is imported where it is first asked: a run starts, and the workers of a new warehouse read pages, without it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    connection = connection_over(file for files in tables.values() for file in files)
    lists = {table: sql_list(files) for table, files in tables.items() if files}
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


def reason(error: duckdb.Error) -> str:
    """What DuckDB says; where the file system of a store failed, what that says and not from which line."""
    text = str(error)
    if not text.startswith("Traceback"):
        return text
    last = text.rpartition("Traceback")[2]  # newer Pythons put what an exception was caused by before it
    return next(line for line in last.splitlines()[1:] if line and not line.startswith(" "))


def rows_of(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of an executed query, each with its values by column."""
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


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


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def sql_list(files: Iterable[str]) -> str:
    """The files as a list in SQL, for views: these take no parameters."""
    return f"[{', '.join(map(_quoted, files))}]"


def connection_over(files: Iterable[str]) -> duckdb.DuckDBPyConnection:
    """An in-memory connection that reads these files: those of an object store through its file system."""
    import duckdb

    connection = duckdb.connect()
    if (remote := next((file for file in files if "://" in file), None)) is not None:
        connection.register_filesystem(address(located(remote))[1])
    return connection
