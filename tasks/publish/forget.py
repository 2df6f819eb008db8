"""Takedown: articles and everything made of them leave the warehouse, and may not come back.

One generation without them becomes current; then every older generation, and every other file that holds a word of
them, is erased. A crash leaves the warehouse as it was, or a takedown that the next writing command finishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from expectations.articles import ARTICLES
from expectations.contract import check
from expectations.documents import DOCUMENTS
from expectations.entities import ENTITIES
from expectations.lineage import LINEAGE
from expectations.published import PUBLISHED
from expectations.quarantine import QUARANTINE
from expectations.quotes import QUOTES
from expectations.relations import RELATIONS
from expectations.runs import RUNS
from expectations.signatures import SIGNATURES
from expectations.tombstones import TOMBSTONES
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.reelect import REELECTED, reelect
from tasks.enrich.options import EnrichOptions
from tasks.enrich.stage import enrich, unread
from tasks.ids import stable_id
from tasks.publish.flags import flagged, marks_of
from tasks.publish.forgotten import (
    documents_left,
    lineage_left,
    placed_anew,
    quarantine_left,
    runs_left,
    tombstone_rows,
)
from tasks.publish.passages import Passages
from tasks.publish.traces import addresses_seen, traces
from warehouse import erasure, lock
from warehouse.generations import Draft, Stamp, current, current_files, require_writable
from warehouse.layout import Layout
from warehouse.location import located
from warehouse.rewrite import rewrite, rewrite_where, without
from warehouse.selection import Selection, Selector, select
from warehouse.settle import settle
from warehouse.signatures import SignatureFiles


@dataclass(frozen=True)
class Takedown:
    """What is asked for."""

    selector: Selector
    copies: bool = False
    """Whether exact and near copies of what is named go, too."""
    reason: str | None = None


@dataclass(frozen=True)
class Means:
    """With what the articles that step up are compared and enriched."""

    dedupe: DedupeOptions
    enrich: EnrichOptions
    code_version: str


@dataclass(frozen=True)
class Forgotten:
    """What a takedown did."""

    generation: int | None
    """The generation without it; None when nothing was found."""
    articles: int
    reelected: tuple[str, ...]
    """Articles that are canonical now, because the one that they were copies of is gone."""
    erased: int
    """Files and folders removed besides the older generations."""


def forget(layout: Layout, takedown: Takedown, means: Means, now: datetime, wait_seconds: float) -> Forgotten:
    """Take down what is asked for.

    Raises:
        UsageError: the selector cannot be used.
        WarehouseError: the warehouse cannot be written, or another run holds it for longer than `wait_seconds`.
    """
    require_writable(layout)
    key = f"forget-{stable_id(takedown.selector.kind, takedown.selector.value, now.isoformat())[:16]}"
    with lock.writing(layout, key, wait_seconds):
        settle(layout, key, now, means.code_version)
        if current(layout) is None or not (selection := select(layout, takedown.selector, takedown.copies)):
            return Forgotten(None, 0, (), 0)
        with lock.staging(layout, key, wait_seconds):
            draft = Draft(layout, Stamp(key, now, means.code_version))
            passages = _passages(selection)
            reelected = _change(draft, selection, passages, means, current_files(layout, SIGNATURES.name))
            rows = selection.articles.to_pylist()
            draft.add(TOMBSTONES, [tombstone_rows(rows, selection.kept, takedown.selector.kind, now, takedown.reason)])
            draft.complete(PUBLISHED.values())
            paths = traces(layout, selection, passages)
            addresses = _addresses(selection) | frozenset(addresses_seen(layout, passages))
            erasure.note(layout, key, [*paths, layout.staging_of(key)], addresses)
            manifest = draft.publish()
            erasure.finish(layout, now)
    stepped_up = reelected.filter(pc.is_null(reelected.column("duplicate_of"))).column("article_id")
    return Forgotten(
        manifest.generation, len(selection.article_ids), tuple(stepped_up.unique().to_pylist()), len(paths)
    )


def _change(
    draft: Draft, selection: Selection, passages: Passages, means: Means, signatures: Sequence[str]
) -> pa.Table:
    """Take the selection out of every table of a draft; returns what changed in its clusters, REELECTED."""
    ids = selection.article_ids
    reelected = _elect(signatures, ids, means)
    _change_articles(draft, ids, reelected, means)
    for column in ("article_id", "related_id"):
        rewrite_where(draft, RELATIONS, column, ids, without(column, ids))
    _change_books(draft, selection, passages)
    return reelected


def _elect(signatures: Sequence[str], ids: pa.Array, means: Means) -> pa.Table:
    """What changes in the clusters of the articles that go, REELECTED."""
    if not len(ids):
        return REELECTED.empty_table()
    return reelect(SignatureFiles([located(file) for file in signatures]).beside(ids), ids, means.dedupe)


def _change_articles(draft: Draft, ids: pa.Array, reelected: pa.Table, means: Means) -> None:
    """Articles, signatures, entities and quotes: those that go are gone, those that step up are enriched."""
    stepped_up = reelected.filter(pc.is_null(reelected.column("duplicate_of"))).column("article_id").combine_chunks()
    changed = pa.concat_arrays([ids.cast(pa.string()), reelected.column("article_id").combine_chunks()])
    elected = placed_anew(_articles(draft, stepped_up), reelected)
    marks = marks_of(unread(elected, means.enrich), {})

    def left(table: pa.Table) -> pa.Table:
        stay = placed_anew(without("article_id", ids)(table), reelected)
        return next(iter(flagged([stay], marks))) if "flags" in table.column_names else stay

    for contract in (ARTICLES, SIGNATURES):
        rewrite_where(draft, contract, "article_id", changed, left)
    made = enrich(elected, means.enrich).tables
    gone = pa.concat_arrays([ids.cast(pa.string()), stepped_up])
    for contract in (ENTITIES, QUOTES):
        rewrite_where(draft, contract, "article_id", gone, without("article_id", gone))
        draft.add(contract, [check(made[contract.name], contract, {"articles": elected}).good])


def _articles(draft: Draft, ids: pa.Array) -> pa.Table:
    """The rows of these articles."""
    files = [draft.read(file) for file in draft.files_of(ARTICLES.name) if len(ids)]
    rows = [table.filter(pc.is_in(table.column("article_id"), value_set=ids)) for table in files]
    return pa.concat_tables([ARTICLES.schema.empty_table(), *rows])


def _change_books(draft: Draft, selection: Selection, passages: Passages) -> None:
    """Documents, quarantine, lineage and runs."""
    ids, pages = selection.article_ids, selection.kept
    bare = {document for document, kept in pages.items() if kept is None}
    known = frozenset(ids.to_pylist())
    named = frozenset(selection.refused.column("quarantine_id").to_pylist())
    uris, addresses = selection.uris, _addresses(selection)
    rewrite(draft, DOCUMENTS, lambda table: documents_left(table, pages, passages))
    rewrite(draft, QUARANTINE, lambda table: quarantine_left(table, known, bare, uris, named, passages))
    rewrite(draft, LINEAGE, lambda table: lineage_left(table, ids, pa.array(bare, pa.string()), uris))
    rewrite(draft, RUNS, lambda table: runs_left(table, addresses))


def _addresses(selection: Selection) -> frozenset[str]:
    """Addresses of the pages, where no other article has them, and URLs of the articles."""
    return selection.uris | frozenset(selection.articles.column("url").drop_null().to_pylist())


def _passages(selection: Selection) -> Passages:
    """Every run of words of the articles' texts, titles, decks and captions, and the ends of their URLs."""
    rows = selection.articles.select(["text", "title", "deck", "url", "captions"]).to_pylist()
    texts = [row[name] for row in rows for name in ("text", "title", "deck") if row[name]]
    captions = [caption["text"] for row in rows for caption in row["captions"] if caption["text"]]
    return Passages([*texts, *captions], [row["url"] for row in rows if row["url"]])
