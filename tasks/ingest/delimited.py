"""Is a text a table of pages in CSV or TSV, and with which delimiter?"""

from __future__ import annotations

import csv
from dataclasses import fields

from tasks.ingest.columns import Columns, present

DELIMITERS = (",", "\t", ";", "|")
MAX_NAME_CHARS = 80
MAX_HEADER_CHARS = 20_000


def dialect_of(text: str, columns: Columns) -> str | None:
    """The delimiter of a table of pages; None when the first line is no header of one.

    A header has short names, at least two of them known; a sentence with commas has not.
    """
    header = text.lstrip("\ufeff\r\n").partition("\n")[0]
    if len(header) > MAX_HEADER_CHARS:
        return None
    known = {name: _known(header_cells(header, name), columns) for name in DELIMITERS if name in header}
    best = max(known, key=known.__getitem__, default=None)
    return best if best and known[best] >= 2 else None


def header_cells(line: str, delimiter: str) -> list[str]:
    """The cells of a first line; none when it is no CSV."""
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _known(cells: list[str], columns: Columns) -> int:
    """How many kinds of column the header names; 0 for a line that is no header."""
    if any(len(cell) > MAX_NAME_CHARS for cell in cells):
        return 0
    return sum(bool(present(cells, getattr(columns, field.name))) for field in fields(columns))
