"""`newsmill sql`: a query over the views of one generation."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import click
import duckdb

from expectations.errors import UsageError
from flows.commands.opened import opened
from warehouse.location import Location


def run_query(query: str, style: str, generation: int | None, warehouse: Location | None, config: Path | None) -> None:
    """Print the result of a query.

    Raises:
        UsageError: DuckDB refuses the query; the message is its own.
        WarehouseError: there is no such warehouse or generation.
    """
    connection = opened(warehouse, config, generation)
    try:
        relation = connection.sql(query)
        if relation is not None:
            _print(relation, style)
    except duckdb.Error as error:
        raise UsageError(f"the query failed: {error}", "`newsmill sql 'show tables'` lists the views.") from error


def _print(relation: duckdb.DuckDBPyRelation, style: str) -> None:
    if style == "table":
        relation.show(max_width=shutil.get_terminal_size((160, 40)).columns, max_rows=100)
    elif style == "csv":
        relation.to_df().to_csv(sys.stdout, index=False)
    else:
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
        click.echo(json.dumps(rows, default=str, ensure_ascii=False, indent=1))
