"""Part-of-speech tags (Penn Treebank names) by a linear model over a window of five words, many texts at once.

No decision looks at another, so a batch of texts is a few array operations. Most features look at one word alone: what
they add to the scores is computed once for each distinct word, not at each place where it stands.
Recipe, data and accuracy: `benchmarks/quotes/train_tagger.py`.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, compress, count, islice
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
_AT_ONCE = 1 << 13
"""Words that are scored together: what bounds the memory, whatever the length of the texts."""
_REACH = 2
"""Words on either side that a decision looks at."""
_APART = [BREAK] * _REACH
"""What stands between two texts, so that no decision looks over the edge."""
_BREAK = 0
"""Column of `BREAK`, with which `_APART` begins."""

_SIGNS = Struct("=7I")
_WORD, _TAIL, _KIND = range(3)
"""Those of a word's signs that features of its neighbours use too."""
_SINGLE = (
    *((sign, 0, 0) for sign in range(7)),
    *((_WORD, shift, 7919 * (shift + 5)) for shift in (-2, -1, 1, 2)),
    *((_TAIL, shift, 6101 * (shift + 5)) for shift in (-1, 1)),
)
"""The features of one word: its sign, where it stands, and what is added to tell one place from another."""

Ints = npt.NDArray[np.uint32]


def shape(word: str) -> str:
    """Case and kind of characters in at most five letters: `Xx`, `X`, `x`, `d-x`, `X.X`."""
    signs: list[str] = []
    for sign in word[:12]:
        kind = "X" if sign.isupper() else "x" if sign.isalpha() else "d" if sign.isdigit() else sign
        if not signs or signs[-1] != kind:
            signs.append(kind)
    return "".join(signs[:5])


def _bucket(name: bytes, value: str) -> int:
    return zlib.crc32(value.encode("utf-8", "surrogatepass"), zlib.crc32(name))


@lru_cache(maxsize=1 << 16)
def _signs(word: str) -> bytes:
    """Hashes of one word's own features, seven numbers; the first three are also used for its neighbours."""
    plain = word.translate(_CURLY)
    lower = plain.lower()
    return _SIGNS.pack(
        _bucket(b"w ", lower),
        _bucket(b"s ", lower[-3:]),
        _bucket(b"k ", shape(plain)),
        _bucket(b"2 ", lower[-2:]),
        _bucket(b"4 ", lower[-4:]),
        _bucket(b"p ", lower[:3]),
        _bucket(b"c ", plain),
    )


def _signs_of(words: Sequence[str]) -> tuple[Ints, npt.NDArray[np.intp]]:
    """`_signs` of the distinct words, shape (7, distinct), and the column of each word, `_APART` on both sides."""
    column: defaultdict[str, int] = defaultdict(count().__next__)
    columns = np.fromiter(map(column.__getitem__, chain(_APART, words, _APART)), np.intp, len(words) + 2 * _REACH)
    return np.frombuffer(b"".join(map(_signs, column)), np.uint32).reshape(-1, 7).T, columns


def _of_one_word(signs: Ints) -> Ints:
    """Buckets of `_SINGLE`, shape (13, words)."""
    return _hashed(np.stack([signs[sign] + np.uint32(more) for sign, _, more in _SINGLE]), 0)


def _of_two_words(signs: Ints) -> Ints:
    """Buckets of the features of two or three words, shape (6, words); `signs` has `_APART` on both sides."""
    size = signs.shape[1] - 2 * _REACH
    word, tail, kind = (
        {shift: row[_REACH + shift : _REACH + shift + size] for shift in (-1, 0, 1)} for row in signs[: _KIND + 1]
    )
    rows = [
        kind[-1] * 31 + kind[0] * 17 + kind[1] * 7,
        word[-1] * 3 + word[0],
        word[1] * 5 + word[0],
        tail[-1] * 11 + tail[0],
        tail[1] * 13 + tail[0],
        word[-1] * 29 + word[1] * 37,
    ]
    return _hashed(np.stack(rows), len(_SINGLE))


def _hashed(values: Ints, first: int) -> Ints:
    """Buckets of features, a row each, the first of which has the number `first`; what overflows does not count."""
    values *= 2654435761
    values += np.arange(first, first + len(values), dtype=np.uint32)[:, None] * 40503
    values >>= 7
    values &= BUCKETS - 1
    return values


def features(words: Sequence[str]) -> Ints:
    """An array of 19 x len(words) buckets in [0, BUCKETS): what the model is trained on."""
    signs, columns = _signs_of(words)
    of_one = _of_one_word(signs)
    at = {shift: columns[_REACH + shift : _REACH + shift + len(words)] for shift in range(-_REACH, _REACH + 1)}
    single = [row[at[shift]] for row, (_, shift, _) in zip(of_one, _SINGLE, strict=True)]
    return np.concatenate([np.stack(single), _of_two_words(signs[:, columns])])


class Tagger:
    """Weights of the linear model: `weights` is BUCKETS x tags, int8, all of one scale."""

    def __init__(self, weights: npt.NDArray[np.int8], names: Sequence[str]) -> None:
        self.weights, self.names = weights, names
        self._names = np.array(names, object)

    def tag(self, words: Sequence[str]) -> list[str]:
        """One Penn tag a word; `BREAK` for the end of a paragraph, `''` for quotation marks."""
        return self.tag_all([words])[0]

    def tag_all(self, texts: Sequence[Sequence[str]]) -> list[list[str]]:
        """`tag` of the words of each text.

        The model does not see the marks: a name behind a quotation is then read as in the middle of a sentence.
        """
        words = list(chain.from_iterable(chain(text, _APART) for text in texts))
        seen = ~np.fromiter(map(MARKS.__contains__, words), bool, len(words))
        best = np.full(len(words), self.names.index("''"))
        best[seen] = self._best(list(compress(words, seen)))
        tags = iter(self._names[best].tolist())
        return [_names_agree(text, list(islice(tags, len(text) + _REACH))[: len(text)]) for text in texts]

    def _best(self, words: Sequence[str]) -> npt.NDArray[np.intp]:
        """The number of the best tag of each word."""
        found = np.empty(len(words), np.intp)
        for first in range(0, len(words), _AT_ONCE):
            lead = max(0, first - _REACH)
            last = min(first + _AT_ONCE, len(words))
            found[first:last] = self._best_of_part(words[lead : last + _REACH])[first - lead : last - lead]
        return found

    def _best_of_part(self, words: Sequence[str]) -> npt.NDArray[np.intp]:
        """`_best` of a few thousand words; a sum of nineteen bytes is a short number."""
        signs, columns = _signs_of(words)
        told = np.zeros((2 * _REACH + 1, signs.shape[1], len(self.names)), np.int16)
        for buckets, (_, shift, _) in zip(_of_one_word(signs), _SINGLE, strict=True):
            told[_REACH + shift] += self.weights.take(buckets, axis=0)
        scores = np.zeros((len(words), len(self.names)), np.int16)
        for shift, of_words in enumerate(told):
            scores += of_words.take(columns[shift : shift + len(words)], axis=0)
        for buckets in _of_two_words(signs[:, columns]):
            scores += self.weights.take(buckets, axis=0)
        best: npt.NDArray[np.intp] = scores.argmax(axis=1)
        best[columns[_REACH:-_REACH] == _BREAK] = self.names.index(BREAK)
        return best


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
        return Tagger(model["weights"], model["names"].tolist())
