"""Parquet tables of pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from tasks.ingest.columns import present
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import Items, Origin, RefusedError
from tasks.ingest.record import Record, page_of_record
from tasks.ingest.stream import Allowance

ROWS_AT_ONCE = 16
"""Rows decoded at a time: a row may hold a page of the largest size."""


def parquet_pages(stream: IO[bytes], origin: Origin, options: IngestOptions, allowance: Allowance) -> Items:
    """Pages of a Parquet file that can seek; rows are numbered from 1. Only mapped columns are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(stream, pre_buffer=False)
        wanted = _mapped(table.schema_arrow.names, options)
        rows = _rows(table.iter_batches(batch_size=ROWS_AT_ONCE, columns=wanted, use_threads=False))
        for number, row in enumerate(rows, start=1):
            data = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_written).encode("utf-8", "replace")
            allowance.spend(len(data))
            place = origin.record(number)
            if len(data) > options.max_page_bytes:
                yield place.refusal(
                    "too_large", f"the row is larger than {options.max_page_bytes:,} bytes", data[:1000]
                )
            else:
                yield page_of_record(row, data, place, options)
    except (pa.ArrowException, OSError) as fault:
        raise RefusedError("truncated_archive", f"the Parquet data are damaged ({str(fault)[:200]})") from fault


def _mapped(names: list[str], options: IngestOptions) -> list[str]:
    columns = options.columns
    if not present(names, columns.page):
        raise RefusedError(
            "unsupported", f"a table without a column for the page (it has: {', '.join(names[:20])}); map one"
        )
    fields = (columns.page, columns.url, columns.title, columns.published, columns.authors, columns.section)
    wanted = [name for field in (*fields, columns.tags, columns.language) for name in present(names, field)]
    return list(dict.fromkeys(wanted))


def _rows(batches: Iterator[Any]) -> Iterator[Record]:
    for batch in batches:
        yield from batch.to_pylist()


def _written(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
