"""Index of published signatures: a copy of the rows and a sorted list of their shingles, both mapped into memory.

Derived from the Parquet files and never needed: without it, or for files newer than it, the files are scanned. It
pays from some hundred thousand articles on. A folder holds one index; building it again replaces the old one.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.signatures import SIGNATURES
from warehouse.durable import sync

ROWS, KEYS, FILES = "rows.arrow", "keys.npy", "files.json"
BATCH_ROWS = 1 << 16
MIN_ROWS = 100_000
"""Rows not indexed that are scanned rather than indexed: about a second."""
GROWTH = 4
"""Files are indexed anew once the rows not indexed are this fraction, one in so many, of those that are: then each row
is indexed a few times in all, however long the history becomes."""

log = logging.getLogger(__name__)
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class SignatureIndex:
    """The signatures of the first files of a history."""

    file_count: int
    rows: pa.Table
    """SIGNATURES, stage schema, in the order of the files; memory-mapped."""
    keys: Keys
    """Keys gram << 32 | row of every shingle, sorted; memory-mapped."""


def open_index(folder: Path, files: Sequence[Path]) -> SignatureIndex | None:
    """The index in `folder` if it is one of the first of `files`, unchanged; else None."""
    try:
        described = json.loads((folder / FILES).read_bytes())
        if described != _described(files[: len(described)]):
            return None
        rows = pa.ipc.open_file(pa.memory_map(str(folder / ROWS))).read_all()
        return SignatureIndex(len(described), rows, np.load(folder / KEYS, mmap_mode="r"))
    except (OSError, ValueError, EOFError):
        return None


def build_index(folder: Path, files: Sequence[Path]) -> None:
    """Index `files` in `folder`, replacing what is there once the new index is complete."""
    building = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    keys = _write_rows(building / ROWS, files)
    keys.sort()
    np.save(building / KEYS, keys)
    (building / FILES).write_text(json.dumps(_described(files)), encoding="utf-8")
    for path in building.iterdir():
        sync(path)
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)


def keep_current(folder: Path, files: Sequence[Path], min_rows: int = MIN_ROWS) -> None:
    """Index `files` in `folder` when the index there has fallen far enough behind; an index of other files is removed.

    Call with the write lock held. A disk that is full stops nothing: what is not indexed is scanned.
    """
    try:
        index = open_index(folder, files)
        indexed = 0 if index is None else index.rows.num_rows
        behind = sum(pq.read_metadata(path).num_rows for path in files[index.file_count if index else 0 :])
        for left_over in folder.parent.glob(f"{folder.name}.*.tmp"):
            shutil.rmtree(left_over)
        if index is None and folder.exists():  # it may hold what was taken down
            shutil.rmtree(folder)
        if behind >= max(min_rows, indexed / GROWTH):
            build_index(folder, files)
    except OSError as error:
        log.warning("the signatures are not indexed, so dedupe is slower: %s", error)


def _described(files: Sequence[Path]) -> list[list[str | int]]:
    """Name and size of each file; published files are immutable and their names unique."""
    return [[path.name, path.stat().st_size] for path in files]


def _write_rows(path: Path, files: Sequence[Path]) -> Keys:
    schema = SIGNATURES.stage_schema
    keys, row = [np.zeros(0, np.uint64)], 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for file in files:
            table = pq.read_table(file, columns=schema.names, partitioning=None).select(schema.names).cast(schema)
            writer.write_table(table, max_chunksize=BATCH_ROWS)
            for grams in table.column("grams").chunks:
                keys.append(_keys(grams, row))
                row += len(grams)
    return np.concatenate(keys)


def _keys(grams: pa.ListArray, first_row: int) -> Keys:
    sizes = pc.list_value_length(grams).to_numpy(zero_copy_only=False)
    rows = np.repeat(np.arange(first_row, first_row + len(grams), dtype=np.uint64), sizes)
    keys: Keys = grams.flatten().to_numpy(zero_copy_only=False).astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= rows
    return keys
