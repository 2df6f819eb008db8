"""The books of a run: which input made which row, and what became of every page and article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from expectations.lineage import LINEAGE
from tasks.places import enclosing
from tasks.publish.forgotten import FORGOTTEN, veiled


def lineage_rows(
    inputs: Mapping[str, str],
    published: pa.Table,
    known_articles: pa.Table,
    known_pages: pa.Table,
    quarantined: pa.Table,
) -> pa.Table:
    """Lineage of a run, one row per input and article, or per input that gave none.

    Args:
        inputs: sha256 by path of every new input.
        published: source_uri, document_id, article_id, revision, duplicate_of of the articles to publish.
        known_articles: source_uri, document_id, article_id, revision of articles found before.
        known_pages: source_uri, document_id of pages whose bytes are known.
        quarantined: rows of the quarantine contract about pages and articles.
    """
    rows = [
        *_rows(published, lambda row: "duplicate" if row["duplicate_of"] else "published"),
        *_rows(known_articles, lambda _: "known"),
        *_rows(known_pages, lambda _: "known"),
        *_rows(quarantined, lambda row: FORGOTTEN if row["rule"] == FORGOTTEN else "quarantined"),
    ]
    for row in rows:
        row["input_uri"] = input_of(row["source_uri"], inputs)
    seen = {row["input_uri"] for row in rows}
    rows += [_row(uri, "empty") | {"input_uri": uri} for uri in inputs if uri not in seen]
    unique = {tuple(row.get(key) for key in LINEAGE.key): row for row in rows}
    complete = [row | {"input_sha256": inputs[row["input_uri"]]} for row in unique.values()]
    _veil(complete)
    return pa.Table.from_pylist(complete, schema=LINEAGE.stage_schema)


def _veil(rows: Iterable[dict[str, Any]]) -> None:
    """Hide the addresses that only rows of what was taken down have."""
    rows, names = list(rows), ("input_uri", "source_uri")
    open_uris = {row[name] for row in rows if row["outcome"] != FORGOTTEN for name in names}
    for row in rows:
        row |= {name: veiled(row[name]) for name in names if row[name] not in open_uris}


def without_addresses(quarantined: pa.Table) -> pa.Table:
    """Quarantine rows with the address of what was taken down as a hash."""
    rows = quarantined.to_pylist()
    for row in rows:
        if row["rule"] == FORGOTTEN:
            row["source_uri"] = veiled(row["source_uri"])
    return pa.Table.from_pylist(rows, schema=quarantined.schema)


def input_of(source_uri: str, inputs: Mapping[str, str]) -> str:
    """The input that a page or record `input#record` was read from.

    Raises:
        KeyError: it belongs to none of the inputs; a page from nowhere is a bug.
    """
    found = enclosing(source_uri, inputs)
    if found is None:
        raise KeyError(source_uri)
    return found


def _rows(table: pa.Table, outcome: Any) -> Iterable[dict[str, Any]]:
    wanted = [
        c
        for c in ("source_uri", "document_id", "article_id", "revision", "duplicate_of", "rule")
        if c in table.column_names
    ]
    for row in table.select(wanted).to_pylist():
        yield _row(row["source_uri"], outcome(row)) | {k: row.get(k) for k in ("document_id", "article_id", "revision")}


def _row(source_uri: str, outcome: str) -> dict[str, Any]:
    return {"source_uri": source_uri, "outcome": outcome, "document_id": None, "article_id": None, "revision": None}
