"""The stage: articles in, entities and quotes out. Pure: Arrow and options in, an Outcome out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from expectations.entities import ENTITIES
from expectations.quotes import QUOTES
from tasks.enrich.aliases import Alias, AliasTable
from tasks.enrich.entity import Entity, Quote
from tasks.enrich.rows import entity_row, quote_rows
from tasks.outcome import Outcome, refusals_table

_CHUNK = 64
"""Articles whose names are looked for together: enough to keep the tagger busy, few enough for the memory."""


@dataclass(frozen=True)
class EnrichOptions:
    """How names and quotes are found."""

    values: bool = True
    """Whether dates, times, amounts of money, shares and quantities are entities too."""
    min_confidence: float = 0.0
    """Entities with less confidence (0 to 1) are left out."""
    aliases: tuple[Alias, ...] = ()
    """Names with the open identifiers that they stand for: alias, id, type and, optionally, prior and name."""


@dataclass(frozen=True)
class _Article:
    """One row of the input, with defaults for the columns that it may lack."""

    article_id: str
    revision: int
    text: str
    title: str | None
    published_on: date | None
    language: str | None


def enrich(articles: pa.Table, options: EnrichOptions = EnrichOptions()) -> Outcome:
    """Entities and quotes of articles.

    `articles` needs article_id, title and text; revision (default 1), published_at and language are used when they
    are there. Articles in another language than English get no rows and are counted as `unsupported_language`; a
    missing language is taken for English. Rows are sorted as the contracts say. Never raises on odd text.
    """
    rows = list(_read(articles))
    english = [row for row in rows if _is_english(row.language)]
    entity_rows: list[dict[str, Any]] = []
    quotes: list[dict[str, Any]] = []
    for start in range(0, len(english), _CHUNK):
        for article, entities, found in _enriched(english[start : start + _CHUNK], options):
            entity_rows += [entity_row(article.article_id, article.revision, article.text, e) for e in entities]
            quotes += quote_rows(article.article_id, article.revision, article.text, found)
    entity_rows.sort(key=lambda r: tuple(r[c] for c in ENTITIES.order_by))
    quotes.sort(key=lambda r: tuple(r[c] for c in QUOTES.order_by))
    tables = {
        "entities": pa.Table.from_pylist(entity_rows, schema=ENTITIES.stage_schema),
        "quotes": pa.Table.from_pylist(quotes, schema=QUOTES.stage_schema),
    }
    counts = {
        "articles": len(rows),
        "unsupported_language": len(rows) - len(english),
        "entities": len(entity_rows),
        "mentions": sum(len(r["mentions"]) for r in entity_rows),
        "quotes": len(quotes),
    }
    return Outcome(tables, refusals_table(()), counts)


def _enriched(
    articles: Sequence[_Article], options: EnrichOptions
) -> Iterator[tuple[_Article, list[Entity], list[Quote]]]:
    from tasks.enrich.fast_tagger import fast_tagger
    from tasks.enrich.link import link_article
    from tasks.enrich.names import find_mentions
    from tasks.enrich.quotes.stage import find_quotes
    from tasks.enrich.tagger import Words

    table = AliasTable.of(options.aliases)
    texts = [Words.of(article.text) for article in articles]
    for article, words, mentions in zip(articles, texts, find_mentions(texts, fast_tagger()), strict=True):
        linked = link_article(words, mentions, article.title, article.article_id, article.published_on, table)
        entities = [
            e for e in linked if e.confidence >= options.min_confidence and (options.values or not _is_value(e))
        ]
        yield article, entities, find_quotes(article.text, article.title, entities)


def _is_value(entity: Entity) -> bool:
    return entity.type in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY")


def _is_english(language: str | None) -> bool:
    return not language or language.lower().replace("_", "-").split("-")[0] in ("en", "eng", "english")


def _read(articles: pa.Table) -> Iterator[_Article]:
    """The rows of the input; a text that is missing is empty."""
    there = [
        c for c in ("article_id", "revision", "text", "title", "published_at", "language") if c in articles.column_names
    ]
    for row in articles.select(there).to_pylist():
        moment = row.get("published_at")
        yield _Article(
            article_id=row["article_id"],
            revision=row.get("revision") or 1,
            text=row["text"] or "",
            title=row.get("title"),
            published_on=moment.date()
            if isinstance(moment, datetime)
            else moment
            if isinstance(moment, date)
            else None,
            language=row.get("language"),
        )
