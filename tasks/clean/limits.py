"""How long a page may take, and what may not stand in it."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

REPEAT_SECONDS = 0.05
"""The alarm repeats: code between may swallow the first."""
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
"""What `NOT_TEXT` finds in ASCII."""

LONG_TAG_CHARS = 5_000
MAX_ATTRIBUTES = 500
LONG_PART = re.compile(rf"<([^<]{{{LONG_TAG_CHARS + 1},}})")
"""A tag and the text behind it, of which the tag may be too long."""


class PageTooSlow(BaseException):
    """The time for a page is over. No Exception, so that no handler on the way takes it for bad data."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise PageTooSlow inside the block after so many seconds of wall time.

    Works in the main thread of a process on systems with setitimer; elsewhere, and for 0 seconds, nothing happens.
    """
    if seconds <= 0 or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True

    def ring(_signal: int, _frame: FrameType | None) -> None:
        if running:
            raise PageTooSlow

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT_SECONDS)
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def printable(text: str) -> str:
    """The text with control characters and lone surrogates replaced by U+FFFD, one for one: offsets stay."""
    return text if _is_printable(text) else NOT_TEXT.sub("\ufffd", text)


def _is_printable(text: str) -> bool:
    """Whether `NOT_TEXT` finds nothing; as bytes a page is searched three times as fast."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return len(encoded.translate(None, CONTROLS)) == len(encoded) and "\ufffe" not in text and "\uffff" not in text


def without_attribute_floods(markup: str) -> str:
    """Markup in which tags with absurdly many attributes have none: the parser takes quadratic time over them."""
    if not any(_is_flooded(part) for part in LONG_PART.findall(f"<{markup}")):
        return markup
    parts = markup.split("<")
    flooded = [i for i, part in enumerate(parts) if len(part) > LONG_TAG_CHARS and _is_flooded(part)]
    for index in flooded:
        tag, _, text = parts[index].partition(">")
        parts[index] = f"{tag.split(None, 1)[0]}>{text}"
    return "<".join(parts)


def _is_flooded(part: str) -> bool:
    tag = part.partition(">")[0]
    return len(tag) > LONG_TAG_CHARS and tag[:1].isalpha() and tag.count("=") > MAX_ATTRIBUTES
