"""tombstones: what was taken down and must not be published again. Hashes only: no title, no text, no URL."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import Column, Contract, Matches, NotNull, OneOf, Projection, Rule
from expectations.types import HEX32, HEX64, UTC_US, stamps

SELECTORS = ("url", "article", "source", "match", "copies")

TOMBSTONES = Contract(
    name="tombstones",
    doc="One row per article revision and page that was taken down.",
    key=("tombstone_id",),
    order_by=("forgotten_at", "tombstone_id"),
    columns=(
        Column("tombstone_id", pa.string(), "Hash of article, content and document.", nullable=False),
        Column("article_id", pa.string(), "The article; null for a page that gave none."),
        Column("url_hash", pa.string(), "Hash of its canonical URL; null when other articles of that URL stay."),
        Column("content_hash", pa.string(), "sha256 of its normalised title and text."),
        Column("document_id", pa.string(), "The page it was cut from: sha256 of its bytes."),
        Column("forgotten_at", UTC_US, "Since when it must not be published, UTC.", nullable=False),
        Column("selector", pa.string(), "How `newsmill forget` was told of it: url, article, source, match, or copies (a copy of one of those).", nullable=False),
        Column("reason", pa.string(), "Why, in the words of whoever took it down."),
        *stamps(),
    ),
    projections=(
        Projection("tombstones", (
            Rule("tombstone_id_is_hex", "tombstone_id", Matches(HEX32), "the tombstone id is no hash", "critical"),
            Rule("article_id_is_hex", "article_id", Matches(HEX32), "the article id is no hash", "critical"),
            Rule("url_hash_is_hex", "url_hash", Matches(HEX32), "the URL is no hash", "critical"),
            Rule("document_id_is_sha256", "document_id", Matches(HEX64), "the document id is no sha256", "critical"),
            Rule("since_when", "forgotten_at", NotNull(), "nobody knows since when", "critical"),
            Rule("selector_known", "selector", OneOf(SELECTORS), "unknown selector", "critical"),
        )),
    ),
)  # fmt: skip
