"""Entities and quotes as tables of the stage, an unsorted one for each batch of articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from operator import attrgetter
from typing import Any, NamedTuple

import pyarrow as pa

from expectations.entities import ENTITIES
from expectations.quotes import QUOTES
from tasks.enrich.entity import Entity, Quote
from tasks.ids import stable_id
from tasks.span import Span

_LONGEST_NAME = 300
_AS_IT_IS = (
    "entity_id", "type", "roles", "aliases", "link", "country", "latitude", "longitude", "salience", "in_title",
    "confidence",
)  # fmt: skip
"""Columns that hold what the attribute of an entity of that name does."""


class Found(NamedTuple):
    """What one article speaks of, and what is said in it."""

    article_id: str
    revision: int
    published_on: date | None
    text: str
    entities: Sequence[Entity]
    quotes: Sequence[Quote]


def entities_table(articles: Sequence[Found]) -> pa.Table:
    """The entities of articles, column by column: they and their mentions are too many for a dictionary of each."""
    entities = [entity for article in articles for entity in article.entities]
    columns: dict[str, Any] = {name: list(map(attrgetter(name), entities)) for name in _AS_IT_IS}
    columns["article_id"] = [article.article_id for article in articles for _ in article.entities]
    columns["revision"] = [article.revision for article in articles for _ in article.entities]
    columns["published_on"] = [article.published_on for article in articles for _ in article.entities]
    columns["name"] = [entity.name[:_LONGEST_NAME] for entity in entities]
    columns["mentions"] = _mentions(articles)
    return pa.Table.from_pydict(columns, schema=ENTITIES.stage_schema)


def _mentions(articles: Sequence[Found]) -> pa.Array:
    """The mentions of each entity of articles."""
    kind = ENTITIES.stage_schema.field("mentions").type
    spans = [(span, article.text) for article in articles for entity in article.entities for span in entity.mentions]
    columns = [
        [span.start for span, _ in spans],
        [span.end for span, _ in spans],
        [span.of(text) for span, text in spans],
    ]
    fields = list(kind.value_type)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    sizes = (len(entity.mentions) for article in articles for entity in article.entities)
    offsets = pa.array(accumulate(sizes, initial=0), pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(arrays, fields=fields), type=kind)


def quotes_table(articles: Sequence[Found]) -> pa.Table:
    """The quotes of articles."""
    rows = [row for article in articles for row in _quote_rows(article)]
    return pa.Table.from_pylist(rows, schema=QUOTES.stage_schema)


def _quote_rows(article: Found) -> list[dict[str, Any]]:
    """Rows in the order of the quotes; a quote found twice is one row."""
    ids = [_quote_id(article.article_id, article.revision, quote) for quote in article.quotes]
    rows: dict[str, dict[str, Any]] = {}
    for quote_id, quote in zip(ids, article.quotes, strict=True):
        row = _quote_row(article.text, quote)
        parent = ids[quote.parent] if quote.parent is not None else None
        rows.setdefault(
            quote_id,
            {
                "article_id": article.article_id,
                "revision": article.revision,
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
