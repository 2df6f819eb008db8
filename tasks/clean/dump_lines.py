"""A text dump of a page -> its lines, hard-wrapped paragraphs put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tasks.clean.page import Line, shown

AROUND = "\ufeff\u200b\u200c\u200d\xa0 \t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What is no part of a line: blanks, marks that show nothing, ends of lines."""
MAX_WIDTH = 130
"""Nobody wraps wider; longer lines are whole paragraphs."""
MIN_WIDTH = 40
CUT_OFF = re.compile(r"(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")


def dump_lines(text: str) -> list[Line]:
    """The lines of a dump with something in them, in order; `gap` counts the blank lines in front.

    In a hard-wrapped dump the lines of one paragraph are one line; its `start` and `end` span all of them.
    """
    lines: list[Line] = []
    start = feeds = 0
    for raw in _rows(text):
        stripped = raw.strip(AROUND)
        if text := shown(" ".join(stripped.split())):
            place = start + raw.index(stripped)
            gap = max(0, feeds - 1) if lines else 0
            lines.append(Line(text, place, place + len(stripped), gap, blanks=text.count(" ")))
            feeds = 0
        feeds += raw[-1] == "\n"
        start += len(raw)
    width = wrap_width(lines)
    return unwrap(lines, width) if width else lines


def _rows(text: str) -> Iterator[str]:
    """The text line by line; what says how much an interface has cut off stands in a line of its own."""
    for raw in text.splitlines(keepends=True):
        cut = CUT_OFF.search(raw) if "chars]" in raw[-10:] else None
        yield from (raw[: cut.start()], raw[cut.start() :]) if cut and cut.start() else (raw,)


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a dump was wrapped, or None.

    Wrapped text goes on in the middle of a sentence: most lines after a long one begin with a small letter. The
    width is the longest line's but for outliers.
    """
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 6:
        return None
    width = lengths[int(0.97 * (len(lengths) - 1))]
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return None
    after = [b.text for a, b in pairwise(lines) if b.gap == 0 and len(a.text) >= 0.75 * width]
    small = sum(text[0].islower() for text in after)
    return width if len(after) >= 4 and small >= 0.4 * len(after) else None


def unwrap(lines: Sequence[Line], width: int) -> list[Line]:
    """Join a line to the one before when its first word had no room there."""
    joined: list[Line] = []
    last_length = 0
    for line in lines:
        first_word = len(line.text.split(" ", 1)[0])
        had_no_room = last_length + 1 + first_word > 0.95 * width
        if joined and line.gap == 0 and (had_no_room or (line.text[0].islower() and last_length > 0.6 * width)):
            before = joined[-1]
            glue = "" if before.text.endswith("-") and line.text[0].islower() else " "
            before.extend(glue + line.text, line.end)
        else:
            joined.append(line)
        last_length = len(line.text)
    return joined
