"""Direct speech without quotation marks: a block of text that a colon introduces."""

from __future__ import annotations

from tasks.enrich.quotes.before import introduced
from tasks.enrich.quotes.cue import SAY, lemma_of
from tasks.enrich.quotes.draft import Draft
from tasks.enrich.quotes.frame import QUOTE, Frame
from tasks.enrich.quotes.walk import Walk, letters

_LEAST_BLOCK = 20
"""Letters from which on a paragraph without marks after a colon is a quotation."""


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
    return Draft("direct", (span,), before.cue, before.who, None, "block", paragraph)


def _ends_like_speech(frame: Frame) -> bool:
    return frame.words[-1] in {".", "?", "!"} and frame.raw[0][0].isupper()
