"""Text into words, words into vocabulary pieces and shapes: what every tagger reads.

A word is a run of letters and digits, or one other character that is no white space; offsets are code points. Pieces
are those of BERT's uncased WordPiece vocabulary (lower case, accents off, longest match first), cut here in plain
Python with a cache, because a news text repeats its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

# A combining mark belongs to the letter before it; an underscore counts as a letter. No space is looked at further.
_WORD = re.compile(r"(?! )(\w[\w\u0300-\u036f]*|\S)")
_LONGEST_WORD = 40
_GOES_ON = "##"
"""What a piece begins with that goes on with a word."""

# Shapes of a word, 0 is reserved for padding and special pieces.
LOWER, CAPITALISED, UPPER, INITIAL, MIXED, NUMBER, MARK = range(1, 8)
SHAPES = 16


def words_of(text: str) -> list[str]:
    """The words and marks of a text in order; everything between them is white space."""
    return _WORD.findall(text)


class Cut(NamedTuple):
    """The words of a text in order, and where each begins and ends in code points."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def cut_at(pattern: re.Pattern[str], text: str) -> Cut:
    """What a pattern whose one group holds all that matches finds: `split` gives that and what lies between in turn."""
    parts = pattern.split(text)
    edges = list(accumulate(map(len, parts)))
    return Cut(parts[1::2], edges[:-1:2], edges[1::2])


def words_at(text: str) -> Cut:
    """`words_of` a text with their places."""
    return cut_at(_WORD, text)


def shape_of(word: str) -> int:
    """How a word is written: one of LOWER … MARK."""
    if word.islower():
        return LOWER
    if word.isupper():
        return INITIAL if len(word) == 1 else UPPER
    if word[0].isupper() and word[1:].islower():
        return CAPITALISED
    if word.isdigit():
        return NUMBER
    return MIXED if any(map(str.isalpha, word)) else MARK


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """Lower case without accents, as the vocabulary has it."""
    low = word.lower()
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFD", low) if unicodedata.category(c) != "Mn")


@dataclass
class Vocabulary:
    """Pieces by their text, those that go on with a word apart, with a cache of words already cut."""

    number: dict[str, int]
    inside: dict[str, int]
    cut: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pieces: Sequence[str]) -> Vocabulary:
        number = {piece: i for i, piece in enumerate(pieces)}
        return cls(number, {p.removeprefix(_GOES_ON): i for p, i in number.items() if p.startswith(_GOES_ON)})

    def pieces(self, word: str) -> tuple[int, ...]:
        """Numbers of the pieces of a word, never empty; `[UNK]` for what cannot be cut."""
        known = self.cut.get(word)
        if known is None:
            if len(self.cut) > 200_000:
                self.cut.clear()
            known = self.cut[word] = self._cut(folded(word))
        return known

    def _cut(self, word: str) -> tuple[int, ...]:
        unknown = (self.number["[UNK]"],)
        if not word or len(word) > _LONGEST_WORD:
            return unknown
        found: list[int] = []
        start, pieces = 0, self.number
        while start < len(word):
            end = len(word)
            while word[start:end] not in pieces:
                end -= 1
                if end == start:
                    return unknown
            found.append(pieces[word[start:end]])
            start, pieces = end, self.inside
        return tuple(found)
