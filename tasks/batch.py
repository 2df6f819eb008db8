"""One batch of one stage: found again when it was staged before, else made, checked and staged.

This is all that stands between the pure stage functions and the files that travel between tasks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from expectations.contract import Breach, Context, Contract, check, relaxed
from expectations.quarantine import QUARANTINE
from tasks.ids import stable_id
from tasks.outcome import Outcome, Refusal, refusals_table
from warehouse.location import Location, located
from warehouse.staging import Staged, stage, staged

REFUSED = ".refused"
"""Suffix of the staged table that keeps the rows which broke a rule, for the Data Docs."""


@dataclass(frozen=True)
class Job:
    """Where a batch of a stage is staged, under which key, and what people call it."""

    stage: str
    folder: str
    key: str
    label: str
    allowed: tuple[str, ...] = ()
    """Rules of contracts that are relaxed for this run."""

    @property
    def path(self) -> Location:
        return located(self.folder)


def job_key(code_version: str, stage_name: str, options: object, *inputs: str) -> str:
    """The key of a batch: the same code, options and input hashes give the same key."""
    described = asdict(options) if is_dataclass(options) and not isinstance(options, type) else options
    return stable_id(code_version, stage_name, json.dumps(described, sort_keys=True, default=_plain), *inputs)[:24]


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def run_batch(
    job: Job, contracts: Mapping[str, Contract], make: Callable[[], Outcome], context: Context | None = None
) -> Staged:
    """The batch's staged output: tables of good rows, `<table>.refused` with the bad ones, and `quarantine`.

    `contracts` names the tables to check; others are staged as they are. Tables made by the same batch are
    context for each other's rules.
    """
    if (done := staged(job.path, job.key)) is not None:
        return done
    outcome = make()
    around: dict[str, pa.Table] = {**(context or {}), **outcome.tables}
    tables: dict[str, pa.Table] = {}
    refusals: list[Refusal] = []
    for name, table in outcome.tables.items():
        good, bad, broken = _checked(job, table, contracts.get(name), around)
        tables |= {name: good} if bad is None else {name: good, name + REFUSED: bad}
        refusals += broken
    quarantined = pa.concat_tables([outcome.quarantined, refusals_table(refusals)])
    tables[QUARANTINE.name] = quarantined
    refused = {f"{name}_refused": tables[name + REFUSED].num_rows for name in contracts if name + REFUSED in tables}
    counts = {**outcome.counts, **refused, "refusals": outcome.quarantined.num_rows}
    return stage(job.path, job.key, tables, counts)


def _checked(
    job: Job, table: pa.Table, contract: Contract | None, context: Context
) -> tuple[pa.Table, pa.Table | None, list[Refusal]]:
    if contract is None:
        return table, None, []
    verdict = check(table.cast(contract.stage_schema), relaxed(contract, job.allowed), context)
    breaches = [b for b in verdict.breaches if b.rule.severity != "info"]
    if not breaches:
        return verdict.good, None, []
    bad = sorted({row for b in breaches for row in b.rows.to_pylist()})
    return verdict.good, table.take(bad), [r for b in breaches for r in _refusals(job, table, b, context)]


def _refusals(job: Job, table: pa.Table, breach: Breach, context: Context) -> list[Refusal]:
    where = _origins(context)
    rows: list[dict[str, Any]] = table.take(breach.rows).to_pylist()
    refusals = []
    for row in rows:
        origin = where.get(str(row.get("article_id")), {})
        uri = row.get("source_uri") or origin.get("source_uri") or job.label
        refusals.append(
            Refusal(
                stage=job.stage,
                rule=breach.rule.name,
                reason=f"{uri}: {breach.rule.reason}",
                source_uri=uri,
                source=row.get("source") or origin.get("source"),
                document_id=row.get("document_id") or origin.get("document_id"),
                article_id=row.get("article_id"),
                payload=json.dumps(_offending_first(row, breach.rule.column), default=str, ensure_ascii=False),
            )
        )
    return refusals


def _offending_first(row: dict[str, Any], column: str) -> dict[str, Any]:
    """The row with the column that breaks the rule in front: a payload is cut at its end."""
    return {column: row[column], **row} if column in row else row


def _origins(context: Context) -> dict[str, dict[str, str]]:
    """Where each article of the batch was read, by article id."""
    articles = context.get("articles")
    if articles is None:
        return {}
    rows = articles.select(["article_id", "document_id", "source", "source_uri"]).to_pylist()
    return {row["article_id"]: row for row in rows}
