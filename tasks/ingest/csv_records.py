"""CSV and TSV tables of pages: a header, then a page a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import IO

from tasks.ingest.charset import WEB_NAMES
from tasks.ingest.columns import present
from tasks.ingest.decode import decode
from tasks.ingest.delimited import SEPARATOR_LINE, dialect_of
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import Item, Items, Origin, RefusedError
from tasks.ingest.record import page_of_record
from tasks.ingest.sniff import head_text
from tasks.ingest.stream import HEAD_BYTES, lines_of

TOO_LONG = "\uffff"
"""Stands for a line that was passed over; no character of any text."""
_CODEC_OF_NAME = {name: codec for codec, name in WEB_NAMES.items()}


def csv_pages(stream: io.BufferedReader, origin: Origin, options: IngestOptions) -> Items:
    """Pages of a table; rows are numbered from 1 below the header. A row that does not fit the header is refused."""
    head = stream.peek(HEAD_BYTES)
    delimiter = dialect_of(head_text(head), options.columns) or ","
    csv.field_size_limit(max(csv.field_size_limit(), options.max_page_bytes))
    declared = _CODEC_OF_NAME.get(decode(head).encoding)
    rows = _rows(csv.reader(_text_lines(stream, options, declared), delimiter=delimiter))
    header = next(rows, None)
    if not isinstance(header, list) or not present(header, options.columns.page):
        names = ", ".join(header[:20]) if isinstance(header, list) else "unreadable"
        raise RefusedError(
            "unsupported", f"a table without a column for the page (it has: {names}); map one", head[:1000]
        )
    for number, row in enumerate(rows, start=1):
        yield _page(row, header, origin.record(number), options)


def _page(row: list[str] | csv.Error, header: list[str], place: Origin, options: IngestOptions) -> Item:
    if row == [TOO_LONG]:
        return place.refusal("too_large", f"the line is longer than {options.max_page_bytes:,} bytes")
    if isinstance(row, csv.Error):
        return place.refusal("bad_record", f"the row cannot be read ({row})")
    data = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")
    if len(row) != len(header):
        return place.refusal("bad_record", f"the row has {len(row)} cells, the header {len(header)}", document=data)
    if len(data) > options.max_page_bytes:
        return place.refusal("too_large", f"the row is larger than {options.max_page_bytes:,} bytes", data[:1000])
    return page_of_record(dict(zip(header, row, strict=True)), data, place, options)


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str] | csv.Error]:
    """Rows that are not blank; a row that the reader cannot take is yielded as its error."""
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield fault
            continue
        if any(cell.strip() for cell in row):
            yield row


def _text_lines(stream: IO[bytes], options: IngestOptions, declared: str | None) -> Iterator[str]:
    for number, line in enumerate(lines_of(stream, options.max_page_bytes)):
        text = f"{TOO_LONG}\n" if line is None else decode(line, declared).text
        if number == 0:
            text = "" if SEPARATOR_LINE.fullmatch(text) else text.removeprefix("\ufeff")
        yield text
