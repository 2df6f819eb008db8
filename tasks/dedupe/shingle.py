"""UTF-8 text to hashed words and hashed shingles, by array arithmetic over many documents at once.

No Python loop runs over documents or words: a chunk of texts is one byte array, words are runs of word bytes, and a
word is hashed from its bytes taken eight at a time. Case is folded byte for byte, so offsets into the raw and the
folded bytes are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

U64 = np.uint64
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SPACE = 0x20
PADDING = b" " * 24
"""So that the last word can be read eight bytes at a time, and no look ahead leaves the array."""
MULTIPLIER = U64(0x9E3779B97F4A7C15)
BYTE_MASKS = np.array([(1 << (8 * n)) - 1 for n in range(9)], U64)


@dataclass(frozen=True)
class ChunkWords:
    """The words of a chunk of documents, in order."""

    hashes: Words
    bounds: Places
    """Words of document d are hashes[bounds[d]:bounds[d + 1]]."""
    numbers: Mask
    """The word begins with a digit."""
    names: Mask
    """The word begins with a capital letter inside a sentence."""


def hash_words(raw: bytes, offsets: Places) -> ChunkWords:
    """Cut a chunk into words and hash them.

    `raw` holds the UTF-8 texts one after the other, document d at raw[offsets[d]:offsets[d + 1]]. A word is a run of
    letters and digits; a character of a script written without spaces (Han, kana, Thai, …) is a word of its own.
    """
    lowered = bytearray(raw + PADDING).lower()
    folded = np.frombuffer(lowered, np.uint8)
    cuts = offsets if raw.isascii() else np.concatenate([offsets, _fold_wide(folded)])
    starts, ends = _runs(np.frombuffer(lowered.translate(WORD_BYTES), np.bool_), cuts)
    first = folded[starts]
    bounds = np.searchsorted(starts, offsets)
    names = _names(np.frombuffer(raw, np.uint8), folded, starts)
    names[bounds[:-1][bounds[:-1] < bounds[1:]]] = False  # before a first word stands another document
    return ChunkWords(
        hashes=_hash_runs(folded, starts, ends - starts),
        bounds=bounds,
        numbers=(first >= DIGITS[0]) & (first <= DIGITS[1]),
        names=names,
    )


def shingles(words: ChunkWords, size: int) -> tuple[Words, Mask]:
    """Hash of every run of `size` words, and whether it lies within one document.

    The hash is a polynomial of the words' hashes; as these are mixed, every bit of it is spread evenly.
    """
    hashes = words.hashes
    count = max(0, len(hashes) - size + 1)
    grams = hashes[:count].copy()
    for step in range(1, size):
        grams *= MULTIPLIER
        grams += hashes[step : step + count]
    whole = np.ones(count, np.bool_)
    for step in range(1, size):
        cut = words.bounds[1:] - step
        whole[cut[(cut >= 0) & (cut < count)]] = False
    return grams, whole


def mix(values: Words) -> Words:
    """Spread every bit over the word (the finaliser of SplitMix64); returns a new array."""
    mixed = values ^ (values >> U64(30))
    mixed *= U64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> U64(27)
    mixed *= U64(0x94D049BB133111EB)
    mixed ^= mixed >> U64(31)
    return mixed


def _runs(is_word: Mask, cuts: Places) -> tuple[Places, Places]:
    """Starts and exclusive ends of the runs of word bytes; a run is cut in two at each of the places `cuts`."""
    edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
    if is_word[0]:
        edges = np.concatenate([[0], edges])
    inner = cuts[cuts > 0]
    inner = np.unique(inner[is_word[inner] & is_word[inner - 1]])
    if len(inner):
        edges = np.sort(np.concatenate([edges, inner, inner]), kind="stable")
    return edges[::2], edges[1::2]


def _hash_runs(folded: Bytes, starts: Places, lengths: Places) -> Words:
    blocks = np.frombuffer(folded[: len(folded) // 8 * 8], "<u8")
    hashes = _eight_bytes(blocks, starts) & BYTE_MASKS[np.minimum(lengths, 8)]
    longer = np.flatnonzero(lengths > 8)
    done = 8
    while len(longer):
        left = lengths[longer] - done
        tail = _eight_bytes(blocks, starts[longer] + done) & BYTE_MASKS[np.minimum(left, 8)]
        hashes[longer] = mix(hashes[longer]) + tail
        longer, done = longer[left > 8], done + 8
    return mix(hashes)


def _eight_bytes(blocks: Words, places: Places) -> Words:
    """The eight bytes at each place as a number, read as two aligned blocks (unaligned reads are slower in numpy)."""
    block = places >> 3
    shift = ((places & 7) << 3).astype(U64)
    upper: Words = np.left_shift(blocks[block + 1], U64(63) - shift)
    upper <<= U64(1)
    upper |= blocks[block] >> shift
    return upper


def _names(raw: Bytes, folded: Bytes, starts: Places) -> Mask:
    """Words whose first letter folding changed, one space after a character that neither ends nor opens a sentence."""
    changed = raw[starts] != folded[starts]
    wide = np.flatnonzero(raw[starts] >= 0xC2)
    changed[wide] |= raw[starts[wide] + 1] != folded[starts[wide] + 1]
    capitals = np.flatnonzero(changed & (starts > 1))
    before = starts[capitals]
    names = np.zeros(len(starts), np.bool_)
    names[capitals] = (folded[before - 1] == SPACE) & ~ENDS_SENTENCE[folded[before - 2]]
    return names


def _fold_wide(folded: Bytes) -> Places:
    """Fold characters outside ASCII in place: lower case, and spaces for what is neither letter nor digit.

    Returns the places where a word is cut: around characters of scripts that are written without spaces.
    """
    leads = np.flatnonzero(folded >= 0xC2)
    kinds = folded[leads]
    two = leads[kinds < 0xE0]
    pair = _two_byte_folds()[((folded[two].astype(np.int64) & 0x1F) << 6) | (folded[two + 1] & 0x3F)]
    folded[two], folded[two + 1] = pair[:, 0], pair[:, 1]
    three = leads[(kinds >= 0xE0) & (kinds < 0xF0)]
    points = ((folded[three].astype(np.int64) & 0x0F) << 12) | ((folded[three + 1].astype(np.int64) & 0x3F) << 6)
    points |= folded[three + 2] & 0x3F
    four = leads[kinds >= 0xF0]
    symbols = four[(folded[four] == 0xF0) & (folded[four + 1] >= 0x9F) & (folded[four + 1] < 0xA0)]
    _blank(folded, three[~_is_letter()[points]], 3)
    _blank(folded, symbols, 4)
    alone = three[_stands_alone()[points]]
    return np.concatenate([alone, alone + 3])


def _blank(folded: Bytes, leads: Places, width: int) -> None:
    for step in range(width):
        folded[leads + step] = SPACE


@cache
def _two_byte_folds() -> npt.NDArray[np.uint8]:
    """(2048, 2): the folded bytes of each code point below U+0800; two spaces for what is no letter or digit."""
    pairs = np.full((0x800, 2), SPACE, np.uint8)
    for point in range(0x80, 0x800):
        char = chr(point)
        lower = char.lower().encode()
        if char.isalnum() or _is_mark(point):
            pairs[point] = list(lower if len(lower) == 2 else char.encode())
    return pairs


@cache
def _is_letter() -> Mask:
    """(65536,): code point belongs to a word."""
    return np.array([chr(point).isalnum() or _is_mark(point) for point in range(0x10000)], np.bool_)


@cache
def _stands_alone() -> Mask:
    """(65536,): code point of a script written without spaces between words."""
    table = np.zeros(0x10000, np.bool_)
    for low, high in ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xF900, 0xFAFF)):
        table[low : high + 1] = True
    return table & _is_letter()


def _is_mark(point: int) -> bool:
    """Combining marks of scripts whose vowels are marks: Arabic, Hebrew, Indic, Thai and the general ones."""
    return 0x300 <= point < 0x370 or (0x591 <= point < 0x10A0 and not chr(point).isspace() and _category(point) == "M")


def _category(point: int) -> str:
    import unicodedata

    return unicodedata.category(chr(point))[0]


WORD_BYTES = bytes(byte >= 0x80 or chr(byte).isalnum() for byte in range(256))
DIGITS = (0x30, 0x39)
ENDS_SENTENCE = np.array([chr(byte) in " .!?:\n\r\t\"'-_(*" for byte in range(256)], np.bool_)
