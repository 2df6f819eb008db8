"""What must hold between tables, checked over the whole run and the history before anything is published.

Each check is a query (`warehouse/checks/*.sql`) that counts what is broken; here stands what the count means.
"""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import Between, Column, Contract, Projection, Rule

CHECKS = {
    "duplicate_of_is_canonical": "an article is a copy of one that is not there or is itself a copy",
    "article_published_once": "an article revision is published twice",
    "entities_of_canonical": "an entity belongs to no canonical article",
    "quotes_of_canonical": "a quote belongs to no canonical article",
    "speaker_is_entity": "the speaker of a quote is no entity of its article",
    "article_has_document": "an article was cut from a document that is not there",
}

REFERENCES = Contract(
    name="references",
    doc="What is broken between the tables of a run; staged only, never published.",
    key=("check",),
    columns=(
        Column("check", pa.string(), "Name of the check.", nullable=False),
        Column("broken", pa.int64(), "Rows that break it.", nullable=False),
        Column("example", pa.string(), "Id of one of them."),
    ),
    projections=(
        Projection("references", (
            Rule("references_hold", "broken", Between(0, 0), "rows of the run do not fit together", "critical"),
        )),
    ),
)  # fmt: skip
