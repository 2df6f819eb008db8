"""What the fast tagger knows of a word by itself: its pieces, its shape, how it begins and ends."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from tasks.enrich.tokens import Vocabulary, folded, shape_of

AFFIXES = 4096
"""Rows of the tables of beginnings and of endings."""


class WordFeatures(NamedTuple):
    """Row numbers in the tables of pieces, shapes, beginnings and endings."""

    pieces: tuple[int, ...]
    shape: int
    beginning: int
    ending: int


def features_of(word: str, vocabulary: Vocabulary) -> WordFeatures:
    """The features of a word; beginnings and endings of three letters are hashed, so that no word is unknown."""
    plain = folded(word)
    return WordFeatures(vocabulary.pieces(word), shape_of(word), _hashed("^" + plain[:3]), _hashed(plain[-3:] + "$"))


def _hashed(affix: str) -> int:
    return zlib.crc32(affix.encode("utf-8", "surrogatepass")) % AFFIXES
