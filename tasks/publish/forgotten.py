"""What a takedown leaves of each table: pure functions, a table in and a table out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from expectations.articles import CLUSTER_COLUMNS
from expectations.tombstones import TOMBSTONES
from tasks.ids import stable_id
from tasks.publish.passages import Passages, blanked
from tasks.span import Span

FORGOTTEN = "forgotten"
"""The rule of quarantine, and the outcome in lineage, of what was taken down."""
TAKEN_DOWN = "it was taken down; the table tombstones says when and why"

Row = dict[str, Any]


def veiled(uri: str) -> str:
    """What stands in the place of an address that must not be read any more, but recognised."""
    return f"{FORGOTTEN}:{stable_id(uri)}"


def documents_left(table: pa.Table, pages: Mapping[str, list[int] | None], passages: Passages) -> pa.Table:
    """Documents without those of which nothing stays, the others blank where they held what goes.

    `pages` maps the documents that held it to the positions of the articles that stay, None for none. On every other
    page, passages are blanked in the blocks that belong to no article, such as links to related articles.
    """
    rows: list[Row] = []
    changed = False
    for row in table.to_pylist():
        kept = pages.get(row["document_id"], [])
        if kept is None:
            changed = True
            continue
        left = only_positions(row, kept) if row["document_id"] in pages else _without_passages(row, passages)
        changed = changed or left is not row
        rows.append(left)
    return pa.Table.from_pylist(rows, schema=table.schema) if changed else table


def only_positions(row: Row, kept: Collection[int]) -> Row:
    """A document with all blank that does not belong to the articles at these positions; offsets stay true."""
    gone = [block for block in row["blocks"] if block["position"] not in kept]
    spans = _between_kept(row, kept)
    blocks = [block | {"reason": FORGOTTEN} if block in gone else block for block in row["blocks"]]
    return row | {"text": blanked(row["text"], spans), "blocks": blocks}


def _between_kept(row: Row, kept: Collection[int]) -> list[Span]:
    """All of the text but the blocks at these positions."""
    stay = sorted((b["start"], b["end"]) for b in row["blocks"] if b["position"] in kept)
    starts = [0, *(end for _, end in stay)]
    ends = [*(start for start, _ in stay), len(row["text"])]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _without_passages(row: Row, passages: Passages) -> Row:
    text = row["text"]
    spans = [
        Span(block["start"] + span.start, block["start"] + span.end)
        for block in row["blocks"]
        if block["position"] is None
        for span in passages.spans(text[block["start"] : block["end"]])
    ]
    return row | {"text": blanked(text, sorted(spans))} if spans else row


def quarantine_left(
    table: pa.Table, articles: Collection[str], documents: Collection[str], uris: Collection[str],
    named: Collection[str], passages: Passages,
) -> pa.Table:  # fmt: skip
    """Quarantine with the rows kept for the count, and nothing to read in those that go with what is taken down.

    Those are rows of its articles, documents and addresses, rows named themselves, and rows that hold a passage.
    """
    rows, changed = table.to_pylist(), False
    for row in rows:
        linked = (
            row["article_id"] in articles
            or row["document_id"] in documents
            or row["source_uri"] in uris
            or row["quarantine_id"] in named
        )
        if linked or passages.are_in(f"{row['reason']}\n{row['payload'] or ''}"):
            uri = veiled(row["source_uri"]) if row["source_uri"] in uris else row["source_uri"]
            row |= {"payload": None, "reason": TAKEN_DOWN, "source_uri": uri}
            changed = True
    return pa.Table.from_pylist(rows, schema=table.schema) if changed else table


def lineage_left(table: pa.Table, articles: pa.Array, documents: pa.Array, uris: Collection[str]) -> pa.Table:
    """Lineage with the outcome `forgotten`, and addresses that are theirs alone as hashes.

    The hashes of the input and the page stay: neither is read again.
    """
    named = pc.is_in(table.column("article_id"), value_set=articles)
    none = pc.and_(pc.is_null(table.column("article_id")), pc.is_in(table.column("document_id"), value_set=documents))
    rows, changed = table.to_pylist(), False
    for row, is_gone in zip(rows, pc.or_(named, none).to_pylist(), strict=True):
        if is_gone or row["source_uri"] in uris:
            row["outcome"] = FORGOTTEN
            changed = True
        row |= {name: veiled(row[name]) for name in ("input_uri", "source_uri") if row[name] in uris}
    return pa.Table.from_pylist(rows, schema=table.schema) if changed else table


def runs_left(table: pa.Table, addresses: Collection[str]) -> pa.Table:
    """Runs with the addresses among their sources as hashes."""
    rows = table.to_pylist()
    if not any(source in addresses for row in rows for source in row["sources"]):
        return table
    for row in rows:
        row["sources"] = [veiled(source) if source in addresses else source for source in row["sources"]]
    return pa.Table.from_pylist(rows, schema=table.schema)


def placed_anew(table: pa.Table, reelected: pa.Table) -> pa.Table:
    """Articles or signatures with CLUSTER_COLUMNS of the rows that an election changed."""
    made = {(row["article_id"], row["revision"]): row for row in reelected.to_pylist()}
    keys = list(zip(table.column("article_id").to_pylist(), table.column("revision").to_pylist(), strict=True))
    for name in CLUSTER_COLUMNS:
        at = table.schema.get_field_index(name)
        old = table.column(name).to_pylist()
        values = [made[key][name] if key in made else value for key, value in zip(keys, old, strict=True)]
        table = table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))
    return table


def tombstone_rows(
    articles: Iterable[Row], pages: Mapping[str, list[int] | None], selector: str, now: datetime, reason: str | None
) -> pa.Table:
    """Tombstones (stage schema) of the articles, and of the pages of which nothing stays."""
    rows = [
        {
            "article_id": row["article_id"],
            "url_hash": stable_id(row["url"]) if row["url"] and not row["url_shared"] else None,
            "content_hash": row["content_hash"],
            "document_id": row["document_id"] if pages[row["document_id"]] is None else None,
            "selector": row["selector"],
        }
        for row in articles
    ]
    covered = {row["document_id"] for row in rows}
    empty = {"article_id": None, "url_hash": None, "content_hash": None, "selector": selector}
    rows += [empty | {"document_id": d} for d, kept in pages.items() if kept is None and d not in covered]
    for row in rows:
        key = stable_id(row["article_id"], row["content_hash"], row["document_id"])
        row |= {"tombstone_id": key, "forgotten_at": now, "reason": reason}
    unique = {row["tombstone_id"]: row for row in rows}
    return pa.Table.from_pylist(list(unique.values()), schema=TOMBSTONES.stage_schema)
