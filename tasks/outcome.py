"""What every stage function returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from expectations.quarantine import PAYLOAD_CHARS, QUARANTINE
from tasks.ids import stable_id


@dataclass(frozen=True)
class Refusal:
    """One input or row that a stage refuses: nothing is dropped without one."""

    stage: str
    rule: str
    reason: str
    source_uri: str
    source: str | None = None
    document_id: str | None = None
    article_id: str | None = None
    payload: str | None = None

    def as_row(self) -> dict[str, str | None]:
        """A row of the quarantine table; reason and payload are cut to what a person can look at."""
        key = stable_id(self.stage, self.rule, self.source_uri, self.document_id, self.article_id, self.reason)
        return {
            **self.__dict__,
            "quarantine_id": key,
            "reason": self.reason[:PAYLOAD_CHARS],
            "payload": None if self.payload is None else self.payload[:PAYLOAD_CHARS],
        }


def refusals_table(refusals: Iterable[Refusal]) -> pa.Table:
    """Refusals as rows of the quarantine contract (stage schema)."""
    return pa.Table.from_pylist([r.as_row() for r in refusals], schema=QUARANTINE.stage_schema)


@dataclass(frozen=True)
class Outcome:
    """The tables a stage made, by name, what it refused, and counts for the funnel."""

    tables: Mapping[str, pa.Table]
    quarantined: pa.Table
    counts: Mapping[str, int] = field(default_factory=dict)
