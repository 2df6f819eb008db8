"""relations: every verified pair of articles of which one is made from the other."""

from __future__ import annotations

import pyarrow as pa

from expectations.articles import DUPLICATE_KINDS
from expectations.contract import Between, Column, Contract, Matches, OneOf, Projection, Rule
from expectations.types import HEX32, STRINGS, stamps

CHANGES = pa.struct([
    ("added", STRINGS),
    ("removed", STRINGS),
    ("changed", pa.list_(pa.struct([("before", pa.string()), ("after", pa.string())]))),
    ("numbers_added", STRINGS),
    ("numbers_removed", STRINGS),
    ("names_added", STRINGS),
    ("names_removed", STRINGS),
])  # fmt: skip
"""Sentences, numbers and names; at most 20 of each, each cut to 300 characters."""

RELATIONS = Contract(
    name="relations",
    doc="One row per verified pair of articles, directed from the later or shorter one to the one it repeats.",
    key=("article_id", "revision", "related_id", "related_revision", "kind"),
    order_by=("article_id", "related_id"),
    columns=(
        Column("article_id", pa.string(), "The article that repeats the other.", nullable=False),
        Column("revision", pa.int32(), "Its revision.", nullable=False),
        Column("related_id", pa.string(), "The article that is repeated.", nullable=False),
        Column("related_revision", pa.int32(), "Its revision.", nullable=False),
        Column("kind", pa.string(), "exact, near, contained (the article lies inside the other) or version.", nullable=False),
        Column("similarity", pa.float32(), "Jaccard similarity of the shingles; for contained, the share contained.", nullable=False),
        Column("article_share", pa.float32(), "Share of the article's shingles that are in the related one, 0 to 1."),
        Column("related_share", pa.float32(), "Share of the related article's shingles that are in the article, 0 to 1."),
        Column("evidence", pa.string(), "What supports it, such as the number of shared shingles.", nullable=False),
        Column("changes", CHANGES, "What a revision changed of the one before it, where both texts were at hand."),
        *stamps(),
    ),
    projections=(
        Projection("relations", (
            Rule("article_id_is_hex", "article_id", Matches(HEX32), "the article id is no hash", "critical"),
            Rule("related_id_is_hex", "related_id", Matches(HEX32), "the related id is no hash", "critical"),
            Rule("kind_known", "kind", OneOf(DUPLICATE_KINDS), "unknown kind of relation", "critical"),
            Rule("similarity_is_share", "similarity", Between(0, 1), "the similarity is no share", "critical"),
        )),
    ),
)  # fmt: skip
