"""What hangs on a noun phrase: prepositions, participles, relative clauses, times, parentheses."""

from __future__ import annotations

from tasks.enrich.quotes.cue import TIMES
from tasks.enrich.quotes.frame import AUXILIARIES, DASHES, FINITE, NAMES, NOUNS, QUOTE, Frame
from tasks.enrich.quotes.phrase import RELATIVES, SUBORDINATORS, phrase_end, phrase_start
from tasks.enrich.quotes.verbs import before_verb
from tasks.enrich.wordset import word_set

_BEHIND_NOUN = frozenset({"VBN", "VBG", "JJ"})
_NEAR = 6
_PAUSES = DASHES | {",", ";", ":", "("}
AMOUNTS = word_set(
    "half third thirds quarter quarters majority minority number percent dozens scores hundreds thousands millions "
    "tens array handful couple pair dozen share plenty"
)
"""'A third of the voters said': what stands behind "of" speaks, in that number."""
_BEGINNINGS = NOUNS | {"DT", "PDT", "PRP$", "JJ", "CD"}
_BEHIND_PHRASE = frozenset({"IN", "TO", "VBG", "VBN", "WP", "WDT", "JJ"})
_AFTER_NOUN = FINITE | {"VB", "VBN"}


def before_time(frame: Frame, i: int, lo: int) -> int:
    """The item left of a trailing expression of time: "… on Monday", "… last week"."""
    while i >= lo and (frame.words[i] in TIMES or frame.tags[i] == "CD"):
        i -= 1
    return i - 1 if i >= lo and frame.words[i] in {"on", "in", "at", "by"} else i


def first_conjunct(frame: Frame, first: int, lo: int) -> int:
    """'polls in X and Y showed': where the names that a preposition governs together begin, in no clause before."""
    names = frame.tags[first] in NAMES and frame.tag(first - 2) in NAMES
    if first - 2 <= lo or frame.words[first - 1] != "and" or not names:
        return first
    left = phrase_start(frame, first - 2, lo)
    governed = frame.tag(left - 1) == "IN" and FINITE.isdisjoint(frame.tags[lo:left])
    return left if governed else first


def modified(frame: Frame, first: int, lo: int) -> int | None:
    """The item at which the phrase that this one modifies ends; None when this one is the subject itself."""
    left = first - 1
    if left <= lo:
        return None
    word, tag = frame.words[left], frame.tags[left]
    if tag in {"IN", "TO"} and word not in SUBORDINATORS:
        before = left - 1
        if frame.tags[before] in _BEHIND_NOUN and before - 1 >= lo and frame.tags[before - 1] in NOUNS:
            return before - 1  # "officials briefed on", "a source close to"
        return before if frame.tags[before] in NOUNS or frame.words[before] == ")" else None
    if tag in {"VBG", "VBN"} and frame.tags[left - 1] in NOUNS:
        return left - 1
    if tag in _AFTER_NOUN:
        return _before_relative(frame, left, lo)
    return None


def _before_relative(frame: Frame, verb: int, lo: int) -> int | None:
    """The item before the relative pronoun whose verb stands at `verb`; None when there is no such pronoun near."""
    finite = int(frame.tags[verb] in FINITE)
    for j in range(verb - 1, max(lo, verb - 12), -1):
        if frame.words[j] in {"who", "which", "whose"} or (frame.words[j] == "that" and frame.tags[j] == "WDT"):
            return j - 1 if frame.words[j - 1] != "," else j - 2
        finite += frame.tags[j] in FINITE
        if frame.words[j] in {",", ";"} or finite > 1 or frame.tags[j] == QUOTE:
            return None
    return None


def opening(frame: Frame, i: int, lo: int) -> int:
    """The item that opens the parenthesis which ends at item i; `lo` when none does."""
    return next((j for j in range(i, lo - 1, -1) if frame.words[j] in {"(", "["}), lo)


def relative_before(frame: Frame, comma: int, lo: int) -> bool:
    """'X, who …, recalled the day': the clause that ends at the comma says of X, who stands before it, what he is."""
    first = next((j + 1 for j in range(comma - 1, lo, -1) if frame.words[j] == ","), lo)
    return frame.words[first] in {"who", "whose"} and first > lo


def lived_in(frame: Frame, first: int, lo: int) -> bool:
    """'Ann Lee of Kent': another name and a preposition stand before the phrase at `first`."""
    return first - 2 >= lo and frame.tags[first - 1] == "IN" and frame.tags[first - 2] in NAMES


def in_relative(frame: Frame, verb: int, lo: int) -> bool:
    """'X, who on Monday said …': a relative pronoun begins the clause of the verb, a time or place at most between."""
    for j in range(verb - 1, max(lo, verb - _NEAR) - 1, -1):
        if frame.words[j] in {"who", "which", "whose"}:
            return True
        if frame.words[j] in _PAUSES or (frame.tags[j] in FINITE and frame.words[j] not in AUXILIARIES):
            return False
    return False


def whole_subject(frame: Frame, first: int, lo: int) -> tuple[int, int] | None:
    """'Families of those hurt in the fire said': the phrase that begins the clause, when all up to `first` hangs on it.

    None when something else begins the clause, or a verb of its own stands before `first`.
    """
    start = max((j + 1 for j in range(lo, first) if frame.words[j] in _PAUSES or frame.tags[j] == QUOTE), default=lo)
    while start < first and frame.tags[start] in {"CC", "RB"}:
        start += 1
    if start >= first or frame.tags[start] not in _BEGINNINGS:
        return None
    end = phrase_end(frame, start, first)
    while end - 1 > start and frame.tags[end - 1] == "JJ":
        end -= 1  # "a source close to"
    if frame.words[end - 1] in AMOUNTS and frame.word(end) == "of":
        return None
    hangs = end < first and frame.tags[end] in _BEHIND_PHRASE and frame.words[end] not in SUBORDINATORS
    if end == start or (end == start + 1 and frame.tags[start] in {"CD", "DT"}):
        return None  # "one of the pilots"
    if not hangs or frame.words[end - 1] in TIMES:
        return None
    named = frame.tags[phrase_end(frame, first, len(frame)) - 1] in NAMES
    if named and frame.tags[first - 1] == "CC" and frame.tags[first] not in NAMES:
        return None  # "Secretary of State and senator X"
    if any(frame.words[j] in SUBORDINATORS for j in range(end, first)):
        return None  # "the gap between what X says …"
    own = (j for j in range(end, first) if frame.tags[j] in FINITE)
    relative = all(frame.word(before_verb(frame, j, lo)) in RELATIVES for j in own)
    return (start, end) if relative else None
