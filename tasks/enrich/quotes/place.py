"""Quotations that no cue of their sentence governs: they go on from the one before, or hang on another verb."""

from __future__ import annotations

from tasks.enrich.entity import QuoteKind
from tasks.enrich.quotes.agents import may_speak
from tasks.enrich.quotes.before import speaker_before
from tasks.enrich.quotes.claim import Claim
from tasks.enrich.quotes.cue import ANY_STANCE
from tasks.enrich.quotes.draft import Draft, mention
from tasks.enrich.quotes.frame import QUOTE, is_utterance
from tasks.enrich.quotes.scraps import clause_claim
from tasks.enrich.quotes.sentences import LONGEST_SENTENCE
from tasks.enrich.quotes.sources import named_beside, named_last, told_by_any_verb, viewpoint
from tasks.enrich.quotes.speaker import subject
from tasks.enrich.quotes.speech import LONG, is_scrap_of_speech, is_title, words_of
from tasks.enrich.quotes.transcript import turns_in_marks
from tasks.enrich.quotes.verbs import first_main_verb
from tasks.enrich.quotes.walk import Spot, Walk

_LONGEST_CROSSHEAD = 6
_NEAR = 30
"""Claims of the paragraph, counted from the last, among which the one that a quotation goes on from is looked for."""
_PAUSES = frozenset({QUOTE, ",", "."})


def place(walk: Walk, spot: Spot) -> None:
    """Make a draft of the quotation, join it to the one before, or leave it out as no speech."""
    frame, item = spot.frame, spot.item
    if not words_of(spot.said(walk.text)):
        return
    free = all(frame.tags[j] in _PAUSES for j in range(spot.lo, item))
    whole = all(frame.tags[j] in _PAUSES for j in range(item + 1, spot.hi))
    if free and whole:
        _go_on(walk, spot)
        return
    named = named_beside(frame, item, spot.lo, spot.hi) or told_by_any_verb(frame, item, spot.hi)
    claim = named or clause_claim(frame, item, spot.lo, spot.hi)
    if claim is None or (claim is not named and claim.lemma not in ANY_STANCE):
        claim = viewpoint(frame, item, spot.lo, spot.hi) or claim or named_last(frame, item, spot.lo)
    if claim is not None and claim.who is None and spot.made and claim.cue == (spot.lo, spot.lo + 1):
        claim = None  # 'Adding: “…”'
    long = len(words_of(spot.said(walk.text))) >= LONG
    goes_on = item + 1 >= spot.hi - 1 or (free and any(made.sentence[0] < spot.lo for made, _ in spot.made))
    if claim is None and goes_on and long and spot.made:
        _go_on(walk, spot)
        return
    if claim is None and free and is_utterance(frame, item):
        walk.add(_hung(walk, spot, None, "direct"))
        return
    if named is None and not is_scrap_of_speech(frame, item, spot.said(walk.text), claim):
        return
    if claim is None and not long:
        return
    kind: QuoteKind = "direct" if named or (long and free) or _is_introduced(walk, spot) else "mixed"
    walk.add(_hung(walk, spot, claim, kind))
    if named is not None:
        spot.made.append((named._replace(sentence=(spot.lo, spot.hi)), len(walk.drafts) - 1))


def _is_introduced(walk: Walk, spot: Spot) -> bool:
    """A sentence of its own behind a colon, or an utterance behind a comma: 'The chairman appealed: “Let us go.”'."""
    before = spot.frame.word(spot.item - 1)
    apart = before == ":" or (before == "," and is_utterance(spot.frame, spot.item))
    return apart and words_of(spot.said(walk.text))[0][0].isupper()


def _hung(walk: Walk, spot: Spot, claim: Claim | None, kind: QuoteKind) -> Draft:
    spans = walk.quotations[spot.number].spans
    held = frozenset({spot.number})
    if claim is None:
        return Draft(kind, spans, None, None, None, "marks", spot.paragraph, held)
    cue = spot.frame.span(*claim.cue) if claim.cue else None
    who = mention(spot.frame, claim.who)
    return Draft(kind, spans, cue, who, None, claim.method, spot.paragraph, held, claim.lemma)


def _go_on(walk: Walk, spot: Spot) -> None:
    """A quotation that is a sentence of its own: the same speaker goes on."""
    said = spot.said(walk.text)
    if is_title(said) and len(words_of(said)) < LONG:
        return
    before = [
        (claim, at)
        for claim, at in spot.made[-_NEAR:]
        if claim.sentence[0] < spot.lo or (claim.cue and claim.cue[0] < spot.item)
    ]
    if not before:
        spoken = turns_in_marks(walk.text, walk.quotations[spot.number], spot.number, spot.paragraph)
        for draft in spoken or [_without_cue(walk, spot)]:
            walk.add(draft)
        return
    claim, at = max(before, key=lambda pair: pair[0].sentence)
    draft = walk.drafts[at]
    spans = walk.quotations[spot.number].spans
    held = frozenset({spot.number})
    joins = draft.kind == "direct" and claim.sentence[1] >= spot.lo - 1
    if joins and draft.spans[-1].end <= spans[0].start:
        walk.drafts[at] = draft._replace(spans=(*draft.spans, *spans), quotations=draft.quotations | held)
        walk.placed |= held
        return
    walk.add(draft._replace(kind="direct", spans=spans, method="continued", quotations=held, via=None))


def _sentence_before(spot: Spot) -> int:
    """First item of the sentence before the quotation's."""
    first = spot.lo - 1
    while first > 0 and spot.frame.words[first - 1] not in {".", "?", "!"} and spot.lo - first < LONGEST_SENTENCE:
        first -= 1
    return max(first, 0)


def _is_crosshead(walk: Walk, spot: Spot) -> bool:
    """A few words without a full stop, alone in their paragraph: whose words they are, comes below them."""
    few = len(spot.frame) == 1 and len(words_of(spot.said(walk.text))) <= _LONGEST_CROSSHEAD
    return few and not is_utterance(spot.frame, spot.item)


def _without_cue(walk: Walk, spot: Spot) -> Draft:
    """No cue in the paragraph: the subject of the sentence before, else the speaker of the paragraph before."""
    held = frozenset({spot.number})
    spans = walk.quotations[spot.number].spans
    lo = _sentence_before(spot)
    verb = first_main_verb(spot.frame, lo, spot.lo)
    found = subject(spot.frame, verb, lo, spot.lo) if verb is not None else None
    who = mention(spot.frame, found) if found and may_speak(spot.frame, found) else None
    if who is not None:
        return Draft("direct", spans, None, who, None, "sentence-before", spot.paragraph, held)
    before = speaker_before(walk, spot.paragraph)
    if before and before.link != "introduced" and _is_crosshead(walk, spot):
        before = None
    cue = before.cue if before and before.link == "introduced" else None
    speaker = before.who if before else None
    method = "verb-colon" if cue else "paragraph-before"
    return Draft("direct", spans, cue, speaker, None, method, spot.paragraph, held)
