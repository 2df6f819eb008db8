"""What the report says, asked of the views of a warehouse: one query a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

from expectations.errors import UsageError
from warehouse.duck import rows_of

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]

ENTITY_TYPES = {
    "PERSON": "People", "ORG": "Organisations", "GPE": "Countries and cities", "LOC": "Other places",
    "EVENT": "Events", "PRODUCT": "Products",
}  # fmt: skip
"""The types of entities that are shown, and what people call them."""
TOP_ENTITIES, TOP_SPEAKERS, QUOTES, SAMPLES = 8, 15, 12, 3


@dataclass(frozen=True)
class Period:
    """Which runs a report is about: one by the start of its key, those of some UTC days, or the latest."""

    run: str | None = None
    since: date | None = None
    until: date | None = None
    """The last day, itself included."""

    def holds(self, run: Row) -> bool:
        day = run["ingested_at"].date()
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        return str(run["run_id"]).startswith(self.run or "")

    def __str__(self) -> str:
        named = f"the run {self.run}" if self.run else "a run"
        return named + (f" since {self.since}" if self.since else "") + (f" until {self.until}" if self.until else "")


@dataclass(frozen=True)
class Facts:
    """The answers: rows by the name of their query, and the runs that the report is about."""

    runs: Sequence[Row]
    """Those reported, in order."""
    earlier: Sequence[Row]
    """Those before them."""
    tables: Mapping[str, Sequence[Row]]


def choose(runs: Sequence[Row], period: Period) -> list[Row]:
    """The runs of a period among all runs, in their order.

    Raises:
        UsageError: there is none, or the start of a key fits several.
    """
    found = [run for run in runs if period.holds(run)]
    if not found:
        known = ", ".join(run["run_id"] for run in runs[-3:])
        raise UsageError(
            f"the warehouse holds nothing of {period}", f"Its latest runs: {known}; see `newsmill status`."
        )
    if period.run and len(found) > 1:
        raise UsageError(f"{period.run} is the start of several runs", "Give more of the key.")
    return found if period != Period() else found[-1:]


def gather(connection: duckdb.DuckDBPyConnection, period: Period) -> Facts:
    """All that the report of a period needs.

    Raises:
        UsageError: the warehouse has no run in it.
    """
    every = ask(connection, "runs")
    runs = choose(every, period)
    chosen = {"runs": [run["run_id"] for run in runs]}
    tables = {
        "days": ask(connection, "days", **chosen),
        "copies": ask(connection, "copies", **chosen),
        "sources": ask(connection, "sources", **chosen),
        "entities": ask(connection, "entities", **chosen, types=list(ENTITY_TYPES), top=TOP_ENTITIES),
        "speakers": ask(connection, "speakers", **chosen, top=TOP_SPEAKERS),
        "quotes": ask(connection, "quotes", **chosen, top=QUOTES),
        "refusals": ask(connection, "refusals", **chosen, samples=SAMPLES),
    }
    first = runs[0]["ingested_at"]
    return Facts(runs, [run for run in every if run["ingested_at"] < first], tables)


def ask(connection: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> list[Row]:
    """The rows of a query of `queries/`."""
    sql = resources.files("flows.report_page").joinpath("queries", f"{query}.sql").read_text(encoding="utf-8")
    return rows_of(connection.execute(sql, parameters or None))
