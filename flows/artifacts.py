"""What the Prefect UI shows of a run beside its tasks: funnel, validation, quarantine."""

from __future__ import annotations

import pyarrow as pa
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from expectations.runs import COUNTS
from flows.ledger import Ledger
from flows.report import RunReport

SAMPLES = 20


def show_funnel(report: RunReport) -> None:
    """The counts of the run, and its pace by stage."""
    rows = [{"count": report.counts[name], "of": name, "meaning": COUNTS[name]} for name in COUNTS]
    create_table_artifact(rows, key="funnel", description="What came in, and what became of it")
    lines = [f"| {stage} | {seconds:.1f} |" for stage, seconds in report.seconds.items()]
    create_markdown_artifact(
        "\n".join(["| stage | seconds |", "| --- | ---: |", *lines]), key="stages", description="Wall time by stage"
    )


def show_validation(ledger: Ledger, index: str) -> None:
    """How many rules were checked, which are broken, and where the data docs lie."""
    broken = [
        f"| {batch} | {r.table} | `{r.rule.name}` | {r.rule.severity} | {len(r.rows)} | {r.rule.reason} |"
        for _, batch, r in ledger.broken
    ]
    table = ["| batch | table | rule | severity | rows | meaning |", "| --- | --- | --- | --- | ---: | --- |", *broken]
    create_markdown_artifact(
        f"**{ledger.rules}** rules checked on **{ledger.batches}** batches, **{len(broken)}** broken.\n\n"
        f"Data docs: [{index}](file://{index})\n\n" + ("\n".join(table) if broken else ""),
        key="validation",
        description="Great Expectations on every batch",
    )


def show_quarantine(quarantined: pa.Table) -> None:
    """Counts by stage and rule, and samples of what was refused."""
    rows = quarantined.select(["stage", "rule", "source_uri", "reason"]).slice(0, SAMPLES).to_pylist()
    if rows:
        create_table_artifact(
            rows, key="quarantine", description=f"{quarantined.num_rows} refused; the first {len(rows)} are shown"
        )
