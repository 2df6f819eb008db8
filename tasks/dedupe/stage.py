"""dedupe: says of every article what it repeats, how, and why; Arrow in, Arrow out."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from expectations.articles import ARTICLES, CLUSTER_COLUMNS
from tasks.dedupe.changes import revised, with_changes
from tasks.dedupe.history import EMPTY, History, Published
from tasks.dedupe.options import DEFAULTS, DedupeOptions
from tasks.dedupe.reelect import reelect
from tasks.dedupe.resolve import Resolution, resolve
from tasks.dedupe.sketch import sketch
from tasks.outcome import Outcome, refusals_table

__all__ = [
    "EMPTY",
    "DedupeOptions",
    "History",
    "Published",
    "Resolution",
    "assign",
    "dedupe",
    "reelect",
    "resolve",
    "revised",
    "sign",
    "sketch",
    "with_changes",
]

ASSIGNED = ("revision", *CLUSTER_COLUMNS, "story_id")
"""Columns of ARTICLES that dedupe fills."""


def dedupe(articles: pa.Table, history: History = EMPTY, options: DedupeOptions = DEFAULTS) -> Outcome:
    """Find what each article repeats, among `articles` and in `history`.

    `articles` needs `article_id` and `text`; `title`, `published_at`, `url`, `source_uri`, `content_hash` help. Tables:
    articles (every input row and column, the columns of dedupe filled), assignments (row for row, with `known` and
    `reason`), relations, and signatures (rows to publish: of the articles that are not known).
    """
    sketches = sketch(articles, options)
    resolution = resolve(sketches, history, options)
    made = resolution.assignments
    placed = assign(articles, resolution)
    tables = {
        "articles": placed,
        "assignments": made,
        "relations": with_changes(resolution.relations, placed),
        "signatures": sign(sketches, resolution),
    }
    known = pc.sum(made.column("known")).as_py() or 0
    copies = len(made) - made.column("duplicate_of").null_count
    counts = {"articles": len(made), "known": known, "duplicates": copies, "relations": len(resolution.relations)}
    return Outcome(tables, refusals_table([]), counts)


def assign(articles: pa.Table, resolution: Resolution) -> pa.Table:
    """Fill the columns of dedupe in articles whose sketches, in the same order, were resolved.

    When `articles` is one batch of several, give it the same rows of the assignments.
    """
    for name in ASSIGNED:
        values = resolution.assignments.column(name)
        field = ARTICLES.stage_schema.field(name)
        at = articles.schema.get_field_index(name)
        articles = articles.append_column(field, values) if at < 0 else articles.set_column(at, field, values)
    return articles


def sign(sketches: pa.Table, resolution: Resolution) -> pa.Table:
    """SIGNATURES (stage schema) to publish: the sketches of articles that are not known, with their clusters."""
    fresh = pc.invert(resolution.assignments.column("known"))
    for name in ("revision", *CLUSTER_COLUMNS):
        at = sketches.schema.get_field_index(name)
        sketches = sketches.set_column(at, sketches.schema.field(at), resolution.assignments.column(name))
    return sketches.filter(fresh)
