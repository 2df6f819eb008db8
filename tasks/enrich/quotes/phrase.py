"""Noun phrases in a frame: where they begin and end, and the one that follows its verb."""

from __future__ import annotations

from typing import NamedTuple

from tasks.enrich.quotes.cue import TIMES
from tasks.enrich.quotes.frame import BE, DASHES, FINITE, NAMES, NOUNS, QUOTE, Frame, is_utterance
from tasks.enrich.wordset import word_set

SUBORDINATORS = word_set(
    "after before because as while since although though if when until whether so than once unless whereas that how "
    "why what where except like"
)
RELATIVES = word_set("who which that whose whom where")
INSIDE = NOUNS | {
    "JJ", "JJR", "JJS", "CD", "POS", "PRP$", "DT", "PDT", QUOTE, "$", "&", "HYPH", "SYM", "ADD", "FW", "NFP",
}  # fmt: skip
STARTS = NOUNS | {"DT", "PDT", "JJ", "JJR", "JJS", "CD", "PRP$", "PRP", QUOTE, "ADD", "VBN", "VBD", "$"}
_NAME_STARTS = NAMES | {"DT"}
_MODIFIED = NOUNS | {"JJ"}
_HEADS = NOUNS | {"CD", QUOTE, "JJ", "DT", "ADD"}
_BEFORE_CONJUNCT = SUBORDINATORS | {","}
_CLAUSE_ENDS = DASHES | {",", ".", ";", ":", "who", "which", "as", "after", "when", "while"}
SOME = word_set("another one some others many most both few several two three all none")
_SEASONS = word_set("spring summer autumn fall winter")
_HUNG_ON = word_set("of at from by for in")
OBJECTS = word_set("me him her us them himself herself themselves")


class Phrase(NamedTuple):
    """Items [first, last) of a frame: the head noun phrase of a subject; `apposition` names it in other words."""

    first: int
    last: int
    apposition: tuple[int, int] | None = None
    sure: float = 1.0


def phrase_start(frame: Frame, last: int, lo: int) -> int:
    """First item of the noun phrase whose last item is `last`: determiner, adjectives, nouns, coordinated names."""
    i = last
    while i - 1 >= lo:
        here, left = frame.tags[i], frame.tags[i - 1]
        if here in {"DT", "PRP$", "PDT"} and left != "PDT":
            break
        if left in NOUNS and here in _NAME_STARTS and frame.words[i - 1] in TIMES and not _in_name(frame, i - 1):
            break
        if (left in INSIDE and not (left == QUOTE and (here in _NAME_STARTS or said_before(frame, i - 1, lo)))) or (
            left in {"VBN", "VBG", "RBS", "RBR"} and i - 2 >= lo and frame.tags[i - 2] in {"DT", "PRP$", "JJ", QUOTE}
        ):
            i -= 1
        elif frame.words[i - 1] in {"and", "&"} and i - 2 >= lo and _coordinated(frame, i - 2, lo):
            i -= 2
        else:
            break
    return i


def _coordinated(frame: Frame, left: int, lo: int) -> bool:
    """A conjunct ends at `left` and is itself no object: nothing, a comma or a subordinator stands before it."""
    if frame.tags[left] not in NOUNS:
        return False
    first = left
    while first - 1 >= lo and frame.tags[first - 1] in INSIDE:
        first -= 1
    before = first - 1
    if before > lo and frame.tags[left] in NAMES and frame.words[first] == "the" and frame.tags[before] == "IN":
        return True  # "of the Fish and Tides Bureau"
    return before < lo or frame.words[before] in _BEFORE_CONJUNCT or frame.tags[before] == "CC"


def phrase_end(frame: Frame, first: int, hi: int) -> int:
    """End (exclusive) of the noun phrase that begins at `first`; `first` itself when none does."""
    if first >= hi or frame.tags[first] not in STARTS:
        return first
    if frame.tags[first] == "PRP":
        return first + 1
    i = first
    while i < hi and (
        frame.tags[i] in INSIDE
        or (
            frame.tags[i] in {"VBN", "VBG", "RB", "RBS", "RBR"}
            and i + 1 < hi
            and frame.tags[i + 1] in _MODIFIED
            and i == first + 1
        )
        or (frame.tags[i] in {"VBN", "VBD"} and i == first)
    ):
        if i > first and frame.tags[i] in {"DT", "PRP$"} and frame.tags[i - 1] != "PDT":
            break
        if frame.words[i] in TIMES and i > first and frame.tags[i - 1] in NOUNS and frame.word(i + 1) != "'s":
            break
        behind_time = i > first and frame.words[i - 1] in TIMES and not _in_name(frame, i - 1)
        if behind_time and i - 2 == first and frame.words[first] in {"a", "the"} and frame.words[i - 1].endswith("day"):
            behind_time = False  # "a Monday editorial"
        if behind_time and frame.tags[i] in NOUNS and frame.words[i] not in TIMES:
            break
        i += 1
    while i > first and frame.tags[i - 1] in {QUOTE, "POS"} and i - 1 > first:
        i -= 1
    return i if any(frame.tags[j] in _HEADS for j in range(first, i)) else first


