"""Direct speech without quotation marks: turns of a transcript, and a block of text that a colon introduces."""

from __future__ import annotations

import re
from collections import Counter

from tasks.enrich.quotes.before import introduced
from tasks.enrich.quotes.cue import SAY, lemma_of
from tasks.enrich.quotes.draft import Draft, Mention
from tasks.enrich.quotes.frame import QUOTE, Frame
from tasks.enrich.quotes.walk import Walk, letters
from tasks.span import Span

_TURN = re.compile(
    r"^[ \t]*([^\W\d_][\w.'’ -]{0,40}?)(?:[ ]?\([^)\n]{1,40}\))?[ ]?(:)[ \t]+(\S[^\n]*?)[ \t]*$", re.MULTILINE
)
_LEAST_TURNS = 3
_LEAST_BLOCK = 20
"""Letters from which on a paragraph without marks after a colon is a quotation."""


def turns(text: str) -> list[Draft]:
    """'NAME: words' lines of a transcript or interview: three or more, at least two of them by one name.

    Lines whose words stand in quotation marks are left to the marks. A name is in capitals, or begins with one in
    each of at most four words.
    """
    found = [m for m in _TURN.finditer(text) if _is_name(m.group(1)) and _has_words(m.group(3))]
    often = Counter(m.group(1) for m in found)
    if len(found) < _LEAST_TURNS or max(often.values()) < 2:
        return []
    return [_turn(m) for m in found if often[m.group(1)] > 1 or m.group(1).isupper()]


def _has_words(said: str) -> bool:
    return said[0] not in "\"“”‘'«„" and any(sign.isalpha() for sign in said)


def _is_name(words: str) -> bool:
    parts = words.split()
    return words.isupper() or (len(parts) <= 4 and all(part[0].isupper() for part in parts))


def _turn(line: re.Match[str]) -> Draft:
    name = Span(*line.span(1))
    who = Mention(name, ("NNP",), tuple(line.group(1).split()))
    return Draft("direct", (Span(*line.span(3)),), Span(*line.span(2)), who, None, "transcript", 0.8, -1)


def block(walk: Walk, paragraph: int) -> Draft | None:
    """A paragraph without marks after one that ends in 'X wrote:'; none when it has marks or is no sentence."""
    frame = walk.frames[paragraph]
    if paragraph == 0 or QUOTE in frame.tags or not _ends_like_speech(frame):
        return None
    before = introduced(walk.frames[paragraph - 1])
    if before is None or before.who is None or before.cue is None:
        return None
    if lemma_of(before.cue.of(walk.text).lower()) not in SAY:
        return None
    span = frame.span(0, len(frame))
    if letters(walk.text, (span,)) < _LEAST_BLOCK:
        return None
    return Draft("direct", (span,), before.cue, before.who, None, "block", 0.55, paragraph)


def _ends_like_speech(frame: Frame) -> bool:
    return frame.words[-1] in {".", "?", "!"} and frame.raw[0][0].isupper()
