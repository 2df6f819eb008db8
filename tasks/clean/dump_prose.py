"""Which lines of a text dump read like the sentences of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.clean.captions import has_credit, is_credit
from tasks.clean.furniture import furniture_reason
from tasks.clean.page import Line

SENTENCE_END = re.compile(r"[.!?…:;。！？।]['\"”’»)\]]*$")
MIN_SENTENCE_WORDS = 6
LONG_LINE_WORDS = 25
MAX_GAIN = 80
LINE_COST = 12.0
"""What a line that is no sentence costs: two or three of them do not part a body, a menu does."""


def ends_sentence(text: str) -> bool:
    return bool(SENTENCE_END.search(text[-8:]))


def is_sentence(line: Line) -> bool:
    """Sentence-like: long enough, ends as a sentence ends, and is no furniture by its words."""
    words = line.words
    if words < MIN_SENTENCE_WORDS or not (ends_sentence(line.text) or words >= LONG_LINE_WORDS):
        return False
    if not ends_sentence(line.text) and 2 * sum(word[0].isupper() for word in line.text.split()) > words:
        return False  # a menu in one line: Most Of Its Words Are Capitalised
    return furniture_reason(line.text) is None


def line_gain(line: Line) -> float:
    """What a line adds to a stretch of prose: its words, or a cost."""
    return float(min(line.words, MAX_GAIN)) if is_sentence(line) else -LINE_COST


def best_stretch(gains: Sequence[float]) -> tuple[int, int]:
    """[first, end) of the contiguous run with the largest sum; (0, 0) when no gain is positive (Kadane's scan)."""
    best, best_span = 0.0, (0, 0)
    total, first = 0.0, 0
    for index, gain in enumerate(gains):
        if total <= 0:
            total, first = 0.0, index
        total += gain
        if total > best:
            best, best_span = total, (first, index + 1)
    return best_span


def looks_like_caption(line: Line) -> bool:
    return is_credit(line.text) or (line.words <= 90 and has_credit(line.text))
