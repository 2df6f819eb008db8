"""Who speaks when the paragraph does not say: the one introduced, quoted or written about just before."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.enrich.quotes.agents import may_speak
from tasks.enrich.quotes.cue import SAY, lemma_of
from tasks.enrich.quotes.draft import Mention, mention
from tasks.enrich.quotes.frame import FINITE, Frame
from tasks.enrich.quotes.phrase import Phrase, phrase_start
from tasks.enrich.quotes.sentences import sentences
from tasks.enrich.quotes.speaker import subject
from tasks.enrich.quotes.verbs import first_main_verb
from tasks.enrich.quotes.walk import Walk
from tasks.span import Span

_NEAR = 60
"""Drafts, counted from the last, among which the speaker before is looked for."""


@dataclass(frozen=True)
class Before:
    """Who an earlier paragraph puts forward, and how: introduced, spoken or subject."""

    who: Mention | None
    cue: Span | None
    link: str


def speaker_before(walk: Walk, number: int) -> Before | None:
    """Who speaks in the paragraph before: introduced with a colon, quoted last, or its last sentence's subject."""
    if number and (before := introduced(walk.frames[number - 1])):
        return before
    last = max(
        (d for d in walk.drafts[-_NEAR:] if number - 3 <= d.paragraph < number and d.who),
        key=lambda d: (d.paragraph, d.spans[-1].end),
        default=None,
    )
    if last is not None and (last.paragraph == number - 1 or last.kind == "direct"):
        return Before(last.who, None, "spoken")
    if not number or len(walk.frames[number - 1]) < 2:
        return None
    frame = walk.frames[number - 1]
    lo, hi = sentences(frame, walk.text)[-1]
    verb = first_main_verb(frame, lo, hi)
    subject_before = subject(frame, verb, lo, hi) if verb is not None else None
    if subject_before is None or not may_speak(frame, subject_before):
        return Before(last.who, None, "spoken") if last else None
    who = mention(frame, subject_before)
    return Before(who, None, "subject") if who else None


def introduced(frame: Frame) -> Before | None:
    """'X told the court:' at the end of a paragraph; the words follow in the next."""
    if frame.word(len(frame) - 1) != ":":
        return None
    end = len(frame) - 1
    lo = max((j + 1 for j in range(end) if frame.words[j] in {".", "?", "!"}), default=0)
    verbs = [j for j in range(lo, end) if frame.tags[j] in FINITE | {"VBG"}]
    spoken = [j for j in verbs if lemma_of(frame.words[j]) in SAY]
    verb = spoken[-1] if spoken else verbs[-1] if verbs else None
    if verb is None:
        first = phrase_start(frame, end - 1, lo)
        return Before(mention(frame, Phrase(first, end)), frame.span(end, end + 1), "introduced")
    return Before(mention(frame, subject(frame, verb, lo, end)), frame.span(verb, verb + 1), "introduced")
