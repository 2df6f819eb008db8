"""What encoders read when the names model is trained: every word once and whole, in windows of a bounded length."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.names.documents import NOTHING, PARTED_BY, flat_rows
from benchmarks.names.pretrained import BEGIN, END, MASK, OWN, PADDING
from benchmarks.names.windows import UNEVEN, WINDOW, groups_of
from tasks.enrich.features import WordFeatures

WORDS = st.lists(st.lists(st.integers(5, 30_000), min_size=1, max_size=4), min_size=1, max_size=700)


def rows_of(documents: list[list[list[int]]]) -> dict[str, np.ndarray]:
    rows, keys = [NOTHING] * PARTED_BY, [""] * PARTED_BY
    for number, words in enumerate(documents):
        rows += [*(WordFeatures(tuple(pieces), 1 + len(pieces), 0, 0) for pieces in words), *[NOTHING] * PARTED_BY]
        keys += [*(f"{number} {pieces}" for pieces in words), *[""] * PARTED_BY]
    return flat_rows(rows, keys)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_every_word_stands_in_one_window_with_all_its_pieces(documents: list[list[list[int]]]) -> None:
    rows = rows_of(documents)
    words = [pieces for document in documents for pieces in document]
    seen = {}
    for pieces, shapes, own, lines, firsts in groups_of(rows):
        lengths = (pieces != PADDING).sum(1)
        assert lengths.max() <= WINDOW + 6  # the last word is not cut
        assert lengths.max() <= UNEVEN * lengths.min()
        assert (pieces[:, 0] == BEGIN).all()
        assert (pieces[np.arange(len(pieces)), lengths - 1] == END).all()
        for row, line, first in zip(own.tolist(), lines, firsts, strict=True):
            size = int(shapes[line, first]) - 1
            seen[row] = (pieces[line, first : first + size] - OWN).tolist()
    assert [seen[row] for row in sorted(seen)] == words
    assert sorted(seen) == np.flatnonzero(rows["real"]).tolist()


def test_of_a_hidden_word_only_the_shape_is_shown() -> None:
    rows = rows_of([[[7, 8], [9]]])
    rows["keep"] = np.array([1, 1, 0, 1, 1, 1])
    (group,) = groups_of(rows)
    assert group.pieces.tolist() == [[BEGIN, MASK, MASK, 9 + OWN, END]]
    assert group.shapes.tolist() == [[0, 3, 11, 2, 0]]
