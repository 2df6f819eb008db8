"""Rows from resolved drafts: spans ordered and disjoint, nested quotations with their parent."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.enrich.entity import Quote
from tasks.enrich.quotes.confidence import confidence
from tasks.enrich.quotes.described import Resolved
from tasks.enrich.quotes.draft import Draft
from tasks.span import Span

_RUBRICS = frozenset(("correction", "disclosure", "latest", "note", "photos", "summary", "update", "video", "watch"))
_NEAR = 40
"""Rows before a row among which its parent is looked for."""


def published(
    resolved: Sequence[tuple[Draft, Resolved, str | None]], indirect: bool, min_confidence: float
) -> list[Quote]:
    """Quotes ordered by first offset; the longer of two that begin together comes first; each with its parent.

    Rows of reported speech are left out unless `indirect`, and rows of less confidence than `min_confidence`.
    """
    told = (of for of in resolved if (indirect or of[0].kind != "indirect") and not _begins_with_label(*of[:2]))
    rows = [_quote(draft, speaker, via) for draft, speaker, via in told]
    rows = [row for row in rows if row.spans and row.confidence >= min_confidence]
    rows.sort(key=lambda q: (q.spans[0].start, -q.spans[-1].end, q.kind, -q.confidence))
    rows = [row for n, row in enumerate(rows) if n == 0 or not _same(rows[n - 1], row)]
    parents = [_parent(rows, number) for number in range(len(rows))]
    return [row if at is None else row._replace(parent=at) for row, at in zip(rows, parents, strict=True)]


def _begins_with_label(draft: Draft, speaker: Resolved) -> bool:
    """A line that a town (`Doha: The fair opens …`), a number (`Q3: …`) or a rubric begins, where nobody speaks."""
    if draft.method != "headline" or draft.who is None:
        return False
    label = draft.who.words[-1].lower()
    entity = speaker.figure.entity if speaker.figure else None
    in_town = entity is not None and entity.type in ("GPE", "LOC") and not (entity.link or "").startswith("iso3166")
    return in_town or label in _RUBRICS or (label[:1] in "qa" and label[1:].isdigit())


def _same(one: Quote, other: Quote) -> bool:
    """The same words as the same kind of quote: two cues claim them, the surer one is kept."""
    return one.kind == other.kind and one.spans == other.spans


def _parent(rows: Sequence[Quote], number: int) -> int | None:
    """The nearest earlier row in one of whose spans all of this row's lie."""
    mine = rows[number].spans
    for other in range(number - 1, max(-1, number - _NEAR), -1):
        for span in rows[other].spans:
            if span.contains(mine[0]) and span.contains(mine[-1]) and rows[other].spans != mine:
                return other
    return None


def _quote(draft: Draft, speaker: Resolved, via: str | None) -> Quote:
    entity = speaker.figure.entity if speaker.figure else None
    return Quote(
        kind=draft.kind,
        spans=_disjoint(draft.spans),
        cue=draft.cue,
        speaker_mention=draft.who.span if draft.who else None,
        speaker=speaker.name,
        speaker_entity_id=entity.entity_id if entity else None,
        speaker_role=entity.roles[0] if entity and entity.roles else None,
        via=via,
        confidence=confidence(draft, speaker.sure),
        method=draft.method,
    )


def _disjoint(spans: Sequence[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in sorted(spans):
        start = max(span.start, found[-1].end) if found else span.start
        if start < span.end:
            found.append(Span(start, span.end))
    return tuple(found)
