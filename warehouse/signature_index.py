"""Index of published signatures: a few segments, each of some consecutive files.

Derived from the Parquet files and never needed: files without a segment are scanned. Each publish indexes its new files
and joins small segments to larger ones, so that there are few: a row is written a few times in all, however long the
history becomes. A segment of files that have changed, after a takedown or a compaction, is removed.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.durable import sync
from warehouse.location import Location
from warehouse.parquet import metadata
from warehouse.signature_segment import Segment, describe, open_segment, write_segment

MIN_ROWS = 1000
"""Rows that are scanned rather than indexed."""
GROWTH = 4
"""A segment is joined with the one before it unless that is so many times as large."""
MAX_ROWS = 1 << 20
"""Segments do not grow beyond this: bounds the memory that writing one takes to half a gigabyte."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Indexed:
    """A segment and which of the files, counted from `first`, it holds."""

    folder: Path
    segment: Segment
    first: int

    @property
    def end(self) -> int:
        return self.first + len(self.segment.files)


def open_index(folder: Path, files: Sequence[Location]) -> list[Indexed]:
    """The segments in `folder` that hold some of `files`, unchanged and in this order; disjoint, in order."""
    described = describe(files)
    places = {str(name): place for place, (name, _) in enumerate(described)}
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        segment = open_segment(path)
        first = places.get(str(segment.files[0][0])) if segment and segment.files else None
        if segment and first is not None and described[first : first + len(segment.files)] == segment.files:
            found.append(Indexed(path, segment, first))
    chosen: list[Indexed] = []
    for one in sorted(found, key=lambda i: (i.first, -i.end)):  # what a crash left beside a larger one is passed over
        if not chosen or one.first >= chosen[-1].end:
            chosen.append(one)
    return chosen


def keep_current(folder: Path, files: Sequence[Location], min_rows: int = MIN_ROWS) -> None:
    """Bring the index in `folder` up to `files`, the signature files of the generation that is now current, in order.

    Call with the write lock held. A disk that is full stops nothing: what is not indexed is scanned.
    """
    try:
        there = open_index(folder, files)
        _keep_only(folder, there)  # the others may hold what was taken down
        for piece in _joined(_pieces(there, files)):
            if not piece.indexed and piece.rows >= min_rows:
                _build(folder, files[piece.first : piece.end])
        _keep_only(folder, open_index(folder, files))
    except OSError as error:
        log.warning("the signatures are not indexed, so dedupe is slower: %s", error)


@dataclass(frozen=True)
class _Piece:
    """Files that have, or are to have, a segment of their own."""

    first: int
    end: int
    rows: int
    indexed: bool


def _pieces(there: Sequence[Indexed], files: Sequence[Location]) -> Iterator[_Piece]:
    """The segments that are there, and each file without one."""
    at = 0
    for one in [*there, None]:
        for number in range(at, len(files) if one is None else one.first):
            yield _Piece(number, number + 1, metadata(files[number]).num_rows, indexed=False)
        if one is not None:
            yield _Piece(one.first, one.end, len(one.segment), indexed=True)
            at = one.end


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        last = piece
        while joined and joined[-1].rows < GROWTH * last.rows and joined[-1].rows + last.rows <= MAX_ROWS:
            before = joined.pop()
            last = _Piece(before.first, last.end, before.rows + last.rows, indexed=False)
        joined.append(last)
    return joined


def _build(folder: Path, files: Sequence[Location]) -> None:
    """Write a segment aside and give it its name once it is whole."""
    building = folder / f"{os.getpid()}.tmp"
    building.mkdir(parents=True)
    write_segment(building, files)
    building.rename(folder / f"{files[0].stem}-{len(files)}")
    sync(folder)


def _keep_only(folder: Path, kept: Sequence[Indexed]) -> None:
    names = {indexed.folder.name for indexed in kept}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in names:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
