"""From the claims of every paragraph to drafts of quotes: split quotes joined, quotations without a cue placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tasks.enrich.quotes.attribution import claims, clause_claim
from tasks.enrich.quotes.claim import Claim
from tasks.enrich.quotes.cue import JUDGE, SAY, lemma_of
from tasks.enrich.quotes.draft import Draft, Mention, mention
from tasks.enrich.quotes.frame import FINITE, QUOTE, Frame, sentences
from tasks.enrich.quotes.marks import Quotation
from tasks.enrich.quotes.phrase import Phrase, phrase_start
from tasks.enrich.quotes.sources import named_beside
from tasks.enrich.quotes.speaker import subject
from tasks.enrich.quotes.speech import LONG, is_scrap_of_speech, is_title, words_of
from tasks.span import Span

DIRECT_SHARE = 0.9
"""Share of letters inside marks from which on a reported clause is a direct quote."""


@dataclass(frozen=True)
class _Before:
    """Who an earlier paragraph puts forward, and how: introduced, spoken or subject."""

    who: Mention | None
    cue: Span | None
    link: str


@dataclass
class _State:
    """What the walk through the paragraphs remembers."""

    text: str
    quotations: Sequence[Quotation]
    frames: Sequence[Frame]
    drafts: list[Draft] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)
    """Numbers of the quotations that a draft already holds."""


def assemble(text: str, quotations: Sequence[Quotation], frames: Sequence[Frame]) -> list[Draft]:
    """Drafts in the order found: paragraph by paragraph, claimed quotations first."""
    state = _State(text, quotations, frames)
    for number, frame in enumerate(frames):
        _paragraph(state, number, frame)
    return state.drafts


def _paragraph(state: _State, number: int, frame: Frame) -> None:
    made: list[tuple[Claim, int]] = []
    for claim in _ranked(claims(frame, state.text)):
        draft = _draft(state, number, frame, claim)
        if draft is not None:
            made.append((claim, len(state.drafts)))
            state.drafts.append(draft)
            state.placed |= draft.quotations
            _embedded(state, number, frame, claim)
    for lo, hi in sentences(frame, state.text):
        for item in range(lo, hi):
            if frame.tags[item] == QUOTE and frame.quote[item] not in state.placed:
                _place(state, number, frame, item, lo, hi, made)


def _ranked(found: list[Claim]) -> list[Claim]:
    """A quotation belongs to one claim: the one whose cue is nearest wins, embedded cues come after the outer ones."""
    inside = {id(c) for c in found if c.cue and any(o is not c and o.holds(c.cue[0]) for o in found)}
    return sorted(found, key=lambda c: (id(c) in inside, c.link not in {"quote", "colon"}, c.cue or (0, 0)))


def _draft(state: _State, number: int, frame: Frame, claim: Claim) -> Draft | None:
    free = [j for j in claim.quotes if frame.quote[j] not in state.placed]
    taken = len(free) < len(claim.quotes)
    if taken and not free and claim.link in {"quote", "colon"}:
        return None
    spans = tuple(frame.span(*part) for part in claim.parts)
    kind = "indirect"
    if free:
        inside = _letters(state.text, [Span(frame.starts[j], frame.ends[j]) for j in claim.quotes])
        kind = "direct" if inside >= DIRECT_SHARE * _letters(state.text, spans) else "mixed"
    held = frozenset(frame.quote[j] for j in free)
    if kind == "direct":
        spans = tuple(s for j in free for s in state.quotations[frame.quote[j]].spans)
    who = mention(frame, claim.who)
    cue = frame.span(*claim.cue) if claim.cue else None
    return (
        Draft(kind, spans, cue, who, mention(frame, claim.via), claim.method, claim.sure, number, held, claim.lemma)
        if spans and _letters(state.text, spans)
        else None
    )


def _embedded(state: _State, number: int, frame: Frame, claim: Claim) -> None:
    """'X warned that Y had condemned it as "…"': the scrap is Y's, inside what X said."""
    if claim.link not in {"that", "clause", "before", "around"}:
        return
    for item in claim.quotes:
        first = next(part[0] for part in claim.parts if part[0] <= item < part[1])
        inner = clause_claim(frame, item, first, claim.sentence[1])
        if inner is None or inner.who is None or inner.lemma not in JUDGE - SAY or inner.cue is None:
            continue
        if frame.tags[inner.who.first] == "PRP" or (claim.who and inner.who.first == claim.who.first):
            continue
        held = state.quotations[frame.quote[item]]
        state.drafts.append(
            Draft(
                "mixed", held.spans, frame.span(*inner.cue), mention(frame, inner.who), None, "embedded",
                inner.sure * 0.8, number, frozenset(), inner.lemma,
            )
        )  # fmt: skip


def _letters(text: str, spans: Sequence[Span]) -> int:
    return sum(sign.isalnum() for start, end in spans for sign in text[start:end])


