"""Where sentences end in a frame, also behind quotations and abbreviations."""

from __future__ import annotations

from tasks.enrich.quotes.cue import SAY, lemma_of
from tasks.enrich.quotes.frame import AUXILIARIES, DASHES, FINITE, NAMES, NOUNS, QUOTE, Frame

LONGEST_SENTENCE = 160
"""Items after which a sentence is cut: no time is spent on what is no sentence."""
_LONGEST_DATELINE = 12
"""Items before the dash that ends a dateline."""
_LONGEST_PLACE = 4
"""Items up to the colon that ends one."""
_IN_DATELINE = NOUNS | {"CD", "IN"}
_NAMES_OR_PRONOUN = NAMES | {"PRP"}
_SIGNS = frozenset({",", "(", ")", "/", "."})
_OPENERS = frozenset({"PRP", "DT", "CC", "EX", "WRB", "PRP$"})
"""Tags of capitalised words that begin a sentence behind an abbreviation."""

_ENDS = frozenset(".?!…;")
"""Last characters of the words that can end a sentence."""


def sentences(frame: Frame, text: str) -> list[tuple[int, int]]:
    """Item ranges [first, last) of the sentences of a frame; `Q` with a full stop ends one.

    A capital must follow. A dateline belongs to none.
    """
    found: list[tuple[int, int]] = []
    start = first = past_dateline(frame)
    for i in range(start, len(frame)):
        may_end = frame.words[i][-1:] in _ENDS or frame.tags[i] == QUOTE
        if (may_end and _ends_sentence(frame, i, text)) or i - first >= LONGEST_SENTENCE:
            found.append((first, i + 1))
            first = i + 1
    if first < len(frame):
        found.append((first, len(frame)))
    return found


def past_dateline(frame: Frame) -> int:
    """The item behind a dateline at the head of a paragraph, 'LIMA, March 3 (AP) —' or 'NEW DELHI:'; 0 without one."""
    colon = next((i for i in range(1, min(_LONGEST_PLACE, len(frame))) if frame.words[i] == ":"), 0)
    if colon and all(word.isupper() for word in frame.raw[:colon]) and frame.tag(colon + 1) not in {"", QUOTE}:
        return colon + 1
    dash = next((i for i in range(1, min(_LONGEST_DATELINE, len(frame))) if frame.words[i] in DASHES), 0)
    place = all(frame.tags[i] in _IN_DATELINE or frame.words[i] in _SIGNS for i in range(dash))
    short = 0 < dash <= _LONGEST_PLACE and set(frame.tags[:dash]) <= {"NNP", ","} and frame.words[dash] != "-"
    if short and frame.raw[dash + 1 : dash + 2] and frame.raw[dash + 1][0].isupper():
        return dash + 1  # "Brussels — The …"
    there = 0 < dash < len(frame) - 1
    return dash + 1 if there and place and (frame.words[dash - 1] == ")" or frame.raw[0].isupper()) else 0


def _ends_sentence(frame: Frame, i: int, text: str) -> bool:
    after = frame.raw[i + 1] if i + 1 < len(frame) else ""
    if frame.words[i] == "." and len(after) == 1 and frame.word(i + 2) == ".":
        return False  # "(R-S.C.)" and other initials
    if frame.words[i] in {".", "?", "!", "..", "...", "…", ";"} and after not in {")", "]", ",", ":"}:
        return frame.words[i] in {"?", "!", ";"} or not after or after[0].isupper() or not after[0].isalpha()
    if (
        len(frame.words[i]) > 2
        and frame.words[i].endswith(".")
        and frame.tag(i + 1) in _OPENERS
        and after[:1].isupper()
    ):
        return True
    if frame.tags[i] == QUOTE:
        inside = text[frame.starts[i] : frame.ends[i]].rstrip("\"'”’»“ )")
        ends = inside.endswith((".", "?", "!")) and after[:1].isupper() and not inside.endswith("...")
        return ends and not _attributed(frame, i + 1, inside[-1] == ".")
    return False


def _says_no_more(frame: Frame, first: int, verb: int) -> bool:
    """'“Why?” Lee pressed.': a name or pronoun and a verb are the whole sentence behind a quotation."""
    alone = verb > first and frame.tags[verb] in {"VBD", "VBZ"} and frame.word(verb + 1) == "."
    return alone and frame.words[verb] not in AUXILIARIES and set(frame.tags[first:verb]) <= _NAMES_OR_PRONOUN


def _attributed(frame: Frame, first: int, sentence_over: bool) -> bool:
    """Behind a quotation that ends in a full stop stands its attribution: '“Why?” X asked.'."""
    for j in range(first, min(first + 12, len(frame))):
        if frame.words[j] in {",", ";", ":", "."} or frame.tags[j] == QUOTE:
            return False
        if _says_no_more(frame, first, j):
            return True
        lemma = lemma_of(frame.words[j])
        if lemma in SAY and frame.tags[j] in FINITE:
            ends = frame.word(j + 1) in {".", ""} or (frame.word(j + 1) == "," and frame.tag(j + 2) != QUOTE)
            return ends or not sentence_over
    return False
