"""What stands between two commas beside a verb: an apposition, a clause of its own, or another parenthesis."""

from __future__ import annotations

from tasks.enrich.quotes.cue import TIMES
from tasks.enrich.quotes.frame import FINITE, NAMES, NOUNS, QUOTE, Frame, is_utterance
from tasks.enrich.quotes.phrase import RELATIVES, STARTS, Phrase, phrase_end

_SUBJECTS = NOUNS | {"PRP", "DT", "EX", "CD"}
_LATER_RELATIVES = RELATIVES - {"that"}
_PHRASE_STARTS = STARTS - {QUOTE, "VBN", "CD"}


def segment_kind(frame: Frame, start: int, end: int) -> str:
    """What stands between two commas: a noun phrase, a clause of its own, or something else in parenthesis."""
    if start >= end:
        return "other"
    first = past_opener(frame, start, end)
    if (
        first >= end
        or frame.words[first] in _LATER_RELATIVES
        or (frame.tags[first] in {"VBG", "VBN", "RB", "UH", "JJ"} and first + 1 == end)
    ):
        return "other"
    tags = frame.tags[first:end]
    pronouns = {"who", "which", "whose", "where"}
    relative = next(
        (n for n in range(1, end - first) if frame.words[first + n] in pronouns or tags[n] in {"WDT", "WP"}), len(tags)
    )
    if _has_clause(frame, first, first + relative):
        return "clause"
    if frame.tags[first] in _PHRASE_STARTS or (frame.tags[first] == "CD" and end - first > 1):
        return (
            "noun" if (frame.words[first] not in TIMES and frame.tags[first] != "PRP") or end - first == 1 else "other"
        )
    return "other"


def past_opener(frame: Frame, start: int, end: int) -> int:
    """The item behind a conjunction, an opening bracket or 'even', 'only' … before a noun phrase."""
    first = start
    while first + 1 < end and (frame.tags[first] == "CC" or frame.words[first] == "(" or _stresses(frame, first)):
        first += 1
    return first


def _stresses(frame: Frame, i: int) -> bool:
    return frame.tags[i] == "RB" and (frame.tags[i + 1] in NAMES or frame.words[i + 1] == "the")


def _has_clause(frame: Frame, first: int, last: int) -> bool:
    """A finite verb with something before it that can be its subject, or words that were said."""
    nominal = False
    counted = frame.tags[first] == "CD" and frame.tag(first + 1) in NOUNS and frame.word(first + 1) not in TIMES
    for j in range(first, last):
        if is_utterance(frame, j) or (frame.tags[j] in FINITE and nominal):
            return True
        nominal = nominal or counted or (frame.tags[j] in _SUBJECTS and frame.tags[first] not in {"RB", "CD"})
    return False


def segment_phrase(frame: Frame, best: tuple[int, int] | None, after: tuple[int, int] | None, hi: int) -> Phrase | None:
    """The noun phrase at the head of the segment `best`, with the segment `after` it as its apposition."""
    if best is None:
        return None
    start = past_opener(frame, *best)
    last = phrase_end(frame, start, min(best[1], hi))
    return Phrase(start, max(last, start + 1), after)
