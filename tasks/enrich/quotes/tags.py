"""Part-of-speech tags (Penn Treebank names) by a linear model over a window of five words, a whole text at once.

No decision looks at another, so a text is a few array operations: the model is as fast as cutting the words.
Recipe, data and accuracy: `benchmarks/quotes/train_tagger.py`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tasks.enrich.quotes.tokens import BREAK

BUCKETS = 1 << 16
MODEL = Path(__file__).parent / "models" / "tagger.npz"
MARKS = frozenset({'"', "“", "”", "„", "``", "''", "«", "»", "‘"})
_ENDS = frozenset({".", BREAK, "''", ":"})
_FIXED = frozenset({"NNP", "NNPS", "PRP", "DT", "IN", "PRP$", "MD", "CC", "WP", "WRB"})
_CURLY = str.maketrans("’‘“”‑", "''\"\"-")

Ints = npt.NDArray[np.int64]


def shape(word: str) -> str:
    """Case and kind of characters in at most five letters: `Xx`, `X`, `x`, `d-x`, `X.X`."""
    signs: list[str] = []
    for sign in word[:12]:
        kind = "X" if sign.isupper() else "x" if sign.isalpha() else "d" if sign.isdigit() else sign
        if not signs or signs[-1] != kind:
            signs.append(kind)
    return "".join(signs[:5])


def _bucket(name: str, value: str) -> int:
    return zlib.crc32(f"{name} {value}".encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1 << 16)
def _signs(word: str) -> tuple[int, ...]:
    """Hashes of one word's own features; the first three are also used for its neighbours."""
    plain = word.translate(_CURLY)
    lower = plain.lower()
    return (
        _bucket("w", lower),
        _bucket("s", lower[-3:]),
        _bucket("k", shape(plain)),
        _bucket("2", lower[-2:]),
        _bucket("4", lower[-4:]),
        _bucket("p", lower[:3]),
        _bucket("c", plain),
    )


def features(words: Sequence[str]) -> Ints:
    """An array of len(words) x 19 buckets in [0, BUCKETS)."""
    size = len(words)
    own = np.array([_signs(word) for word in [BREAK, BREAK, *words, BREAK, BREAK]], dtype=np.int64).reshape(-1, 7)
    at = {shift: own[2 + shift : 2 + shift + size] for shift in (-2, -1, 0, 1, 2)}
    word, tail, kind = 0, 1, 2
    columns = [
        *(at[0][:, n] for n in range(7)),
        *(at[shift][:, word] + 7919 * (shift + 5) for shift in (-2, -1, 1, 2)),
        *(at[shift][:, tail] + 6101 * (shift + 5) for shift in (-1, 1)),
        at[-1][:, kind] * 31 + at[0][:, kind] * 17 + at[1][:, kind] * 7,
        at[-1][:, word] * 3 + at[0][:, word],
        at[1][:, word] * 5 + at[0][:, word],
        at[-1][:, tail] * 11 + at[0][:, tail],
        at[1][:, tail] * 13 + at[0][:, tail],
        at[-1][:, word] * 29 + at[1][:, word] * 37,
    ]
    table = np.stack(columns, axis=1)
    table = (table * 2654435761 + np.arange(len(columns)) * 40503) >> 7
    return table & (BUCKETS - 1)


class Tagger:
    """Weights of the linear model: `weights` is BUCKETS x tags, int8, scaled by tag."""

    def __init__(self, weights: npt.NDArray[np.int8], scale: npt.NDArray[np.float32], names: list[str]) -> None:
        self.weights, self.scale, self.names = weights, scale, names

    def tag(self, words: Sequence[str]) -> list[str]:
        """One Penn tag a word; `BREAK` for the end of a paragraph, `''` for quotation marks.

        The model does not see the marks: a name behind a quotation is then read as in the middle of a sentence.
        """
        found = iter(self._tag([word for word in words if word not in MARKS]))
        return _names_agree(words, ["''" if word in MARKS else next(found) for word in words])

    def _tag(self, words: Sequence[str]) -> list[str]:
        found: list[str] = []
        for first in range(0, len(words), 4096):  # bounded memory, whatever the length of the text
            lead = max(0, first - 2)
            last = min(first + 4096, len(words))
            part = features(words[lead : last + 2])[first - lead : last - lead]
            scores = self.weights[part].sum(axis=1, dtype=np.int32) * self.scale
            found += [self.names[best] for best in scores.argmax(axis=1)]
        return [BREAK if word == BREAK else tag for word, tag in zip(words, found, strict=True)]


def _names_agree(words: Sequence[str], tags: list[str]) -> list[str]:
    """A capitalised word that is a name inside a sentence is one at its beginning too, unless seen in lower case."""
    names = {
        word for word, tag, left in zip(words[1:], tags[1:], tags, strict=False) if tag == "NNP" and left not in _ENDS
    }
    common = {word for word in words if word.islower()}
    return [
        "NNP" if word in names and tag not in _FIXED and word[0].isupper() and word.lower() not in common else tag
        for word, tag in zip(words, tags, strict=True)
    ]


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The model that ships with the package, read once."""
    with np.load(MODEL, allow_pickle=False) as model:
        return Tagger(model["weights"], model["scale"], [str(name) for name in model["names"]])
