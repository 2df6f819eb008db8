"""lineage: which input made which row. Every input is accounted for here, exactly once per article it gave."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import Column, Contract, Matches, NotNull, OneOf, Projection, Rule
from expectations.types import HEX64, stamps

OUTCOMES = ("published", "duplicate", "known", "quarantined", "empty", "forgotten")

LINEAGE = Contract(
    name="lineage",
    doc="One row per input and article, or per input that gave none.",
    key=("input_uri", "source_uri", "document_id", "article_id", "revision"),
    order_by=("input_uri", "source_uri"),
    columns=(
        Column("input_uri", pa.string(), "The file, object or address that was read.", nullable=False),
        Column("input_sha256", pa.string(), "sha256 of its bytes, or of the identity that its store states (ETag and size); an input with known path and hash is skipped. All zeros when it could not be opened; of a page that could not be fetched, the hash of the rule.", nullable=False),
        Column("source_uri", pa.string(), "The page or record within it; the input itself when it could not be read.", nullable=False),
        Column("document_id", pa.string(), "The document; null when it could not be read."),
        Column("article_id", pa.string(), "The article; null when there is none."),
        Column("revision", pa.int32(), "Its revision."),
        Column("outcome", pa.string(), "published, duplicate (published as a copy), known (seen before), quarantined, empty (an input that holds no page), or forgotten (taken down; its paths are hashes where nothing else has them).", nullable=False),
        *stamps(),
    ),
    projections=(
        Projection("lineage", (
            Rule("input_given", "input_uri", NotNull(), "nobody knows which input it was", "critical"),
            Rule("input_hash_is_sha256", "input_sha256", Matches(HEX64), "the hash of the input is no sha256", "critical"),
            Rule("outcome_known", "outcome", OneOf(OUTCOMES), "unknown outcome", "critical"),
        )),
    ),
)  # fmt: skip
