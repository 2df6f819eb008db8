"""runs: what each run did; and what must hold of a run as a whole before it may publish."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from expectations.contract import Between, Column, Context, Contract, Flattening, Projection, Rule, rows_as_they_are
from expectations.types import STRINGS, stamps

COUNTS = {
    "inputs": "Input files given to the run.",
    "inputs_known": "Of these, already read by an earlier run (same path, same bytes).",
    "pages": "Pages and records read from the new inputs.",
    "pages_known": "Of these, known by their bytes, from an earlier run or from this one.",
    "pages_refused": "Of these, in quarantine.",
    "documents": "Of these, documents with articles.",
    "articles": "Articles found in the documents.",
    "articles_refused": "Of these, in quarantine.",
    "articles_known": "Of these, found before under the same id with the same text.",
    "duplicates": "Of these, published as copies of another article.",
    "canonical": "Of these, published as canonical articles and enriched.",
    "entities": "Entities published.",
    "quotes": "Quotes published.",
    "inputs_refused": "Inputs and records in quarantine that could not be read as pages; not those that could not be fetched.",
    "quarantined": "Rows that the run put into quarantine, from all stages.",
}


def balances(table: pa.Table, context: Context) -> pa.Table:
    """The books of each run: what is not accounted for, which must be nothing.

    Adds `pages_missing` and `articles_missing` (counts, negative when something is counted twice) and
    `refused_share` (share of what was read that went to quarantine, 0 for nothing read). Known pages are read, too: a
    file that grows is read whole, and its few broken lines are not the share of the few new ones.
    """
    count = {name: table.column(name) for name in COUNTS}
    pages = _minus(count["pages"], count["pages_known"], count["pages_refused"], count["documents"])
    articles = _minus(
        count["articles"], count["articles_refused"], count["articles_known"], count["duplicates"], count["canonical"]
    )
    read = pc.add(count["pages"], count["inputs_refused"]).cast(pa.float64())
    refused = pc.add(count["pages_refused"], count["inputs_refused"]).cast(pa.float64())
    share = pc.divide(refused, pc.max_element_wise(read, 1.0))
    flat = rows_as_they_are(table, context)
    flat = flat.append_column("pages_missing", pages).append_column("articles_missing", articles)
    return flat.append_column("refused_share", share)


def _minus(whole: pa.ChunkedArray, *parts: pa.ChunkedArray) -> pa.ChunkedArray:
    for part in parts:
        whole = pc.subtract(whole, part)
    return whole


def runs_contract(max_refused_share: float = 1.0) -> Contract:
    """The contract of `runs`, with the share of refused input that still lets a run publish."""
    share = f"more than {max_refused_share:.0%} of what was read went to quarantine"
    return Contract(
        name="runs",
        doc="One row per run that published something.",
        key=("run_id",),
        order_by=("run_id",),
        columns=(
            Column("sources", STRINGS, "The sources as given.", nullable=False),
            Column("code_version", pa.string(), "Version of newsmill that ran.", nullable=False),
            *(Column(name, pa.int64(), doc, nullable=False) for name, doc in COUNTS.items()),
            *stamps(),
        ),
        projections=(
            Projection("runs", (
                Rule("pages_accounted", "pages_missing", Between(0, 0), "pages are not accounted for exactly once", "critical"),
                Rule("articles_accounted", "articles_missing", Between(0, 0), "articles are not accounted for exactly once", "critical"),
                Rule("refused_share", "refused_share", Between(high=max_refused_share), share, "critical"),
            ), Flattening(balances, reads=tuple(COUNTS))),
        ),
    )  # fmt: skip


RUNS = runs_contract()
