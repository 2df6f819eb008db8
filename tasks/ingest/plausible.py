"""Does a decoded text look like a language, or like bytes read in the wrong encoding?"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import category

MAX_WORDS = 2_000
MAX_WORD_CHARS = 60
ODD_SHARE = 0.2
"""Real text has next to no odd words, the wrong single-byte encoding makes most of them odd."""

_MARKS_WITHIN_WORDS = frozenset("’'‘-‐‑–—·.,:;/&@…\u00ad\u200b\u200c\u200d«»“”„\"()[]!?")
_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f]")
_OTHER_ALPHABET = re.compile(r"[\u0370-\u052f\u0590-\u06ff]")
_HALF_WIDTH_KANA = re.compile(r"[\uff61-\uff9f]{2}")
_TAG = re.compile(rb"<[^<>]{0,2000}>")


def visible_bytes(data: bytes, limit: int = 200_000) -> bytes:
    """The start of a page without its markup, to judge its encoding by what a reader sees."""
    return _TAG.sub(b" ", data[:limit])


def odd_share(text: str) -> float:
    """The share of odd words among those with characters outside ASCII; 0 when there are none."""
    words = [w[:MAX_WORD_CHARS] for w in text.split() if not w.isascii()][:MAX_WORDS]
    return sum(map(is_odd, words)) / len(words) if words else 0.0


def is_odd(word: str) -> bool:
    """No language writes such a word: a capital within it, a sign between letters, two alphabets, only accents."""
    if any(c == "\ufffd" or category(c) in {"Cc", "Co", "Cn"} for c in word):
        return True
    if _HALF_WIDTH_KANA.search(word) or (_LATIN.search(word) and _OTHER_ALPHABET.search(word)):
        return True
    return _only_accented(word) or any(_odd_pair(a, b) for a, b in pairwise(word)) or _sign_within(word)


def _only_accented(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and all("\x80" <= c <= "\u017f" for c in letters)


def _odd_pair(first: str, second: str) -> bool:
    return first.islower() and second.isupper() and not (first.isascii() and second.isascii())


def _sign_within(word: str) -> bool:
    return any(
        _is_letter(a) and _is_letter(c) and _is_sign(b) for a, b, c in zip(word, word[1:], word[2:], strict=False)
    )


def _is_letter(char: str) -> bool:
    """Of an alphabet up to Cyrillic; scripts without spaces have signs between their letters."""
    return char < "\u0530" and char.isalpha()


def _is_sign(char: str) -> bool:
    return char in "ªº¹²³" or not (char.isalnum() or char in _MARKS_WITHIN_WORDS or category(char)[0] == "M")
