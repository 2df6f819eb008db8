"""`newsmill sql`: a query over the views of one generation."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from pathlib import Path

import click
import duckdb

from expectations.errors import UsageError
from flows.commands.opened import opened
from warehouse.duck import reason
from warehouse.location import Location

_AT_ONCE = 10_000
"""Rows that a large answer is written by."""


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
        raise UsageError(
            f"the query failed: {reason(error)}", "`newsmill sql 'show tables'` lists the views."
        ) from error


def _print(relation: duckdb.DuckDBPyRelation, style: str) -> None:
    if style == "table":
        relation.show(max_width=shutil.get_terminal_size((160, 40)).columns, max_rows=100)
        return
    relation = relation.project("*")  # of two columns of one name the second gets another
    if style == "csv":
        _print_csv(relation)
    else:
        _print_json(relation)


def _print_csv(relation: duckdb.DuckDBPyRelation) -> None:
    """Values as DuckDB writes them, because pandas would turn whole numbers beside a null into fractions."""
    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(relation.columns)
    texts = relation.project("columns(*)::varchar")
    for batch in texts.to_arrow_reader(_AT_ONCE):
        lines.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _print_json(relation: duckdb.DuckDBPyRelation) -> None:
    """An array of objects; what JSON has no number for (NaN, infinity) is null."""
    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    numbers = json.loads(json.dumps(rows, default=str), parse_constant=lambda _: None)
    click.echo(json.dumps(numbers, ensure_ascii=False, indent=1))
