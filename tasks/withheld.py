"""What was taken down and comes again is refused: its articles are withheld between clean and dedupe."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pyarrow as pa

from expectations.articles import ARTICLES
from expectations.documents import DOCUMENTS
from tasks.ids import stable_id
from tasks.outcome import Outcome, Refusal, refusals_table
from tasks.publish.forgotten import FORGOTTEN, TAKEN_DOWN, only_positions
from warehouse.tombstones import Tombstones

Row = dict[str, Any]


def withheld(outcome: Outcome, tombstones: Tombstones) -> Outcome:
    """What clean made of a batch without the articles and pages that were taken down.

    Each page of which nothing stays is one refusal, without payload; of the others each withheld article is, counted
    as `articles_forgotten`, and the page is blank where it stood.
    """
    rows = outcome.tables["articles"].to_pylist() if tombstones else []
    gone = [row for row in rows if _is_forgotten(row, tombstones)]
    if not gone:
        return outcome
    keys = {(row["document_id"], row["position"]) for row in gone}
    stay = [row for row in rows if (row["document_id"], row["position"]) not in keys]
    kept: defaultdict[str, list[int]] = defaultdict(list)
    for row in stay:
        kept[row["document_id"]].append(row["position"])
    pages = {row["document_id"]: row for row in gone if row["document_id"] not in kept}
    single = [row for row in gone if row["document_id"] in kept]
    refused = refusals_table(_refusal(row) for row in (*pages.values(), *single))
    touched = {row["document_id"] for row in single}
    documents = [
        only_positions(row, kept[row["document_id"]]) if row["document_id"] in touched else row
        for row in outcome.tables["documents"].to_pylist()
        if row["document_id"] not in pages
    ]
    tables = {
        "articles": pa.Table.from_pylist(stay, schema=ARTICLES.stage_schema),
        "documents": pa.Table.from_pylist(documents, schema=DOCUMENTS.stage_schema),
    }
    return replace(
        outcome,
        tables={**outcome.tables, **tables},
        quarantined=pa.concat_tables([outcome.quarantined, refused]),
        counts={**outcome.counts, "articles_forgotten": len(single)},
    )


def _is_forgotten(article: Row, tombstones: Tombstones) -> bool:
    return (
        article["article_id"] in tombstones.article_ids
        or article["content_hash"] in tombstones.content_hashes
        or article["document_id"] in tombstones.document_ids
        or (article["url"] is not None and stable_id(article["url"]) in tombstones.url_hashes)
    )


def _refusal(article: Row) -> Refusal:
    return Refusal(
        stage="clean",
        rule=FORGOTTEN,
        reason=TAKEN_DOWN,
        source_uri=article["source_uri"],
        source=article["source"],
        document_id=article["document_id"],
        article_id=article["article_id"],
    )
