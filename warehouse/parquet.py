"""Parquet files, read where they lie."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.location import Location, address

ROW_GROUP = 1 << 18
"""Rows that a reader passes over at once when their smallest and largest value say that none is wanted."""

DICTIONARY_BYTES = 2 << 20
"""Room for the ids of 50,000 articles or entities: a column in numbers of a dictionary is half as large, and grouped,
joined and filtered by the dictionary. With Arrow's limit of 1 MB such columns fall back to plain strings midway."""


def write_table(table: pa.Table, file: Path) -> None:
    """Write a published file."""
    pq.write_table(
        table, file, compression="zstd", row_group_size=ROW_GROUP, dictionary_pagesize_limit=DICTIONARY_BYTES
    )


def read_table(place: Location, columns: list[str] | None = None) -> pa.Table:
    """One file as an Arrow table; its folder's name adds no column."""
    path, filesystem = address(place)
    return pq.read_table(path, columns=columns, filesystem=filesystem, partitioning=None)


def open_file(place: Location) -> pq.ParquetFile:
    """A file to read part by part."""
    path, filesystem = address(place)
    return pq.ParquetFile(path, filesystem=filesystem)


def metadata(place: Location) -> pq.FileMetaData:
    """The footer of a file: its schema, rows and row groups."""
    path, filesystem = address(place)
    return pq.read_metadata(path, filesystem=filesystem)
