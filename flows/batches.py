"""How the work of a run is cut into batches, and what people call them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.settings import Settings
from tasks.ingest.inputs import InputFile
from warehouse.ref import TableRef
from warehouse.staging import Staged

MAX_GROUP_FILES = 500
BATCHES_PER_WORKER = 2
"""Batches are of unequal weight: with two for each worker none waits long for another's last one."""
MIN_BATCH_BYTES = 500_000
"""About 50 pages, seconds of work: below, what a batch costs beside its work (hand-over) would weigh."""


def batch_bytes(inputs: Sequence[InputFile], settings: Settings) -> int:
    """Bytes of a batch: no more than the setting, and small enough that a small run gives every worker some."""
    shares = settings.workers * BATCHES_PER_WORKER
    return min(settings.ingest.batch_bytes, max(MIN_BATCH_BYTES, sum(item.size for item in inputs) // shares))


def grouped(inputs: Sequence[InputFile], max_bytes: int) -> Iterator[list[InputFile]]:
    """Inputs in order, in groups of at most so many bytes (a larger file alone) and MAX_GROUP_FILES files."""
    group: list[InputFile] = []
    size = 0
    for item in inputs:
        if group and (size + item.size > max_bytes or len(group) == MAX_GROUP_FILES):
            yield group
            group, size = [], 0
        group.append(item)
        size += item.size
    if group:
        yield group


def numbered(parts: Sequence[Staged], table: str) -> Iterator[tuple[str, TableRef]]:
    """The tables of this name, each with its number among all: `2/14`."""
    return ((f"{n}/{len(parts)}", part.tables[table]) for n, part in enumerate(parts, 1))


def described(group: Sequence[InputFile]) -> str:
    """What a group of inputs is: its source and how many files."""
    sources = {item.source for item in group}
    return f"{sources.pop() if len(sources) == 1 else f'{len(sources)} sources'}: {len(group)} files"
