"""Every batch of a stage through Great Expectations, held against the fast check that made its quarantine.

Great Expectations takes about as long for ten rows as for thousands, so it gets several batches at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from expectations.contract import Contract, relaxed
from expectations.errors import ValidationStopped
from flows.ledger import Ledger
from flows.validator import Part, Validated

GROUP_BYTES = 16_000_000
"""Staged, that is compressed: up to ten thousand articles, or a hundred MB of memory."""


@task(name="validate", task_run_name="validate {stage} {batches}", cache_policy=NO_CACHE)
def validate_task(
    stage: str, batches: str, group: Sequence[Part], contracts: Mapping[str, Contract], ledger: Ledger
) -> None:
    """Validate the tables of some batches of a stage together.

    Each part maps table names to what was staged with it: the tables of the contracts, and `articles` as context.

    Raises:
        ValidationStopped: a critical rule is broken; the message names the rule and the rows.
    """
    for name, contract in contracts.items():
        _validate(f"{stage} {batches}", group, name, contract, ledger, stage)
    ledger.batches += len(group)
    get_run_logger().info("batches validated: %d, rules broken so far: %d", len(group), len(ledger.broken))
    _stop_if_critical(stage, ledger)


def grouped_parts(parts: Iterable[Part]) -> Iterator[tuple[str, Sequence[Part]]]:
    """Parts in order, as many together as have GROUP_BYTES; with their numbers, `2` or `3-7`."""
    group: list[Part] = []
    first, size = 1, 0
    for part in parts:
        group.append(part)
        size += sum(ref.bytes for staged in part.values() for ref in staged.tables.values())
        if size >= GROUP_BYTES:
            yield _numbers(first, len(group)), group
            first, group, size = first + len(group), [], 0
    if group:
        yield _numbers(first, len(group)), group


def _numbers(first: int, count: int) -> str:
    return f"{first}" if count == 1 else f"{first}-{first + count - 1}"


def _validate(batches: str, group: Sequence[Part], name: str, contract: Contract, ledger: Ledger, stage: str) -> None:
    found = ledger.validate(batches, group, name, relaxed(contract, ledger.allowed))
    if found is not None:
        ledger.results += [(stage, batches, result) for result in found.results]
        _require_agreement(batches, found)


def _require_agreement(batch: str, found: Validated) -> None:
    """Great Expectations must find just the rows that the fast check refused."""
    raised = [r for r in found.results if r.error]
    if raised:
        raise ValidationStopped(
            f"{batch}: rule {raised[0].rule.name} could not be evaluated: {raised[0].error}",
            "This is a fault of newsmill; the data docs show the rule.",
        )
    broken = {row for r in found.results if r.rule.severity != "info" for row in r.rows}
    refused = set(range(found.good, found.rows))
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
