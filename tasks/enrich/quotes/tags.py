"""Part-of-speech tags (Penn Treebank names) by a linear model over a window of five words, a whole text at once.

No decision looks at another, so a text is a few array operations: the model is as fast as cutting the words.
Recipe, data and accuracy: `benchmarks/quotes/train_tagger.py`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from struct import Struct

import numpy as np
import numpy.typing as npt

from tasks.enrich.quotes.tokens import BREAK

BUCKETS = 1 << 16
MODEL = Path(__file__).parent / "models" / "tagger.npz"
MARKS = frozenset({'"', "“", "”", "„", "``", "''", "«", "»", "‘"})
_ENDS = frozenset({".", BREAK, "''", ":"})
_FIXED = frozenset({"NNP", "NNPS", "PRP", "DT", "IN", "PRP$", "MD", "CC", "WP", "WRB"})
_CURLY = str.maketrans("’‘“”‑", "''\"\"-")

_SIGNS = Struct("=7I")

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
def _signs(word: str) -> bytes:
    """Hashes of one word's own features, seven numbers; the first three are also used for its neighbours."""
    plain = word.translate(_CURLY)
    lower = plain.lower()
    return _SIGNS.pack(
        _bucket("w", lower),
        _bucket("s", lower[-3:]),
        _bucket("k", shape(plain)),
        _bucket("2", lower[-2:]),
        _bucket("4", lower[-4:]),
        _bucket("p", lower[:3]),
        _bucket("c", plain),
    )


def _signs_of(words: Sequence[str]) -> Ints:
    """`_signs` of words, shape (7, words); each word is looked up once."""
    place = {word: i for i, word in enumerate(dict.fromkeys(words))}
    known = np.frombuffer(b"".join(map(_signs, place)), np.uint32).reshape(-1, 7)
    return known.T.astype(np.int64)[:, [place[word] for word in words]]


def features(words: Sequence[str]) -> Ints:
    """An array of 19 x len(words) buckets in [0, BUCKETS)."""
    size = len(words)
    own = _signs_of([BREAK, BREAK, *words, BREAK, BREAK])
    at = {shift: own[:, 2 + shift : 2 + shift + size] for shift in (-2, -1, 0, 1, 2)}
    word, tail, kind = 0, 1, 2
    table = np.stack(
        [
            *at[0],
            *(at[shift][word] + 7919 * (shift + 5) for shift in (-2, -1, 1, 2)),
            *(at[shift][tail] + 6101 * (shift + 5) for shift in (-1, 1)),
            at[-1][kind] * 31 + at[0][kind] * 17 + at[1][kind] * 7,
            at[-1][word] * 3 + at[0][word],
            at[1][word] * 5 + at[0][word],
            at[-1][tail] * 11 + at[0][tail],
            at[1][tail] * 13 + at[0][tail],
            at[-1][word] * 29 + at[1][word] * 37,
        ]
    )
    table *= 2654435761
    table += np.arange(len(table))[:, None] * 40503
    table >>= 7
    table &= BUCKETS - 1
    return table


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
            part = features(words[lead : last + 2])[:, first - lead : last - lead]
            found += [self.names[best] for best in self._best(part).tolist()]
        return [BREAK if word == BREAK else tag for word, tag in zip(words, found, strict=True)]

    def _best(self, part: Ints) -> Ints:
        """The best tag of each word of `features`; a sum of nineteen bytes is a short number."""
        scores = np.zeros((part.shape[1], len(self.scale)), np.int16)
        for buckets in part:
            scores += self.weights.take(buckets, axis=0)
        return np.asarray((scores * self.scale).argmax(axis=1))


def _names_agree(words: Sequence[str], tags: list[str]) -> list[str]:
    """A capitalised word that is a name inside a sentence is one at its beginning too, unless seen in lower case."""
    names = {
        word for word, tag, left in zip(words[1:], tags[1:], tags, strict=False) if tag == "NNP" and left not in _ENDS
    }
    common = {low for word in names if (low := word.lower()).islower()}.intersection(words)
    names = {word for word in names if word[0].isupper() and word.lower() not in common}
    return ["NNP" if word in names and tag not in _FIXED else tag for word, tag in zip(words, tags, strict=True)]


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The model that ships with the package, read once."""
    with np.load(MODEL, allow_pickle=False) as model:
        return Tagger(model["weights"], model["scale"], [str(name) for name in model["names"]])
