"""What a run asks of published and staged files, by key: look-ups by DuckDB, without the views of `duck`.

DuckDB is imported where it is first asked, as in `duck`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

import pyarrow as pa

from expectations.articles import ARTICLES
from expectations.errors import WarehouseError
from expectations.references import REFERENCES
from warehouse.duck import connection_over, reason, sql_list

TEXTS = pa.schema([(name, ARTICLES.schema.field(name).type) for name in ("article_id", "revision", "text")])


def known(files: Iterable[str], columns: list[str], wanted: pa.Table) -> pa.Table:
    """The rows of `wanted` (these columns, distinct) that occur in the files.

    Raises:
        WarehouseError: a file is gone, because its generation was dropped meanwhile.
    """
    paths = list(files)
    if not paths or not wanted.num_rows:
        return wanted.select(columns).slice(0, 0)
    from duckdb import Error

    names = ", ".join(columns)
    with connection_over(paths) as connection:
        connection.register("wanted", wanted.select(columns))
        query = f"select distinct {names} from wanted semi join read_parquet($files) using ({names})"  # noqa: S608
        try:
            return connection.sql(query, params={"files": paths}).to_arrow_table()
        except Error as error:
            raise WarehouseError(
                f"a file of the warehouse cannot be read: {reason(error)}",
                "If a takedown or maintenance has just dropped its generation, the same command reads the next one.",
            ) from error


def texts_of(files: Iterable[str], article_ids: pa.Array) -> pa.Table:
    """article_id, revision and text of every revision of these articles in article files.

    Texts are read only from files that hold one of them: a new revision mostly comes soon after its article.
    """
    paths = list(files)
    with connection_over(paths) as connection:
        connection.register("wanted", pa.table({"article_id": article_ids.cast(pa.string())}))

        def of_wanted(columns: str, paths: list[str]) -> pa.Table:
            files = "read_parquet($files, filename = true)"
            query = f"select {columns} from {files} semi join wanted using (article_id)"  # noqa: S608
            return connection.sql(query, params={"files": paths}).to_arrow_table()

        holding = of_wanted("distinct filename", paths).column(0).to_pylist() if paths else []
        return of_wanted(", ".join(TEXTS.names), holding).cast(TEXTS) if holding else TEXTS.empty_table()


def broken_references(
    checks: Iterable[str], new: Mapping[str, Sequence[str]], published_articles: Iterable[str]
) -> pa.Table:
    """Run each check over the staged files of a run: a row of REFERENCES for each.

    Args:
        checks: names of files in `checks/`.
        new: staged files by table; each needs at least one.
        published_articles: article files of the current generation.
    """
    rows = []
    history = [*new["articles"], *published_articles]
    with connection_over([*history, *(file for files in new.values() for file in files)]) as connection:
        for table, files in new.items():
            connection.execute(f"create view new_{table} as select * from read_parquet({sql_list(files)})")  # noqa: S608
        columns = "article_id, revision, duplicate_of"
        connection.execute(
            f"create view every_article as select {columns} from read_parquet({sql_list(history)})"  # noqa: S608
        )
        for name in checks:
            query = resources.files("warehouse").joinpath("checks", f"{name}.sql").read_text(encoding="utf-8")
            counted = connection.execute(f"select count(*), min(id) from ({query})").fetchone()  # noqa: S608
            broken, example = counted or (0, None)
            rows.append({"check": name, "broken": broken, "example": example})
    return pa.Table.from_pylist(rows, schema=REFERENCES.stage_schema)
