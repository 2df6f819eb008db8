"""Entities and quotes as rows of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tasks.enrich.entity import Entity, Quote
from tasks.ids import stable_id
from tasks.span import Span

_LONGEST_NAME = 300


def entity_row(article_id: str, revision: int, text: str, entity: Entity) -> dict[str, Any]:
    """A row of the entities table, stage schema."""
    return {
        "article_id": article_id,
        "revision": revision,
        "entity_id": entity.entity_id,
        "name": entity.name[:_LONGEST_NAME],
        "type": entity.type,
        "roles": list(entity.roles),
        "aliases": list(entity.aliases),
        "link": entity.link,
        "country": entity.country,
        "latitude": entity.latitude,
        "longitude": entity.longitude,
        "salience": entity.salience,
        "in_title": entity.in_title,
        "mentions": [{"start": s.start, "end": s.end, "text": s.of(text)} for s in entity.mentions],
        "confidence": entity.confidence,
    }


def quote_rows(article_id: str, revision: int, text: str, quotes: Sequence[Quote]) -> list[dict[str, Any]]:
    """Rows of the quotes table, stage schema, in the order of the quotes; a quote found twice is one row."""
    ids = [_quote_id(article_id, revision, quote) for quote in quotes]
    rows: dict[str, dict[str, Any]] = {}
    for quote_id, quote in zip(ids, quotes, strict=True):
        row = _quote_row(text, quote)
        parent = ids[quote.parent] if quote.parent is not None else None
        rows.setdefault(
            quote_id,
            {
                "article_id": article_id,
                "revision": revision,
                "quote_id": quote_id,
                "parent_quote_id": None if parent == quote_id else parent,
                **row,
            },
        )
    return list(rows.values())


def _quote_id(article_id: str, revision: int, quote: Quote) -> str:
    return stable_id(article_id, revision, quote.kind, *(offset for span in quote.spans for offset in span))


def _quote_row(text: str, quote: Quote) -> dict[str, Any]:
    cue_start, cue_end = _offsets(quote.cue)
    speaker_start, speaker_end = _offsets(quote.speaker_mention)
    return {
        "kind": quote.kind,
        "text": " ".join(span.of(text) for span in quote.spans),
        "start": quote.spans[0].start,
        "end": quote.spans[-1].end,
        "spans": [{"start": span.start, "end": span.end} for span in quote.spans],
        "speaker": quote.speaker,
        "speaker_entity_id": quote.speaker_entity_id,
        "speaker_role": quote.speaker_role,
        "speaker_start": speaker_start,
        "speaker_end": speaker_end,
        "cue": quote.cue.of(text) if quote.cue else None,
        "cue_start": cue_start,
        "cue_end": cue_end,
        "via": quote.via,
        "confidence": quote.confidence,
        "method": quote.method,
    }


def _offsets(span: Span | None) -> tuple[int, int] | tuple[None, None]:
    return (span.start, span.end) if span else (None, None)
