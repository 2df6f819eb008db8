"""Parquet files, read where they lie."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.location import Location, address


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
