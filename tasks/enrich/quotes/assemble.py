"""From the claims of every paragraph to drafts of quotes; quotations without a cue placed; nested ones apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tasks.enrich.entity import QuoteKind
from tasks.enrich.quotes.attribution import claims
from tasks.enrich.quotes.claim import Claim, Range
from tasks.enrich.quotes.cue import JUDGE, NEUTRAL, SAY
from tasks.enrich.quotes.draft import Draft, mention
from tasks.enrich.quotes.frame import QUOTE, Frame
from tasks.enrich.quotes.place import place
from tasks.enrich.quotes.quotation import Quotation
from tasks.enrich.quotes.scraps import clause_claim
from tasks.enrich.quotes.sentences import sentences
from tasks.enrich.quotes.speech import is_title, words_of
from tasks.enrich.quotes.transcript import turns
from tasks.enrich.quotes.unmarked import block
from tasks.enrich.quotes.walk import Spot, Walk, has_letters, letters
from tasks.span import Span

DIRECT_SHARE = 0.9
"""Share of letters inside marks from which on a reported clause is a direct quote."""
_CLAUSES = frozenset({"that", "clause", "before", "around"})
_LEAST_NESTED = 4
"""Words of a nested quotation that no cue governs, from which on it is a quote."""


def assemble(
    text: str, quotations: Sequence[Quotation], frames: Sequence[Frame], inner: Mapping[int, Sequence[Frame]]
) -> list[Draft]:
    """Drafts paragraph by paragraph; `inner` has the frames inside each quotation that holds others."""
    walk = Walk(text, quotations, frames)
    spoken = turns(text)
    for paragraph, frame in enumerate(frames):
        if (told := block(walk, paragraph)) is not None:
            walk.add(told)
        elif not any(turn.spans[0].start >= frame.starts[0] and turn.spans[0].end <= frame.ends[-1] for turn in spoken):
            _paragraph(walk, paragraph, frame)
    walk.drafts += spoken
    for number, parts in inner.items():
        if number in walk.placed:
            for frame in parts:
                _nested(walk, frame)
    return walk.drafts


def _paragraph(walk: Walk, paragraph: int, frame: Frame) -> None:
    made: list[tuple[Claim, int]] = []
    for claim in _ranked(claims(frame, walk.text)):
        draft = _draft(walk, paragraph, frame, claim)
        if draft is not None:
            made.append((claim, len(walk.drafts)))
            walk.add(draft)
            _embedded(walk, paragraph, frame, claim)
    for lo, hi in sentences(frame, walk.text) if QUOTE in frame.tags else ():
        for item in range(lo, hi):
            if frame.tags[item] == QUOTE and frame.quote[item] not in walk.placed:
                place(walk, Spot(paragraph, frame, item, lo, hi, made))


def _ranked(found: list[Claim]) -> list[Claim]:
    """A quotation belongs to one claim: the outer one before one inside its words, then the one with the nearer cue."""
    by_sentence: dict[Range, list[Claim]] = {}
    for claim in found:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    ranked: list[Claim] = []
    for said in by_sentence.values():
        inside = [claim.inside_any(said) for claim in said]
        order = sorted(range(len(said)), key=lambda n: (inside[n], said[n].link not in {"quote", "colon"}, n))
        ranked += [said[n] for n in order]
    return ranked


def _draft(walk: Walk, paragraph: int, frame: Frame, claim: Claim) -> Draft | None:
    free = [j for j in claim.quotes if frame.quote[j] not in walk.placed]
    if claim.quotes and not free and claim.link in {"quote", "colon"}:
        return None
    spans = tuple(frame.span(*part) for part in claim.parts)
    kind: QuoteKind = "indirect"
    if free:
        inside = letters(walk.text, [Span(frame.starts[j], frame.ends[j]) for j in claim.quotes])
        kind = "direct" if inside >= DIRECT_SHARE * letters(walk.text, spans) else "mixed"
    if kind == "direct":
        spans = tuple(s for j in free for s in walk.quotations[frame.quote[j]].spans)
    if not has_letters(walk.text, spans):
        return None
    held = frozenset(frame.quote[j] for j in free)
    cue = frame.span(*claim.cue) if claim.cue else None
    who, via = mention(frame, claim.who), mention(frame, claim.via)
    return Draft(kind, spans, cue, who, via, claim.method, paragraph, held, claim.lemma)


def _embedded(walk: Walk, paragraph: int, frame: Frame, claim: Claim) -> None:
    """'X warned that Y had condemned it as "…"': the scrap is Y's, inside what X said."""
    for item in claim.quotes if claim.link in _CLAUSES else ():
        first = next(part[0] for part in claim.parts if part[0] <= item < part[1])
        inner = clause_claim(frame, item, first, claim.sentence[1])
        if inner is None or inner.who is None or inner.cue is None or inner.lemma not in JUDGE - SAY - NEUTRAL:
            continue
        if frame.tags[inner.who.first] == "PRP" or (claim.who and inner.who.first == claim.who.first):
            continue
        spans = walk.quotations[frame.quote[item]].spans
        cue, who = frame.span(*inner.cue), mention(frame, inner.who)
        walk.add(Draft("mixed", spans, cue, who, None, "embedded", paragraph, frozenset(), inner.lemma))


def _is_sentence(said: str) -> bool:
    """A nested quotation without a cue is speech when it looks like a sentence: long enough, with a capital first."""
    words = words_of(said)
    return len(words) >= _LEAST_NESTED and words[0][0].isupper() and not is_title(said)


def _nested(walk: Walk, frame: Frame) -> None:
    """Quotations inside a quotation, with the cue and speaker that stand inside it too."""
    for claim in _ranked(claims(frame, walk.text)):
        draft = _draft(walk, -1, frame, claim) if claim.quotes else None
        if draft is not None and draft.quotations:
            spans = tuple(s for n in sorted(draft.quotations) for s in walk.quotations[n].spans)
            walk.add(Draft("direct", spans, draft.cue, draft.who, None, "nested", -1, draft.quotations))
    for item, number in enumerate(frame.quote):
        said = walk.text[frame.starts[item] : frame.ends[item]] if number >= 0 else ""
        if number < 0 or number in walk.placed or not _is_sentence(said):
            continue
        spans = walk.quotations[number].spans
        walk.add(Draft("direct", spans, None, None, None, "nested", -1, frozenset({number})))
