"""Verb groups: what stands before one, its tense, and the verb that another one shares its subject with."""

from __future__ import annotations

from tasks.enrich.quotes.cue import SPEECH_OR_THOUGHT, lemma_of
from tasks.enrich.quotes.frame import AUXILIARIES, FINITE, NOUNS, Frame
from tasks.enrich.quotes.phrase import INSIDE, RELATIVES, SUBORDINATORS, phrase_start

_BEFORE_PARTICIPLE = NOUNS | {"RB"}
_CLAUSE_OPENERS = (SUBORDINATORS | RELATIVES) - {"that"}
_PARTED = frozenset({"VBN", "VBD"})
_ASIDE_ENDS = NOUNS | {"JJ"}
_HAVE = frozenset({"has", "have", "had"})
_FAR = 40
"""Items left of a verb among which the verb that it shares its subject with is looked for."""


def before_verb(frame: Frame, verb: int, lo: int) -> int:
    """The item left of a verb group: auxiliaries, adverbs, negation and particles skipped."""
    i = verb - 1
    while i >= lo and (
        frame.tags[i] in {"MD", "RB", "RBR", "RBS", "RP", "TO"}
        or (frame.words[i] in AUXILIARIES and frame.tags[i] != "POS")
        or (frame.words[i] == "to" and frame.tags[i] == "IN" and i == verb - 1)
    ):
        i -= 1
    return _past_aside(frame, verb, i, lo)


def _past_aside(frame: Frame, verb: int, i: int, lo: int) -> int:
    """'X has in the past said': item i, or the one left of the auxiliary that the aside parts from its participle."""
    if i - 2 < lo or frame.tags[verb] not in _PARTED or frame.tags[i] not in _ASIDE_ENDS:
        return i
    if _HAVE.isdisjoint(frame.words[max(lo, i - 4) : i - 1]):
        return i
    aside = phrase_start(frame, i, lo) - 1
    parted = aside > lo and frame.words[aside] in {"in", "on", "at"} and frame.words[aside - 1] in _HAVE
    return before_verb(frame, aside, lo) if parted else i


def main_verb(frame: Frame, i: int, lo: int) -> int | None:
    """The finite verb at or before item i whose subject is shared: a reporting verb first."""
    lo = max(lo, i - _FAR)
    finite = [j for j in range(i, lo - 1, -1) if frame.tags[j] in FINITE and frame.words[j] != "'s"]
    main = [j for j in finite if not _is_subordinate(frame, j, lo)]
    tense = _tense(frame, i + 1)
    alike = [j for j in main if tense in {"", _tense(frame, j)}]
    reporting = [j for j in alike if lemma_of(frame.words[j]) in SPEECH_OR_THOUGHT]
    same_tense = [j for j in finite if tense and tense == _tense(frame, j)]
    participles = [j for j in range(i, lo, -1) if frame.tags[j] == "VBN" and frame.tags[j - 1] in _BEFORE_PARTICIPLE]
    return next(iter(reporting or alike or same_tense or main or participles), None)


def first_main_verb(frame: Frame, lo: int, hi: int) -> int | None:
    """The first finite verb of a sentence that stands in no relative clause; else the first one."""
    finite = [j for j in range(lo, hi) if frame.tags[j] in FINITE]
    main = (j for j in finite if frame.word(before_verb(frame, j, lo)) not in {"who", "which"})
    return next(main, finite[0] if finite else None)


def _tense(frame: Frame, i: int) -> str:
    """Past or present of the first finite verb at item i or just after it; empty for a modal or none."""
    for j in range(i, min(i + 3, len(frame))):
        if frame.tags[j] in FINITE:
            return {"VBD": "past", "VBZ": "present", "VBP": "present"}.get(frame.tags[j], "")
    return ""


def _is_subordinate(frame: Frame, verb: int, lo: int) -> bool:
    before = before_verb(frame, verb, lo)
    if before < lo:
        return False
    if frame.words[before] in RELATIVES and frame.tags[before] in {"WP", "WDT"}:
        return True
    first = phrase_start(frame, before, lo) if frame.tags[before] in INSIDE else before
    if first - 1 >= lo and frame.words[first - 1] in _CLAUSE_OPENERS:
        return True
    return first - 2 >= lo and frame.words[first - 1] == "that" and frame.tags[first - 2] in NOUNS
