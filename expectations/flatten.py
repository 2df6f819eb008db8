"""Flat projections of nested columns: one row per mention, span or heading, with proofs as boolean columns.

Each function returns a flat table with `row`, the number of the row of the nested table that it came from.
"""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from expectations.contract import Context, Flattening, rows_as_they_are

KEY = ("article_id", "revision")


def exploded(table: pa.Table, column: str) -> pa.Table:
    """One row per element of a list<struct> column, its fields as columns."""
    lists = table.column(column).combine_chunks()
    values = pc.list_flatten(lists)
    columns = {f.name: values.field(f.name) for f in values.type}
    return pa.table({"row": pc.list_parent_indices(lists).cast(pa.int64()), **columns})


def places_of_articles(table: pa.Table, context: Context) -> pa.ChunkedArray:
    """For each row of a table with article_id and revision, the article's row in the context; null when unknown."""
    articles = context.get("articles")
    if articles is None:
        return pa.chunked_array([pa.nulls(table.num_rows, pa.int32())])
    return pc.index_in(_keys(table), value_set=_keys(articles))


def _keys(table: pa.Table) -> pa.ChunkedArray:
    """`article_id/revision` of each row: both in one column, to be looked up."""
    article_id, revision = (table.column(name) for name in KEY)
    return pc.binary_join_element_wise(article_id, revision.cast(pa.string()), "/")


def texts_of_articles(places: pa.ChunkedArray, context: Context) -> list[str | None]:
    """The texts of the articles at these places of the context; None for a place that is null."""
    articles = context.get("articles")
    texts = [] if articles is None else articles.column("text").to_pylist()
    return [None if place is None else texts[place] for place in places.to_pylist()]


def mentions_with_proof(table: pa.Table, context: Context) -> pa.Table:
    """One row per mention: `text_matches` says that text[start:end] of the article is the mention."""
    flat = exploded(table, "mentions")
    texts = texts_of_articles(places_of_articles(table, context), context)
    rows, starts, ends, wanted = (flat.column(c).to_pylist() for c in ("row", "start", "end", "text"))
    proof = [
        (text := texts[row]) is not None and 0 <= start < end and text[start:end] == want
        for row, start, end, want in zip(rows, starts, ends, wanted, strict=True)
    ]
    return flat.append_column("text_matches", pa.array(proof, pa.bool_()))


def with_known_article(table: pa.Table, context: Context) -> pa.Table:
    """The scalar columns and `article_known`: the article stands in the same batch."""
    return _with_known_article(table, places_of_articles(table, context))


def _with_known_article(table: pa.Table, places: pa.ChunkedArray) -> pa.Table:
    return rows_as_they_are(table, {}).append_column("article_known", pc.is_valid(places))


OFFSETS = ("text", "spans", "start", "end", "cue", "cue_start", "cue_end", "speaker_start", "speaker_end")
"""The columns of a quote that its proof needs."""


def quotes_with_proof(table: pa.Table, context: Context) -> pa.Table:
    """As `with_known_article`, and `offsets_hold`: quote, cue and speaker offsets lie in the text.

    For a direct quote, `text` must be what stands at its spans, joined by a space.
    """
    places = places_of_articles(table, context)
    texts = texts_of_articles(places, context)
    columns = [table.column(name).to_pylist() for name in OFFSETS]
    proof = [text is not None and _offsets_hold(text, *quote) for text, *quote in zip(texts, *columns, strict=True)]
    return _with_known_article(table, places).append_column("offsets_hold", pa.array(proof, pa.bool_()))


def _offsets_hold(
    text: str,
    said: str,
    spans: list[dict[str, int]],
    start: int,
    end: int,
    cue: str | None,
    cue_start: int | None,
    cue_end: int | None,
    speaker_start: int | None,
    speaker_end: int | None,
) -> bool:
    """Whether the parts of a quote stand in the text where it says."""
    at = [(span["start"], span["end"]) for span in spans]
    ordered = all(0 <= s < e <= len(text) for s, e in at)
    disjoint = all(a[1] <= b[0] for a, b in pairwise(at))
    bounds = bool(at) and (start, end) == (at[0][0], at[-1][1])
    said_there = " ".join(text[s:e] for s, e in at) == said
    reported = _inside(text, cue_start, cue_end) and (cue_start is None or text[cue_start:cue_end] == cue)
    return ordered and disjoint and bounds and said_there and reported and _inside(text, speaker_start, speaker_end)


def _inside(text: str, start: int | None, end: int | None) -> bool:
    if start is None or end is None:
        return start is end
    return 0 <= start < end <= len(text)


KNOWN_ARTICLE = Flattening(with_known_article, KEY, {"articles": KEY})
PROVEN_MENTIONS = Flattening(mentions_with_proof, (*KEY, "mentions"), {"articles": (*KEY, "text")})
PROVEN_QUOTES = Flattening(quotes_with_proof, (*KEY, *OFFSETS), {"articles": (*KEY, "text")})
