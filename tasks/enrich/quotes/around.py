"""What stands before an attribution, 'X said' at the end or in the middle of what was said."""

from __future__ import annotations

from tasks.enrich.quotes.claim import Content, Range
from tasks.enrich.quotes.cue import SAY, TIMES, lemma_of
from tasks.enrich.quotes.extent import content_end, holds_clause, past_object, setting
from tasks.enrich.quotes.frame import DASHES, FINITE, NOUNS, QUOTE, Frame, is_title_sign, is_utterance
from tasks.enrich.quotes.phrase import phrase_end

_SUBJECT_PARTS = NOUNS | {"DT", "JJ", "CD", "VBN", "VBG", "POS"}
_JOINING = frozenset({",", "of", "for"})
_PAUSES = DASHES | {",", ":"}
_LONGEST_ASIDE = 14
"""Items behind the name of a speaker that say what he is."""
_BEFORE_WHOLE = _PAUSES | {".", "("}


def before_subject(frame: Frame, left: int, lo: int) -> Content | None:
    """What stands before ', X said': items [lo, left) when they hold a clause or a quotation."""
    left = _behind_utterance(frame, left, lo)
    if left < lo or not (frame.words[left] == "," or frame.words[left] in DASHES or frame.tags[left] == QUOTE):
        return None
    last = left + 1 if frame.tags[left] == QUOTE else left
    if last - 1 >= lo and frame.tags[last - 1] == QUOTE:
        first = _quote_run(frame, last - 1, lo)
        alone = last - 1 == lo and frame.raw[lo] == "Qt,"  # '“Guilty,” said X.'
        title = is_title_sign(frame, last - 1) and not alone
        clause = not title or any(frame.tags[j] in FINITE for j in range(lo, last - 1))
        return Content(((first, last),), "quote" if first == last - 1 else "before") if clause else None
    if not (holds_clause(frame, lo - 1, last) or any(frame.raw[j] in {"Q", "Q,"} for j in range(lo, last))):
        return None  # "Before the judge died, the court agreed": no clause that can stand by itself
    first = lo
    while first < last and frame.words[first] in {"and", "but", ",", "so"}:
        first += 1
    long_enough = last - first >= 3 or frame.raw[first] in {"Q", "Q,"}  # '“We bake” bread, X said'
    return Content(((first, last),), "before") if long_enough else None


def _behind_utterance(frame: Frame, left: int, lo: int) -> int:
    """Item `left`, or the utterance before it when only nouns and what joins them stand between: a part of the subject.

    '“…,” the head of the institute, X said.'
    """
    for j in range(left, max(lo, left - _LONGEST_ASIDE) - 1, -1):
        if is_utterance(frame, j):
            return j if j == lo or _JOINING.isdisjoint(frame.words[j + 1 : left]) else left
        if frame.tags[j] not in _SUBJECT_PARTS and frame.words[j] not in _JOINING:
            return left
    return left


def _quote_run(frame: Frame, last: int, lo: int) -> int:
    """First item of what is said before a closing quotation: the quotation alone, or the clause that it ends.

    A quotation that is a sentence stands alone; quoted scraps belong to the words before them.
    """
    if last == lo or frame.words[last - 1] in _BEFORE_WHOLE or frame.tags[last - 1] == QUOTE:
        return last
    return lo


def second_part(frame: Frame, i: int, hi: int, before: Content) -> Range | None:
    """What goes on after ', X said,': items [i, ..) that continue the reported clause or quotation."""
    while i < hi and (frame.tags[i] == "RB" or frame.words[i] in TIMES):
        i += 1
    if i < hi and frame.words[i] in {"in", "on", "at", "during", "to", "of"}:
        i = past_object(frame, i + 1, hi)
    if i >= hi or frame.words[i] not in _PAUSES:
        return (i, i + 1) if i < hi and frame.tags[i] == QUOTE and not is_title_sign(frame, i) else None
    first = i + 1
    if first >= hi or frame.words[first] in {"who", "which", "according", "as"}:
        return None
    if frame.tags[first] == QUOTE:
        return first, first + 1
    if before.link == "quote":
        return _behind_aside(frame, first, hi)
    if frame.tags[first] == "VBG":
        return None
    if frame.words[first] in {"in", "during"} and setting(frame, first, hi):
        return None
    last = content_end(frame, first, hi, i)
    if frame.tags[first] in _SUBJECT_PARTS and not holds_clause(frame, first - 1, last):
        return None  # "…, said X, head of the institute": what X is
    return (first, last) if last - first >= 2 else None


def _behind_aside(frame: Frame, first: int, hi: int) -> Range | None:
    """'“…,” said X, a former minister, “…”': the quotation goes on behind what X is."""
    end = min(first + _LONGEST_ASIDE, hi - 1)
    comma = next((j for j in range(first, end) if frame.words[j] == "," or frame.tags[j] in FINITE), None)
    if comma is None or frame.words[comma] != "," or frame.tags[comma + 1] != QUOTE:
        return None
    return comma + 1, comma + 2


def parted(frame: Frame, i: int, left: int, lo: int, hi: int) -> Content | None:
    """'This campaign, X says, is different' and 'Instead, X told Y, it was …': a clause around the attribution."""
    comma = next((j for j in range(i + 1, min(i + 8, hi)) if frame.words[j] == ","), None)
    if comma is None or any(frame.tags[j] in FINITE for j in range(i + 1, comma)):
        return None
    if frame.tag(comma + 1) in {"VBG", "CC", "WP", "WDT", "IN", "VBN"} or frame.word(comma + 1) == "according":
        return None
    other = phrase_end(frame, comma + 1, hi)
    if lemma_of(frame.word(other)) in SAY and frame.tag(other) in FINITE:  # "In a message posted on Monday, X said …"
        return None
    last = content_end(frame, comma + 1, hi, i)
    if not any(frame.tags[j] in FINITE for j in range(comma + 1, last)):
        return None
    if frame.words[left] == "as" and frame.words[left - 1] == ",":  # "The bay, as X said, never freezes"
        left -= 1
    lead = left > lo + 1 and frame.words[left] == ","
    if not lead and lemma_of(frame.word(comma + 1)) in SAY:  # "X, asked about Y, replied …"
        return None
    front: tuple[Range, ...] = ((lo, left),) if lead else ()
    return Content((*front, (comma + 1, last)), "around") if left <= lo or frame.words[left] == "," else None