def _place(
    state: _State, number: int, frame: Frame, item: int, lo: int, hi: int, made: list[tuple[Claim, int]]
) -> None:
    """A quotation that no cue of its sentence governs: it goes on from the one before, or hangs on another verb."""
    said = state.text[frame.starts[item] : frame.ends[item]]
    quotation = state.quotations[frame.quote[item]]
    free = item == lo or all(frame.tags[j] in {QUOTE, ",", "."} for j in range(lo, item))
    whole = item + 1 >= hi or all(frame.tags[j] in {QUOTE, ".", ","} for j in range(item + 1, hi))
    if free and whole:
        _continue(state, number, frame, item, lo, made)
        return
    named = named_beside(frame, item, lo, hi)
    claim = named or clause_claim(frame, item, lo, hi)
    if claim is None and item + 1 >= hi - 1 and len(words_of(said)) >= LONG and made:
        _continue(state, number, frame, item, lo, made)
        return
    if named is None and not is_scrap_of_speech(frame, item, said, claim):
        return
    if claim is None and len(words_of(said)) < LONG:
        return
    state.placed.add(frame.quote[item])
    count = len(words_of(said))
    who = mention(frame, claim.who) if claim else None
    cue = frame.span(*claim.cue) if claim and claim.cue else None
    kind = "direct" if named or (count >= LONG and free) else "mixed"
    state.drafts.append(
        Draft(
            kind, quotation.spans, cue, who, None, claim.method if claim else "marks", claim.sure if claim else 0.4,
            number, frozenset({frame.quote[item]}), claim.lemma if claim else "",
        )
    )  # fmt: skip


def _continue(state: _State, number: int, frame: Frame, item: int, lo: int, made: list[tuple[Claim, int]]) -> None:
    """A quotation that is a sentence of its own: the same speaker goes on."""
    quotation = state.quotations[frame.quote[item]]
    said = state.text[frame.starts[item] : frame.ends[item]]
    if is_title(said) and len(words_of(said)) < LONG:
        return
    state.placed.add(frame.quote[item])
    before = [(claim, at) for claim, at in made if claim.sentence[0] < lo or (claim.cue and claim.cue[0] < item)]
    if before:
        claim, at = max(before, key=lambda pair: pair[0].sentence)
        draft = state.drafts[at]
        if draft.kind == "direct" and claim.sentence[1] >= lo - 1 and draft.spans[-1].end <= quotation.spans[0].start:
            state.drafts[at] = replace(
                draft, spans=(*draft.spans, *quotation.spans), quotations=draft.quotations | {frame.quote[item]}
            )
            return
        state.drafts.append(
            replace(
                draft, kind="direct", spans=quotation.spans, method="continued", sure=0.8,
                quotations=frozenset({frame.quote[item]}), via=None,
            )
        )  # fmt: skip
        return
    _without_cue(state, number, frame, item, lo)


def _without_cue(state: _State, number: int, frame: Frame, item: int, lo: int) -> None:
    """No cue in the paragraph: the subject of the sentence before, else the speaker of the paragraph before."""
    held = frozenset({frame.quote[item]})
    spans = state.quotations[frame.quote[item]].spans
    verb = next((j for j in range(lo) if frame.tags[j] in FINITE), None)
    who = subject(frame, verb, 0, lo) if verb is not None else None
    if who is not None and verb is not None:
        state.drafts.append(
            Draft("direct", spans, None, mention(frame, who), None, "sentence-before", 0.6, number, held)
        )
        return
    before = _speaker_before(state, number)
    cue = before.cue if before and before.link == "introduced" else None
    who = before.who if before else None
    sure = 0.85 if cue else 0.6 if who else 0.4
    state.drafts.append(Draft("direct", spans, cue, who, None, "paragraph-before", sure, number, held))


def _speaker_before(state: _State, number: int) -> _Before | None:
    """Who speaks in the paragraph before: introduced with a colon, quoted last, or its last sentence's subject."""
    if number and (before := _introduced(state.frames[number - 1])):
        return before
    last = max(
        (d for d in state.drafts if number - 3 <= d.paragraph < number and d.who),
        key=lambda d: (d.paragraph, d.spans[-1].end),
        default=None,
    )
    if last is not None and (last.paragraph == number - 1 or last.kind == "direct"):
        return _Before(last.who, None, "spoken")
    if not number or len(state.frames[number - 1]) < 2:
        return None
    frame = state.frames[number - 1]
    lo, hi = sentences(frame, state.text)[-1]
    verb = next((j for j in range(lo, hi) if frame.tags[j] in FINITE), None)
    who = subject(frame, verb, lo, hi) if verb is not None else None
    return _Before(mention(frame, who), None, "subject") if who else None


def _introduced(frame: Frame) -> _Before | None:
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
        return _Before(mention(frame, Phrase(first, end)), frame.span(end, end + 1), "introduced")
    return _Before(mention(frame, subject(frame, verb, lo, end)), frame.span(verb, verb + 1), "introduced")
