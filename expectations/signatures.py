"""signatures: what dedupe remembers of every published article; the history a later run is compared with."""

from __future__ import annotations

import pyarrow as pa

from expectations.articles import DUPLICATE_KINDS
from expectations.contract import Between, Column, Contract, Matches, OneOf, Projection, Rule
from expectations.types import HEX32, UTC_US, stamps

HASHES = pa.list_(pa.field("element", pa.uint32(), nullable=False))

SIGNATURES = Contract(
    name="signatures",
    doc="One row per published article revision: hashes by which later copies of it are found.",
    key=("article_id", "revision"),
    order_by=("published_at", "article_id"),
    columns=(
        Column("article_id", pa.string(), "The article.", nullable=False),
        Column("revision", pa.int32(), "Its revision.", nullable=False),
        Column("url", pa.string(), "Canonical URL, without tracking parameters."),
        Column("outlet", pa.string(), "Host of `url` without `www.`: who published it."),
        Column("published_at", UTC_US, "When it was first published, UTC."),
        Column("word_count", pa.int32(), "Words of the text, as they were hashed.", nullable=False),
        Column("content_hash", pa.string(), "sha256 of the normalised title and text.", nullable=False),
        Column("text_hash", pa.uint64(), "Hash of the sequence of words: equal for texts that differ in case, marks and spaces only.", nullable=False),
        Column("grams", HASHES, "Sampled hashes of the word shingles, sorted, each once.", nullable=False),
        Column("facts", HASHES, "Names and numbers with the words around them, sorted, each once: 20 bits of the context, 12 of the fact.", nullable=False),
        Column("cluster_id", pa.string(), "The cluster it was published in; null between sketch and publish."),
        Column("duplicate_of", pa.string(), "The canonical article of that cluster; null for that one."),
        Column("duplicate_kind", pa.string(), "exact, near, contained or version; null for a canonical article."),
        Column("similarity", pa.float32(), "Similarity to the canonical article, 0 to 1; null for that one."),
        *stamps(),
    ),
    projections=(
        Projection("signatures", (
            Rule("article_id_is_hex", "article_id", Matches(HEX32), "the article id is no hash", "critical"),
            Rule("duplicate_kind_known", "duplicate_kind", OneOf(DUPLICATE_KINDS), "unknown kind of duplicate", "critical"),
            Rule("similarity_is_share", "similarity", Between(0, 1), "the similarity is no share", "critical"),
        )),
    ),
)  # fmt: skip
