"""quarantine: what was refused, at which stage, by which rule and why."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import Column, Contract, LengthBetween, NotNull, OneOf, Projection, Rule
from expectations.states import STAGES
from expectations.types import stamps

PAYLOAD_CHARS = 2_000

QUARANTINE = Contract(
    name="quarantine",
    doc="One row per input or row that was refused, with a payload small enough to look at.",
    key=("quarantine_id",),
    order_by=("stage", "rule", "source_uri"),
    columns=(
        Column("quarantine_id", pa.string(), "Hash of stage, rule, document and row.", nullable=False),
        Column("stage", pa.string(), "The stage that refused it.", nullable=False),
        Column("rule", pa.string(), "The rule that it broke.", nullable=False),
        Column("reason", pa.string(), "What is wrong, naming the file or row.", nullable=False),
        Column("source", pa.string(), "Name of the source it was read from."),
        Column("source_uri", pa.string(), "Where it was read.", nullable=False),
        Column("document_id", pa.string(), "The document, when its bytes could be read."),
        Column("article_id", pa.string(), "The article, when there is one."),
        Column("payload", pa.string(), f"The offending part, at most {PAYLOAD_CHARS:,} characters."),
        *stamps(),
    ),
    projections=(
        Projection("quarantine", (
            Rule("stage_known", "stage", OneOf(STAGES), "unknown stage", "critical"),
            Rule("reason_given", "reason", LengthBetween(1, 2_000), "no reason is given", "critical"),
            Rule("source_uri_given", "source_uri", NotNull(), "nobody knows where it came from", "critical"),
        )),
    ),
)  # fmt: skip
