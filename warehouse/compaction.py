"""Many small files of one table and day become few large ones, with the same rows in the order of the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

import pyarrow as pa

from expectations.published import PUBLISHED
from warehouse.generations import Draft
from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.manifest import DataFile, Manifest
from warehouse.parquet import metadata
from warehouse.store import store_of


def compactable(layout: Layout, manifest: Manifest, max_bytes: int) -> list[list[DataFile]]:
    """Groups of files to join, each of one table and day.

    Files without rows, of tables that have some, go on such an occasion.
    """
    filled: defaultdict[tuple[str, date], list[DataFile]] = defaultdict(list)
    empty: defaultdict[str, list[DataFile]] = defaultdict(list)
    for file in manifest.files:
        if file.rows:
            filled[file.table, file.ingested_on].append(file)
        else:
            empty[file.table].append(file)
    place = partial(store_of(layout).file, manifest)
    groups = [group for files in filled.values() for group in _joined(files, place, max_bytes) if len(group) > 1]
    with_rows = {table for table, _ in filled}
    return groups + [files for table, files in empty.items() if table in with_rows] if groups else []


def compact(draft: Draft, groups: Iterable[Sequence[DataFile]]) -> None:
    """Write each group as one file, sorted as its contract says; holds one group in memory."""
    for group in groups:
        contract = PUBLISHED[group[0].table]
        draft.replace(group, contract, [pa.concat_tables([draft.read(file) for file in group])])


def _joined(
    files: Sequence[DataFile], place: Callable[[DataFile], Location], max_bytes: int
) -> Iterator[list[DataFile]]:
    """Neighbours in the order in which they were published, so many that they stay below `max_bytes`."""
    group: list[DataFile] = []
    size = 0
    for file in files:
        own = _bytes_in_memory(place(file))
        if group and size + own > max_bytes:
            yield group
            group, size = [], 0
        group.append(file)
        size += own
    yield group


def _bytes_in_memory(place: Location) -> int:
    """About what the rows of a Parquet file take in memory: the size of its columns before compression."""
    footer = metadata(place)
    return sum(footer.row_group(number).total_byte_size for number in range(footer.num_row_groups))
