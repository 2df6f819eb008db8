"""Within what a run must lie to be published, and how far it is from the runs before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from expectations.drift import DRIFT
from expectations.rates import judged
from warehouse.ref import TableRef
from warehouse.staging import read


@dataclass(frozen=True)
class Bounds:
    """Within what a run must lie to be published."""

    max_refused_share: float = 1.0
    earlier: Sequence[Mapping[str, Any]] = ()
    """Runs over the same sources, oldest first, whose volume and rates are usual."""
    drift_stops: bool = False
    """Whether a run that is unlike them is stopped, or only reported."""


def told(articles: Sequence[TableRef], quotes: Sequence[TableRef]) -> dict[str, int]:
    """What the tables of a run say beside its counts, as the view `runs_told` has it of published ones."""
    dates = [read(ref, ["published_at"]).column(0) for ref in articles]
    speakers = [read(ref, ["speaker"]).column(0) for ref in quotes]
    return {
        "published": sum(map(len, dates)),
        "undated": sum(column.null_count for column in dates),
        "quotes_without_speaker": sum(column.null_count for column in speakers),
    }


def drift_of(run: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rates of a run that have a band, as a table of DRIFT."""
    rows = [
        {"rate": found.rate.name, "now": found.now, "low": found.band[0], "high": found.band[1]}
        for found in judged(run, earlier)
        if found.band is not None and found.now is not None
    ]
    return pa.Table.from_pylist(rows, schema=DRIFT.stage_schema)
