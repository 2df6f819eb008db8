"""Sorted 32-bit values with the row of each, as arrays on disk that are mapped into memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from warehouse.durable import sync

Rows = npt.NDArray[np.int64]
BLOCK = 1 << 20
"""Values written at a time."""
BITS_A_VALUE = 8
"""Of the values that are not there, at most one in so many passes the table of bits."""


@dataclass(frozen=True)
class Postings:
    """Values in order; rows of equal values ascend."""

    values: npt.NDArray[np.uint32]
    rows: npt.NDArray[np.uint32]
    present: npt.NDArray[np.uint8]
    """Bits, one for each beginning of a value, set where there is such a value: says no to most that are not there."""

    def find(self, wanted: npt.NDArray[np.uint32], most: int) -> tuple[Rows, Rows]:
        """The last `most` rows of each wanted value (sorted, each once): its place in `wanted`, and the row.

        In no order.
        """
        bits = wanted >> _shift(len(self.present))
        there = np.flatnonzero((self.present[bits >> 3] >> (bits & 7).astype(np.uint8)) & 1)
        ends = np.searchsorted(self.values, wanted[there], side="right")
        found: list[tuple[Rows, Rows]] = []
        place = ends - 1
        for _ in range(most):  # from the last row of each value backwards; most values have few
            same = np.flatnonzero((place >= 0) & (self.values[place] == wanted[there]))
            if not len(same):
                break
            there, place = there[same], place[same]
            found.append((there, self.rows[place].astype(np.int64)))
            place = place - 1
        none = np.zeros(0, np.int64)
        return np.concatenate([none, *(n for n, _ in found)]), np.concatenate([none, *(row for _, row in found)])


def open_postings(folder: Path, name: str) -> Postings:
    """Raises OSError, ValueError or EOFError where there are none."""
    return Postings(*(np.load(path, mmap_mode="r").view(np.ndarray) for path in _paths(folder, name)))


def write_postings(folder: Path, name: str, keys: npt.NDArray[np.uint64]) -> None:
    """Sort keys value << 32 | row in place and write them, without another copy in memory."""
    keys.sort()
    values, rows, present = _paths(folder, name)
    for path, shift in ((values, 32), (rows, 0)):
        out = np.lib.format.open_memmap(path, "w+", np.uint32, keys.shape)
        for at in range(0, len(keys), BLOCK):
            out[at : at + BLOCK] = (keys[at : at + BLOCK] >> np.uint64(shift)).astype(np.uint32)
        out.flush()
    np.save(present, _present(keys))
    for path in (values, rows, present):
        sync(path)


def _present(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    """Bits of the values of sorted keys, at least BITS_A_VALUE of them a value."""
    table = np.zeros(1 << max(0, min(32, (BITS_A_VALUE * len(keys)).bit_length()) - 3), np.uint8)
    shift = _shift(len(table)).astype(np.uint64) + np.uint64(32)
    for at in range(0, len(keys), BLOCK):
        bits = keys[at : at + BLOCK] >> shift
        places = (bits >> np.uint64(3)).astype(np.int64)
        first = np.flatnonzero(np.diff(places, prepend=-1))
        table[places[first]] |= np.bitwise_or.reduceat(np.uint8(1) << (bits & np.uint64(7)).astype(np.uint8), first)
    return table


def _shift(table_bytes: int) -> np.uint32:
    """By how much a value is shifted to give its bit in a table of this size, a power of two."""
    return np.uint32(32 - (table_bytes * 8).bit_length() + 1)


def ranges(firsts: Rows, sizes: Rows) -> Rows:
    """The numbers firsts[n] to firsts[n] + sizes[n] - 1 of every n, one range after the other."""
    ends = np.cumsum(sizes)
    numbers: Rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(firsts - (ends - sizes), sizes)
    return numbers


def _paths(folder: Path, name: str) -> tuple[Path, Path, Path]:
    return folder / f"{name}.npy", folder / f"{name}_rows.npy", folder / f"{name}_present.npy"
