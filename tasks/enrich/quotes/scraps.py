"""Quoted scraps that no reporting verb governs: 'thanked her for "…"', 'condemned as "…"'."""

from __future__ import annotations

from tasks.enrich.quotes.agents import may_speak
from tasks.enrich.quotes.claim import Claim
from tasks.enrich.quotes.cue import ANY_STANCE, PARTICLES, SPEECH_OR_THOUGHT, lemma_of
from tasks.enrich.quotes.frame import FINITE, NOUNS, VERBS, Frame
from tasks.enrich.quotes.phrase import Phrase, by_agent, is_passive
from tasks.enrich.quotes.speaker import subject
from tasks.enrich.quotes.verbs import first_main_verb

_BEFORE_NOUN = frozenset({"DT", "PRP$", "POS", "JJ"})


def takes_a_stance(frame: Frame, verb: int) -> bool:
    """A verb of saying, thinking or judging; 'put it' and 'point to' are, 'put' alone is none."""
    lemma = lemma_of(frame.words[verb]) or ""
    behind = frame.word(verb + 1)
    return lemma in ANY_STANCE and (lemma not in PARTICLES or behind in PARTICLES[lemma] or behind in {"it", "to"})


def governing_verb(frame: Frame, quote: int, lo: int) -> int | None:
    """The nearest verb left of a quoted scrap that can have a speaker: finite, or one that judges or says.

    A verb that says nothing gives way to one that does, when it stands in that one's clause with "that".
    """
    nearest: int | None = None
    that = False
    for j in range(quote - 1, lo - 1, -1):
        if frame.words[j] == ";" or (nearest is not None and frame.words[j] == ","):
            break
        that = that or (nearest is not None and frame.words[j] == "that")
        if frame.tags[j] not in VERBS or frame.words[j] in {"'s", "be", "been", "being"} or _qualifies(frame, j):
            continue
        speaks = takes_a_stance(frame, j)
        if speaks and (nearest is None or that):
            return j
        if nearest is None and frame.tags[j] in FINITE:
            nearest = j
    return nearest


def _qualifies(frame: Frame, verb: int) -> bool:
    """'The proposed law': a participle that says what the noun behind it is."""
    return frame.tags[verb] == "VBN" and frame.tag(verb - 1) in _BEFORE_NOUN and frame.tag(verb + 1) in NOUNS | {"JJ"}


def _thought(frame: Frame, who: Phrase | None, lo: int) -> int | None:
    """'X thought the plan was “…”': the verb of saying or thinking whose clause begins with the phrase `who`."""
    verb = who.first - 1 if who else -1
    thought = verb >= lo and frame.tags[verb] in FINITE and lemma_of(frame.words[verb]) in SPEECH_OR_THOUGHT
    return verb if thought else None


def clause_claim(frame: Frame, quote: int, lo: int, hi: int) -> Claim | None:
    """A quoted scrap under any verb: 'thanked her for "…"', 'condemned as "…"'; the verb's subject speaks.

    None under a verb that says nothing and whose subject cannot speak.
    """
    verb = governing_verb(frame, quote, lo)
    if verb is None:
        return None
    if frame.word(quote - 1) == ":" and not takes_a_stance(frame, verb):
        verb = first_main_verb(frame, lo, quote) or verb  # "X is sorry for what happened: “…”"
    claim = _of_verb(frame, verb, quote, lo, hi)
    if frame.words[verb] == "called" and quote == verb + 1 and (claim.who is None or not may_speak(frame, claim.who)):
        return None  # "a play called “…”"
    if takes_a_stance(frame, verb):
        return claim
    if (thought := _thought(frame, claim.who, lo)) is not None:
        return _of_verb(frame, thought, quote, lo, hi)
    return claim if claim.who is None or may_speak(frame, claim.who) else None


def _of_verb(frame: Frame, verb: int, quote: int, lo: int, hi: int) -> Claim:
    lemma = lemma_of(frame.words[verb]) or ""
    aside = frame.word(verb - 1) == "," and by_agent(frame, verb, hi) is not None  # "X, dubbed “…” by Y,"
    reduced = frame.tags[verb] == "VBN" and verb > lo and (frame.tags[verb - 1] in NOUNS or aside)
    passive = is_passive(frame, verb, lo) or reduced
    who = by_agent(frame, verb, hi) if passive else subject(frame, verb, lo, hi)
    part = ((quote, quote + 1),)
    cue = (verb, verb + 1)
    lemma = lemma or frame.words[verb]
    return Claim(part, "scrap", cue, who, "scrap", lemma=lemma, quotes=(quote,), sentence=(lo, hi))
