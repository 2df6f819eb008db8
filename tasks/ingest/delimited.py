"""Is a text a table of pages in CSV or TSV, and with which delimiter?"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import fields

from tasks.ingest.columns import Columns, present

DELIMITERS = (",", "\t", ";", "|")
MAX_NAME_CHARS = 80
MAX_HEADER_CHARS = 20_000
SEPARATOR_LINE = re.compile(r"\A\ufeff?sep=[,\t;|]\r?\n")
"""What spreadsheets write above the header to tell each other the delimiter."""


def dialect_of(text: str, columns: Columns) -> str | None:
    """The delimiter of a table of pages; None when the text does not begin with a header and a row that fits it.

    A header has short names, at least two of which are known; a sentence or a menu with commas has not.
    """
    start = SEPARATOR_LINE.sub("", text, count=1).lstrip("\ufeff\r\n")
    header = start.partition("\n")[0]
    if len(header) > MAX_HEADER_CHARS:
        return None
    known = {mark: _known(next(_rows(header, mark), []), columns) for mark in DELIMITERS if mark in header}
    best = max(known, key=known.__getitem__, default=None)
    if best is None or known[best] < 2:
        return None
    names_page = known[best] > 2 and present(next(_rows(header, best), []), columns.page)
    return best if names_page or _first_row_fits(start, best) else None


def _first_row_fits(text: str, delimiter: str) -> bool:
    """Has the first row as many cells as the header? One that is longer than the text at hand is believed."""
    rows = _rows(text, delimiter)
    header, row = next(rows, []), next(rows, None)
    return row is None or len(row) == len(header) or next(rows, None) is None


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from (row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row)
    except csv.Error:
        return


def _known(cells: list[str], columns: Columns) -> int:
    """How many kinds of column the header names; 0 for a line that is no header."""
    if any(len(cell) > MAX_NAME_CHARS for cell in cells):
        return 0
    return sum(bool(present(cells, getattr(columns, field.name))) for field in fields(columns))