def _in_name(frame: Frame, i: int) -> bool:
    """A word of the calendar that begins a name: 'the Sunday Times', 'at Spring Street'."""
    if frame.tag(i + 1) not in NAMES or not frame.raw[i][0].isupper():
        return False
    return frame.word(i - 1) == "the" or frame.words[i] in _SEASONS


def said_before(frame: Frame, i: int, lo: int) -> bool:
    """A quotation at item i was said as a whole: it ends like an utterance, or begins the sentence."""
    return is_utterance(frame, i) or frame.raw[i] == "Qt," or (frame.tags[i] == QUOTE and i == lo)


def inverted(frame: Frame, verb: int, hi: int) -> Phrase | None:
    """'…, said X': a noun phrase right of the verb that no finite verb follows."""
    first = verb + 1
    while first < hi and frame.tags[first] == "RB" and frame.words[first] != "not":
        first += 1
    if first >= hi or frame.words[first] in OBJECTS or frame.tags[first] == QUOTE:
        return None
    last = phrase_end(frame, first, hi)
    while last - 1 > first and frame.tags[last - 1] == "JJ" and frame.word(last) == "to":
        last -= 1  # "a source close to X"
    said = verb > 0 and said_before(frame, verb - 1, -1)
    if last == first or frame.words[first] in TIMES or (not said and _clause_follows(frame, last, hi)):
        return None
    if not said and last < hi and (frame.words[last] == "to" or frame.tags[last] in {"VB", "VBP", "DT"}):
        return None
    words = frame.words[first:last]
    if "$" in frame.tags[first:last]:
        return None  # "X charged a $5 fee"
    if last == first + 1 and frame.tags[first] in {"CD", "DT"} and frame.word(last) == "of":
        end = phrase_end(frame, last + 1, hi)  # "said one of the sources"
        return Phrase(first, end, _named_behind(frame, end, hi), sure=0.95)
    if words == ["that"] or (len(words) == 1 and frame.tags[first] in {"DT", "JJ", "CD"} and words[0] not in SOME):
        return None
    return Phrase(first, last, _named_behind(frame, last, hi), sure=0.95)


def _named_behind(frame: Frame, last: int, hi: int) -> tuple[int, int] | None:
    """'…, said its leader, X' and '…, said a farmer from Kent, X.': the name that a description is followed by."""
    if frame.tags[last - 1] in NAMES:
        return None
    comma = past_modifiers(frame, last, hi)
    end = comma + 1
    while end < hi and frame.tags[end] in NAMES:
        end += 1
    named = comma < hi and frame.words[comma] == "," and comma + 1 < end
    return (comma + 1, end) if named and not (end < hi and frame.tags[end] in FINITE) else None


def past_modifiers(frame: Frame, last: int, hi: int) -> int:
    """The item after the phrases with "of", "by", "from" … that hang on a noun phrase which ends at `last`."""
    while last + 1 < hi and frame.words[last] in _HUNG_ON:
        end = phrase_end(frame, last + 1, hi)
        if end == last + 1:
            break
        last = end
    return last


def _clause_follows(frame: Frame, i: int, hi: int) -> bool:
    """A finite verb comes after the phrase, with only prepositions and nouns between: the phrase is its subject."""
    for j in range(i, hi):
        if frame.words[j] in _CLAUSE_ENDS:
            return False
        if frame.tags[j] == QUOTE:
            return False
        if frame.tags[j] in FINITE:
            return True
    return False


def is_passive(frame: Frame, verb: int, lo: int) -> bool:
    """A form of "be" stands before the participle, only adverbs between."""
    i = verb - 1
    while i >= lo and frame.tags[i] in {"RB", "RBR"}:
        i -= 1
    return i >= lo and frame.words[i] in BE and frame.tags[verb] in {"VBN", "VBD", "JJ"}


def by_agent(frame: Frame, verb: int, hi: int) -> Phrase | None:
    """The agent of a passive: 'was told by X'."""
    for j in range(verb + 1, min(verb + 8, hi)):
        if frame.words[j] == "by":
            last = phrase_end(frame, j + 1, hi)
            return Phrase(j + 1, last, _named_behind(frame, last, hi)) if last > j + 1 else None
        if frame.words[j] in {",", "that"} or frame.tags[j] in FINITE:
            return None
    return None
