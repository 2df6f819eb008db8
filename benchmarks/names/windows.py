"""What an encoder reads of rows of words: the pieces of whole words in windows of one length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.names.documents import Rows
from benchmarks.names.pretrained import BEGIN, END, MASK, OWN, PADDING
from tasks.enrich.tokens import SHAPES

WINDOW = 254
"""Pieces that are read together; a longer document is cut into windows of one length."""
UNEVEN = 2.5
"""The longest window of a group is at most so many times as long as the shortest."""

Ints = npt.NDArray[np.int64]


class Window(NamedTuple):
    """Rows of words, where each one's first piece is, and the pieces between BEGIN and END with their shapes."""

    rows: list[int]
    firsts: list[int]
    pieces: list[int]
    shapes: list[int]

    @classmethod
    def empty(cls) -> Window:
        """One to add words to."""
        return cls([], [], [BEGIN], [0])

    def add(self, row: int, pieces: Sequence[int], shape: int) -> None:
        """One more word; the pieces behind its first have shapes of their own."""
        self.rows.append(row)
        self.firsts.append(len(self.pieces))
        self.pieces.extend(pieces)
        self.shapes.extend([shape] + [shape + SHAPES // 2] * (len(pieces) - 1))

    def closed(self) -> Window:
        """The window as it is read."""
        return self._replace(pieces=[*self.pieces, END], shapes=[*self.shapes, 0])


class Group(NamedTuple):
    """Windows of similar length: pieces and shapes are (windows, length), padded; the others name each word's place."""

    pieces: Ints
    shapes: Ints
    rows: Ints
    lines: Ints
    firsts: Ints

    @classmethod
    def of(cls, windows: Sequence[Window]) -> Group:
        """`windows` laid into arrays."""
        return cls(
            _padded([w.pieces for w in windows], PADDING),
            _padded([w.shapes for w in windows], 0),
            np.array([row for w in windows for row in w.rows]),
            np.array([line for line, w in enumerate(windows) for _ in w.rows]),
            np.array([first for w in windows for first in w.firsts]),
        )


def groups_of(rows: Rows) -> list[Group]:
    """Rows as `flat_rows` makes them, in windows that are read together."""
    groups: list[list[Window]] = []
    for window in sorted(windows(rows), key=lambda w: len(w.pieces)):
        if not groups or len(window.pieces) > UNEVEN * len(groups[-1][0].pieces):
            groups.append([])
        groups[-1].append(window)
    return [Group.of(group) for group in groups]


def windows(rows: Rows) -> Iterator[Window]:
    """The documents of a batch in windows of at most about WINDOW pieces; no word is cut.

    Of a row whose `keep` is 0 only the shape is shown.
    """
    real, shapes = rows["real"].tolist(), rows["shapes"].tolist()
    offsets, pieces = [*rows["offsets"].tolist(), len(rows["pieces"])], (rows["pieces"] + OWN).tolist()
    keep = rows["keep"].tolist() if "keep" in rows else real
    for first, end in runs(real):
        total = offsets[end] - offsets[first]
        size = total / -(-total // WINDOW)
        window = Window.empty()
        for row in range(first, end):
            own = pieces[offsets[row] : offsets[row + 1]]
            window.add(row, own if keep[row] else [MASK] * len(own), shapes[row])
            if len(window.pieces) > size or row + 1 == end:
                yield window.closed()
                window = Window.empty()


def runs(real: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The ranges of neighbouring rows that are words."""
    first = None
    for row, is_word in enumerate([*real, 0]):
        if is_word and first is None:
            first = row
        elif not is_word and first is not None:
            yield first, row
            first = None


def _padded(lists: Sequence[Sequence[int]], padding: int) -> Ints:
    """Lists of numbers as rows of one length."""
    rows = np.full((len(lists), max(map(len, lists))), padding)
    for row, numbers in zip(rows, lists, strict=True):
        row[: len(numbers)] = numbers
    return rows
