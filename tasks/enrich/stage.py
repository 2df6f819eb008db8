"""The stage: articles in, entities and quotes out. Pure: Arrow and options in, an Outcome out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from expectations.entities import ENTITIES, VALUE_TYPES
from expectations.quotes import QUOTES
from tasks.enrich.aliases import AliasTable
from tasks.enrich.options import DEFAULTS, ENGLISH, EnrichOptions, Quality, language_code
from tasks.enrich.rows import Found, entities_table, quotes_table
from tasks.outcome import Outcome, refusals_table

if TYPE_CHECKING:
    from tasks.enrich.mention import Mention
    from tasks.enrich.tagger import Words

_CHUNK = 64
"""Articles whose names are looked for together: enough to keep the tagger busy, few enough for the memory."""
UNREAD = pa.schema([("article_id", pa.string()), ("revision", pa.int32())])


@dataclass(frozen=True)
class _Article:
    """One row of the input, with defaults for the columns that it may lack."""

    article_id: str
    revision: int
    text: str
    title: str | None
    published_on: date | None
    language: str | None


def enrich(articles: pa.Table, options: EnrichOptions = DEFAULTS) -> Outcome:
    """Entities and quotes of articles.

    `articles` needs article_id, title and text; revision (default 1), published_at and language are used when they
    are there. Articles in a language without a model get no rows and are counted as `unsupported_language`; a missing
    language is taken for English. Values are found in English alone, because dates and numbers are written otherwise
    elsewhere. Rows are sorted by article. Never raises on odd text.

    Raises:
        UsageError: a pipeline of the options is not installed or cannot be loaded.
    """
    rows = list(_read(articles))
    by_model: defaultdict[str | None, list[_Article]] = defaultdict(list)
    for row in rows:
        if options.reads(row.language):
            by_model[options.model_for(row.language)].append(row)
    entities, quotes = [ENTITIES.stage_schema.empty_table()], [QUOTES.stage_schema.empty_table()]
    for model, group in by_model.items():
        for start in range(0, len(group), _CHUNK):
            found = list(_enriched(group[start : start + _CHUNK], model, options))
            entities.append(entities_table(found))
            quotes.append(quotes_table(found))
    tables = {"entities": _sorted(entities, "entity_id"), "quotes": _sorted(quotes, "start")}
    counts = {
        "articles": len(rows),
        "unsupported_language": len(rows) - sum(map(len, by_model.values())),
        "entities": tables["entities"].num_rows,
        "mentions": sum(len(chunk.flatten()) for chunk in tables["entities"]["mentions"].chunks),
        "quotes": tables["quotes"].num_rows,
    }
    return Outcome(tables, refusals_table(()), counts)


def _sorted(parts: Sequence[pa.Table], within: str) -> pa.Table:
    """The rows of all parts by article, those of one article by another column."""
    order = ("article_id", "revision", within)
    return pa.concat_tables(parts).sort_by([(column, "ascending") for column in order])


def unread(articles: pa.Table, options: EnrichOptions) -> pa.Table:
    """The articles, as UNREAD, whose language has no model."""
    rows = (row for row in _read(articles) if not options.reads(row.language))
    return pa.Table.from_pylist([{"article_id": r.article_id, "revision": r.revision} for r in rows], schema=UNREAD)


def _enriched(articles: Sequence[_Article], model: str | None, options: EnrichOptions) -> Iterator[Found]:
    from tasks.enrich.link import link_article
    from tasks.enrich.quotes.stage import quotes_of, tagged

    table = AliasTable.of(options.aliases)
    texts = [article.text for article in articles]
    named = _named(texts, model, options.quality)
    for article, (words, mentions), read in zip(articles, named, tagged(texts), strict=True):
        linked = link_article(words, mentions, article.title, article.article_id, article.published_on, table)
        values = options.values and language_code(article.language) == ENGLISH
        entities = [
            e for e in linked if e.confidence >= options.min_confidence and (values or e.type not in VALUE_TYPES)
        ]
        quotes = quotes_of(read, entities, options.quotes)
        yield Found(article.article_id, article.revision, article.published_on, article.text, entities, quotes)


def _named(texts: Sequence[str], model: str | None, quality: Quality) -> list[tuple[Words, list[Mention]]]:
    """The words and names of each text, by a user's pipeline or the built-in tagger."""
    if model is not None:
        from tasks.enrich.spacy_model import find_mentions_by

        return find_mentions_by(model, texts)
    from tasks.enrich.fast_tagger import built_in_tagger
    from tasks.enrich.names import find_mentions
    from tasks.enrich.tagger import Words

    words = [Words.of(text) for text in texts]
    return list(zip(words, find_mentions(words, built_in_tagger(quality)), strict=True))


def _read(articles: pa.Table) -> Iterator[_Article]:
    """The rows of the input; a text that is missing is empty."""
    there = [
        c for c in ("article_id", "revision", "text", "title", "published_at", "language") if c in articles.column_names
    ]
    for row in articles.select(there).to_pylist():
        yield _Article(
            article_id=row["article_id"],
            revision=row.get("revision") or 1,
            text=row["text"] or "",
            title=row.get("title"),
            published_on=_day(row.get("published_at")),
            language=row.get("language"),
        )


def _day(moment: object) -> date | None:
    """The day (UTC) of a moment; a day without a time is one already."""
    if isinstance(moment, datetime):
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    return moment if isinstance(moment, date) else None
