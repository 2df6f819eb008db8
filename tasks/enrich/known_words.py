"""The words that the fast tagger has met, each with a row among their vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tasks.enrich.tokens import folded

EMPTY = ""
"""Stands between texts; it has row 0."""


class KnownWords:
    """The words met so far: the row of each, how often it was met, and a number.

    The empty word has row 0; words that differ in case or accents alone have one number.
    """

    def __init__(self, words: Sequence[str] = ()) -> None:
        self.row = {EMPTY: 0}
        self._row_of_form: dict[str, int] = {}
        self.number = self._met = np.zeros(1, np.intp)
        self.add(words)

    def add(self, words: Sequence[str]) -> None:
        """Give new words the next rows."""
        first = len(self.row)
        self.row.update(zip(words, range(first, first + len(words)), strict=True))
        forms = map(folded, words)
        numbers = [self._row_of_form.setdefault(form, row) for row, form in enumerate(forms, first)]
        self.number = np.append(self.number, np.array(numbers, np.intp))
        self._met = np.append(self._met, np.zeros(len(words), np.intp))

    def rows_of(self, words: Sequence[str]) -> np.ndarray:
        """The rows of words that are known, each of which was met once more."""
        rows = np.array([self.row[word] for word in words])
        np.add.at(self._met, rows, 1)
        return rows

    def most_met(self, count: int) -> np.ndarray:
        """The rows of the empty word and of those that were met most."""
        return np.append(0, 1 + np.argsort(-self._met[1:], kind="stable")[:count])
