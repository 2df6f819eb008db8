"""Every batch of a stage through Great Expectations, held against the fast check that made its quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from expectations.contract import Contract, relaxed
from expectations.errors import ValidationStopped
from expectations.gx import RuleResult
from flows.ledger import Ledger
from tasks.batch import REFUSED
from warehouse.staging import Staged, read


@task(name="validate", task_run_name="validate {stage}", cache_policy=NO_CACHE)
def validate_task(
    stage: str, parts: Sequence[Mapping[str, Staged]], contracts: Mapping[str, Contract], ledger: Ledger
) -> None:
    """Validate the tables of every batch of a stage.

    Each part maps table names to what was staged with it: the tables of the contracts, and `articles` as context.

    Raises:
        ValidationStopped: a critical rule is broken; the message names the rule and the rows.
    """
    for number, part in enumerate(parts, 1):
        for name, contract in contracts.items():
            _validate(f"{stage} {number}", part, name, contract, ledger, stage)
        ledger.batches += 1
    get_run_logger().info("batches validated: %d, rules broken so far: %d", len(parts), len(ledger.broken))
    _stop_if_critical(stage, ledger)


def _validate(
    batch: str, part: Mapping[str, Staged], name: str, contract: Contract, ledger: Ledger, stage: str
) -> None:
    good, refused = _read(part, name), _read(part, name + REFUSED)
    if good is None:
        return
    table = good if refused is None else pa.concat_tables([good, refused])
    articles = _read(part, "articles")
    context = {} if articles is None or name == "articles" else {"articles": articles}
    results = ledger.validation.table(batch, table, relaxed(contract, ledger.allowed), context)
    ledger.results += [(stage, batch, result) for result in results]
    _require_agreement(batch, results, good.num_rows, table.num_rows)


def _read(part: Mapping[str, Staged], name: str) -> pa.Table | None:
    for staged in part.values():
        if name in staged.tables:
            return read(staged.tables[name])
    return None


def _require_agreement(batch: str, results: Sequence[RuleResult], good: int, rows: int) -> None:
    """Great Expectations must find just the rows that the fast check refused."""
    raised = [r for r in results if r.error]
    if raised:
        raise ValidationStopped(
            f"{batch}: rule {raised[0].rule.name} could not be evaluated: {raised[0].error}",
            "This is a fault of newsmill; the data docs show the rule.",
        )
    broken = {row for r in results if r.rule.severity != "info" for row in r.rows}
    refused = set(range(good, rows))
    if broken != refused:
        odd = sorted(broken ^ refused)[:5]
        raise ValidationStopped(
            f"{batch}: the two checks of its rules disagree on rows {odd}",
            "This is a fault of newsmill; please report it.",
        )


def _stop_if_critical(stage: str, ledger: Ledger) -> None:
    critical = [(batch, r) for at, batch, r in ledger.broken if at == stage and r.rule.severity == "critical"]
    if critical:
        index = ledger.write_docs()
        batch, result = critical[0]
        shown = ", ".join(map(str, result.rows[:5])) + (" …" if len(result.rows) > 5 else "")
        where = f"rule {result.rule.name} of {result.table}, {len(result.rows)} rows: {shown}"
        raise ValidationStopped(
            f"{batch}: {result.rule.reason} ({where})",
            f"Nothing was published. The data docs show the rows: {index}",
        )
