"""Quoted scraps that no reporting verb governs: 'thanked her for "…"', 'condemned as "…"'."""

from __future__ import annotations

from tasks.enrich.quotes.claim import Claim
from tasks.enrich.quotes.cue import ANY_STANCE, lemma_of
from tasks.enrich.quotes.frame import FINITE, NOUNS, VERBS, Frame
from tasks.enrich.quotes.phrase import by_agent, is_passive
from tasks.enrich.quotes.speaker import subject


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
        if frame.tags[j] not in VERBS or frame.words[j] in {"'s", "be", "been", "being"}:
            continue
        speaks = lemma_of(frame.words[j]) in ANY_STANCE
        if speaks and (nearest is None or that):
            return j
        if nearest is None and frame.tags[j] in FINITE:
            nearest = j
    return nearest


def clause_claim(frame: Frame, quote: int, lo: int, hi: int) -> Claim | None:
    """A quoted scrap under any verb: 'thanked her for "…"', 'condemned as "…"'; the verb's subject speaks."""
    verb = governing_verb(frame, quote, lo)
    if verb is None:
        return None
    lemma = lemma_of(frame.words[verb]) or ""
    aside = frame.word(verb - 1) == "," and by_agent(frame, verb, hi) is not None  # "X, dubbed “…” by Y,"
    reduced = frame.tags[verb] == "VBN" and verb > lo and (frame.tags[verb - 1] in NOUNS or aside)
    passive = is_passive(frame, verb, lo) or reduced
    who = by_agent(frame, verb, hi) if passive else subject(frame, verb, lo, hi)
    part = ((quote, quote + 1),)
    cue = (verb, verb + 1)
    lemma = lemma or frame.words[verb]
    return Claim(part, "scrap", cue, who, "scrap", lemma=lemma, quotes=(quote,), sentence=(lo, hi))
