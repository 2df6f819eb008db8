"""Flat projections of nested columns: one row per mention, span or heading, with proofs as boolean columns.

Each function returns a flat table with `row`, the number of the row of the nested table that it came from.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from expectations.contract import Context


def exploded(column: str) -> Callable[[pa.Table, Context], pa.Table]:
    """One row per element of a list<struct> column, its fields as columns."""

    def flatten(table: pa.Table, _context: Context) -> pa.Table:
        lists = table.column(column).combine_chunks()
        values = pc.list_flatten(lists)
        columns = {f.name: values.field(f.name) for f in values.type}
        return pa.table({"row": pc.list_parent_indices(lists).cast(pa.int64()), **columns})

    return flatten


def texts_by_article(context: Context) -> dict[tuple[str, int], str]:
    """(article_id, revision) to text, of the articles in the context; empty without them."""
    articles = context.get("articles")
    if articles is None:
        return {}
    keys = zip(articles.column("article_id").to_pylist(), articles.column("revision").to_pylist(), strict=True)
    return dict(zip(keys, articles.column("text").to_pylist(), strict=True))


def text_of_rows(table: pa.Table, context: Context) -> list[str | None]:
    """For each row of a table with article_id and revision, the article's text, or None when it is unknown."""
    texts = texts_by_article(context)
    keys = zip(table.column("article_id").to_pylist(), table.column("revision").to_pylist(), strict=True)
    return [texts.get(key) for key in keys]


def mentions_with_proof(table: pa.Table, context: Context) -> pa.Table:
    """One row per mention: `text_matches` says that text[start:end] of the article is the mention."""
    flat = exploded("mentions")(table, context)
    texts = text_of_rows(table, context)
    rows, starts, ends, wanted = (flat.column(c).to_pylist() for c in ("row", "start", "end", "text"))
    proof = [
        (text := texts[row]) is not None and 0 <= start < end and text[start:end] == want
        for row, start, end, want in zip(rows, starts, ends, wanted, strict=True)
    ]
    return flat.append_column("text_matches", pa.array(proof, pa.bool_()))


def with_known_article(table: pa.Table, context: Context) -> pa.Table:
    """The scalar columns and `article_known`: the article stands in the same batch."""
    scalar = [f.name for f in table.schema if not pa.types.is_nested(f.type)]
    known = [text is not None for text in text_of_rows(table, context)]
    numbers = pa.array(range(table.num_rows), pa.int64())
    return (
        table.select(scalar).append_column("article_known", pa.array(known, pa.bool_())).append_column("row", numbers)
    )


def quotes_with_proof(table: pa.Table, context: Context) -> pa.Table:
    """As `with_known_article`, and `offsets_hold`: quote, cue and speaker offsets lie in the text.

    For a direct quote, `text` must be what stands at its spans, joined by a space.
    """
    flat = with_known_article(table, context)
    texts = text_of_rows(table, context)
    proof = [_offsets_hold(quote, text) for quote, text in zip(table.to_pylist(), texts, strict=True)]
    return flat.append_column("offsets_hold", pa.array(proof, pa.bool_()))


def _offsets_hold(quote: dict[str, Any], text: str | None) -> bool:
    if text is None:
        return False
    spans = [(s["start"], s["end"]) for s in quote["spans"]]
    ordered = all(0 <= s < e <= len(text) for s, e in spans)
    disjoint = all(a[1] <= b[0] for a, b in pairwise(spans))
    bounds = bool(spans) and (quote["start"], quote["end"]) == (spans[0][0], spans[-1][1])
    said = " ".join(text[s:e] for s, e in spans) == quote["text"]
    return ordered and disjoint and bounds and said and all(_inside(quote, name, text) for name in ("cue", "speaker"))


def _inside(quote: dict[str, Any], name: str, text: str) -> bool:
    start, end = quote[f"{name}_start"], quote[f"{name}_end"]
    if start is None or end is None:
        return start is end
    return 0 <= start < end <= len(text) and (name != "cue" or text[start:end] == quote["cue"])
