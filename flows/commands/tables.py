"""Small tables on the terminal."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import duckdb


def print_table(title: str, cursor: duckdb.DuckDBPyConnection) -> None:
    """Print the rows of an executed query, or that there are none."""
    print_cursor(title, cursor, "table")


def print_cursor(title: str, cursor: duckdb.DuckDBPyConnection, style: str) -> int:
    """Print the rows of an executed query as a table under a title, as CSV, or as JSON objects; returns how many."""
    names = [column[0] for column in cursor.description or []]
    rows = cursor.fetchall()
    if style == "table":
        print_rows(title, names, rows)
    elif style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([names, *rows])
    else:
        objects = [dict(zip(names, row, strict=True)) for row in rows]
        click.echo(json.dumps(objects, default=str, ensure_ascii=False, indent=1))
    return len(rows)


def print_rows(title: str, names: Sequence[str], rows: Iterable[Sequence[Any]], note: str = "") -> None:
    """Print rows under a title, and a note below them; without rows, that there are none."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, caption=note or None
    )
    rows = list(rows)
    first = rows[0] if rows else [None] * len(names)
    for name, value in zip(names, first, strict=True):
        table.add_column(
            Text(_cell(name)), justify="right" if isinstance(value, int | float) else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print()
    if rows:
        console.print(table)
    else:
        console.print(f"[bold]{plain(title)}[/bold]: nothing")


def _cell(value: object) -> str:
    return "" if value is None else harmless(str(value)).replace("\n", " ")


def harmless(text: str) -> str:
    """The text, as long as it was, with a space for whatever could steer a terminal; line ends stay."""
    return text if text.isprintable() else "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def plain(value: object) -> str:
    """A value to print within markup of rich: harmless, and brackets in it are no markup."""
    from rich.markup import escape

    return escape(harmless(str(value)))


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: `1 article`, `2,000 articles`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
