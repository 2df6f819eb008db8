"""What a run tells its user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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

    @property
    def quarantined(self) -> int:
        return self.counts.get("quarantined", 0)


def nothing_new(run: Run) -> RunReport:
    """The report of a run whose inputs are all known."""
    now = generations.current(run.layout)
    counts = {"inputs": len(run.inputs) + run.inputs_known, "inputs_known": run.inputs_known}
    return RunReport(run.key, run.settings.warehouse, None if now is None else now.generation, False, counts, {})


def published(run: Run, manifest: Manifest, counts: Mapping[str, int], data_docs: Location | None) -> RunReport:
    """The report of a run that made a generation."""
    return RunReport(
        run.key, run.settings.warehouse, manifest.generation, True, counts, dict(run.clock.seconds), data_docs
    )
