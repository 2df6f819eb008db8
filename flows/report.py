"""What a run tells its user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from expectations.rates import JUDGED, outside, shown
from flows.run import Run
from warehouse import generations
from warehouse.location import Location
from warehouse.manifest import Manifest


@dataclass(frozen=True)
class RunReport:
    """The outcome of a run: the generation it published, or that there was nothing new."""

    run_key: str
    warehouse: Location
    generation: int | None
    """The generation that is current after the run; None for a warehouse that still has none."""
    published: bool
    counts: Mapping[str, int]
    seconds: Mapping[str, float]
    data_docs: Location | None = None
    unusual: Sequence[str] = ()
    """What of the run is unlike earlier runs over its sources, a line each."""

    @property
    def quarantined(self) -> int:
        return self.counts.get("quarantined", 0)


def nothing_new(run: Run) -> RunReport:
    """The report of a run whose inputs are all known."""
    now = generations.current(run.layout)
    counts = {"inputs": len(run.inputs) + run.inputs_known, "inputs_known": run.inputs_known}
    return RunReport(run.key, run.settings.warehouse, None if now is None else now.generation, False, counts, {})


def published(
    run: Run, manifest: Manifest, counts: Mapping[str, int], data_docs: Location | None, unusual: Sequence[str]
) -> RunReport:
    """The report of a run that made a generation."""
    return RunReport(
        run.key, run.settings.warehouse, manifest.generation, True, counts, dict(run.clock.seconds), data_docs, unusual
    )


def unusual_rates(drift: pa.Table) -> list[str]:
    """The rates of a run that lie outside of their bands, as people read them."""
    is_share = {rate.name: rate.is_share for rate in JUDGED}
    lines = []
    for row in drift.to_pylist():
        now, low, high = (shown(row[name], is_share=is_share[row["rate"]]) for name in ("now", "low", "high"))
        if outside(row["now"], row["low"], row["high"]):
            lines.append(f"{row['rate']} {now}, usually {low} to {high}")
    return lines
