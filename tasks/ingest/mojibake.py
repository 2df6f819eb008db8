"""Text that was encoded twice: UTF-8 read as Windows-1252 and written as UTF-8 again ("itâ€™s", "cafÃ©")."""

from __future__ import annotations

import re

_CONTINUATION = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What Windows-1252 makes of the bytes 80 to BF, the tails of UTF-8 sequences."""
_TWICE = re.compile(
    f"[\u00c2\u00c3\u00c4\u00c5\u00ce\u00cf\u00d0\u00d1][{_CONTINUATION}]|[\u00e2\u00e3\u00e5\u00e6][{_CONTINUATION}]{{2}}|\u00f0\u0178[{_CONTINUATION}]{{2}}"
)
MIN_SEQUENCES = 3
"""Fewer may be chance, or a text about the matter."""


def mended(text: str) -> str | None:
    """The text with twice encoded characters decoded once more; None when it has none to speak of.

    A page is mended only when at least three such sequences make up most of its characters outside ASCII.
    """
    if "\u00e2\u20ac" not in text and "\u00c3" not in text and "\u00c2" not in text and "\u00d0" not in text:
        return None
    found = _TWICE.findall(text)
    outside_ascii = count_outside_ascii(text)
    if len(found) < MIN_SEQUENCES or 2 * sum(map(len, found)) < outside_ascii:
        return None
    return _TWICE.sub(lambda match: _once(match[0]), text)


def count_outside_ascii(text: str) -> int:
    """Characters that are not ASCII, counted without a loop in Python."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _once(sequence: str) -> str:
    """One sequence decoded once more; itself when it is none after all."""
    try:
        return b"".join(_byte(c) for c in sequence).decode("utf-8")
    except UnicodeError:
        return sequence


def _byte(char: str) -> bytes:
    """The byte that Windows-1252 reads as this character; five bytes that it leaves undefined pass as they are."""
    return char.encode("latin-1") if char < "\u0100" else char.encode("cp1252")
