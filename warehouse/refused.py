"""The quarantine as a person or a retry asks for it: by id, stage, rule, source, time and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from warehouse.duck import rows_of

if TYPE_CHECKING:
    import duckdb

SELECTED = """
select * from quarantine
where (len($ids) = 0 or list_bool_or([starts_with(quarantine_id, id) for id in $ids]))
  and (len($states) = 0 or list_contains($states, state))
  and (len($rules) = 0 or list_contains($rules, rule))
  and ($stage is null or stage = $stage)
  and ($source is null or source = $source)
  and ($since is null or ingested_at >= $since)
"""


@dataclass(frozen=True)
class Selection:
    """Which rows of the view `quarantine`; what is empty or None selects all."""

    ids: tuple[str, ...] = ()
    """Ids, or the starts of ids."""
    stage: str | None = None
    rules: tuple[str, ...] = ()
    source: str | None = None
    since: date | None = None
    """UTC day of the run that refused."""
    states: tuple[str, ...] = ()

    def parameters(self) -> Mapping[str, Any]:
        return {**self.__dict__, **{name: list(getattr(self, name)) for name in ("ids", "rules", "states")}}

    def __str__(self) -> str:
        options = [("--stage", self.stage), *(("--rule", rule) for rule in self.rules), ("--source", self.source)]
        since = () if self.since is None else (f"--since {self.since}",)
        return " ".join([*self.ids, *(f"{name} {value}" for name, value in options if value), *since])


def selected(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[dict[str, Any]]:
    """The rows of a selection as dicts, those of the latest run first."""
    query = SELECTED + "order by ingested_at desc, stage, rule, source_uri, quarantine_id"
    return rows_of(connection.execute(query, selection.parameters()))
