"""Where the subject stands behind its verb: '…, said X', 'After saying …, X left'."""

from __future__ import annotations

from tasks.enrich.quotes.cue import ADDRESSEE, JUDGE, SAY, lemma_of
from tasks.enrich.quotes.frame import DASHES, FINITE, QUOTE, Frame, is_title_sign, is_utterance
from tasks.enrich.quotes.modifiers import relative_before
from tasks.enrich.quotes.phrase import phrase_end
from tasks.enrich.wordset import word_set

_DIRECTED = ADDRESSEE | JUDGE
_BEFORE_TURNED = DASHES | {",", ":", "''", '"'}
_FRONTING = word_set("after before by besides despite in on since when while without")
"""'After saying …, X left': X says it."""


def is_fronted(frame: Frame, verb: int, lo: int) -> bool:
    """'After saying …, X left' and 'In addition to saying …, X left': the sentence has no verb yet."""
    first = verb == lo + 1 and frame.words[lo] in _FRONTING
    return first or (frame.tags[verb - 1] in {"IN", "TO"} and FINITE.isdisjoint(frame.tags[lo:verb]))


def may_turn(frame: Frame, verb: int, i: int, lo: int) -> bool:
    """The subject may stand behind a finite reporting verb when nothing before the verb can be its subject."""
    lemma = lemma_of(frame.words[verb])
    if lemma not in SAY or frame.tags[verb] in {"VBG", "VB"}:
        return False
    if i != verb - 1:  # "“…,” officially announced X"
        return i >= lo and is_utterance(frame, i) and set(frame.tags[i + 1 : verb]) == {"RB"}
    if i >= lo and frame.tags[i] == QUOTE and not is_title_sign(frame, i):
        return True
    if lemma in _DIRECTED:
        return i < lo and frame.tags[verb] == "VBZ"  # "Informs a source close to X, “…”"
    if frame.word(i) == "," and not any(tag in FINITE or tag == QUOTE for tag in frame.tags[lo:i]):
        return frame.tags[lo] in {"IN", "VBG"} and _quotation_behind(frame, verb)
    if frame.word(i) == "," and relative_before(frame, i, lo):
        return False
    return i < lo or frame.tags[i] == QUOTE or frame.words[i] in _BEFORE_TURNED


def _quotation_behind(frame: Frame, verb: int) -> bool:
    """'Owing to the storm, said X, “…”'."""
    last = phrase_end(frame, verb + 1, len(frame))
    return last > verb + 1 and frame.word(last) == "," and frame.tag(last + 1) == QUOTE
