"""Batches of dedupe: sketches in parallel, one resolution against all history, assignments in parallel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from expectations.articles import ARTICLES
from expectations.relations import RELATIONS
from expectations.signatures import SIGNATURES
from tasks.batch import Job, run_batch
from tasks.dedupe.stage import DedupeOptions, Resolution, assign, resolve, revised, sign, sketch, with_changes
from tasks.outcome import Outcome, refusals_table
from warehouse.location import located
from warehouse.lookups import TEXTS, texts_of
from warehouse.ref import TableRef
from warehouse.signatures import SignatureFiles
from warehouse.staging import Staged, read

RESOLVED = {"relations": RELATIONS, "signatures": SIGNATURES}
ASSIGNED = {"articles": ARTICLES}
KNOWN_COLUMNS = ["source_uri", "document_id", "article_id", "revision"]


def sketch_articles(job: Job, articles: TableRef, options: DedupeOptions) -> Staged:
    """Stage the sketches of one batch of articles."""
    return run_batch(job, {}, lambda: _made({"sketches": sketch(read(articles), options)}))


@dataclass(frozen=True)
class Before:
    """The files of everything published before."""

    signatures: Sequence[str]
    articles: Sequence[str]
    index: str | None = None
    """Folder of the index of the first signature files, where there is one."""


def resolve_sketches(
    job: Job, sketches: Sequence[TableRef], articles: Sequence[TableRef], before: Before, options: DedupeOptions
) -> Staged:
    """Stage the assignments (row for row of the sketches), relations and signatures of a run.

    `articles` are those that were sketched; only the texts of new revisions are read from them.
    """

    def make() -> Outcome:
        table = pa.concat_tables([SIGNATURES.stage_schema.empty_table(), *(read(ref) for ref in sketches)])
        index = None if before.index is None else Path(before.index)
        resolution = resolve(table, SignatureFiles([located(p) for p in before.signatures], index), options)
        tables = {
            "assignments": resolution.assignments,
            "relations": _with_changes(resolution, articles, before),
            "signatures": sign(table, resolution),
        }
        return _made(tables)

    return run_batch(job, RESOLVED, make)


def assign_articles(job: Job, articles: TableRef, assignments: TableRef, first_row: int) -> Staged:
    """Stage one batch with its dedupe columns filled; articles that are known stand apart.

    Its rows are those from `first_row` of the assignments.
    """

    def make() -> Outcome:
        table = read(articles)
        own = read(assignments).slice(first_row, table.num_rows)
        known = own.column("known")
        placed = assign(table, Resolution(own, RELATIONS.stage_schema.empty_table()))
        fresh = placed.filter(pc.invert(known))
        counts = {"duplicates": fresh.num_rows - fresh.column("duplicate_of").null_count}
        return _made({"articles": fresh, "articles_known": placed.filter(known).select(KNOWN_COLUMNS)}, counts)

    return run_batch(job, ASSIGNED, make)


def _with_changes(resolution: Resolution, articles: Sequence[TableRef], before: Before) -> pa.Table:
    """The relations with what new revisions changed: of the texts, only those concerned are held in memory."""
    ids = revised(resolution.relations)
    if not len(ids):
        return resolution.relations
    published = texts_of(before.articles, ids)
    return with_changes(resolution.relations, pa.concat_tables([published, *_texts(resolution, articles, ids)]))


def _texts(resolution: Resolution, articles: Sequence[TableRef], article_ids: pa.Array) -> Iterator[pa.Table]:
    """article_id, revision and text of the new articles with these ids."""
    first_row = 0
    for ref in articles:
        own = resolution.assignments.slice(first_row, ref.rows)
        first_row += ref.rows
        here = pc.is_in(own.column("article_id"), value_set=article_ids)
        wanted = pc.and_(here, pc.invert(own.column("known")))
        if pc.any(wanted).as_py():
            texts = read(ref, ["text"]).column("text").filter(wanted)
            yield pa.table([*own.select(["article_id", "revision"]).filter(wanted).columns, texts], schema=TEXTS)


def _made(tables: dict[str, pa.Table], counts: dict[str, int] | None = None) -> Outcome:
    return Outcome(tables, refusals_table([]), counts or {})
