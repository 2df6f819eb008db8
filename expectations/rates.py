"""Rates of runs, and whether they lie where those of earlier runs lay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Run = Mapping[str, Any]

MIN_ARTICLES = 20
"""Runs with fewer articles do not say what is usual: one page more moves their rates too much."""
MIN_RUNS = 3
MAX_RUNS = 30
SPREADS = 3.0
"""Usual is within so many robust standard deviations (1.4826 times the median deviation) of the median."""
LEAST_WIDTH = 0.1
"""Half the band is at least this share of the median: runs that are all alike would make anything else unusual."""
VOLUME_FACTOR = 3.0
"""Usual is a volume between the smallest and the largest of earlier runs, or so many times less or more."""


@dataclass(frozen=True)
class Rate:
    """A figure of a run that should not wander."""

    name: str
    of: Callable[[Run], tuple[float, float]]
    """Numerator and denominator."""
    is_share: bool = True

    def value(self, *runs: Run) -> float | None:
        """The rate over these runs together; None when there is nothing to divide by."""
        parts = [self.of(run) for run in runs]
        below = sum(part[1] for part in parts)
        return sum(part[0] for part in parts) / below if below else None


def published(run: Run) -> int:
    """Articles that a run published."""
    return int(run["duplicates"] + run["canonical"])


def refused(run: Run) -> int:
    """Pages and records that a run put into quarantine."""
    return int(run["pages_refused"] + run["inputs_refused"])


def fresh(run: Run) -> int:
    """Pages and records that a run read and no run before it."""
    return int(run["pages"] - run["pages_known"] + run["inputs_refused"])


RATES = (
    Rate("refused", lambda r: (refused(r), fresh(r))),
    Rate("copies", lambda r: (r["duplicates"], published(r))),
    Rate("without a date", lambda r: (r["undated"], r["published"])),
    Rate("quotes without a speaker", lambda r: (r["quotes_without_speaker"], r["quotes"])),
    Rate("articles a page", lambda r: (r["articles"], r["documents"]), is_share=False),
    Rate("quotes an article", lambda r: (r["quotes"], r["canonical"]), is_share=False),
    Rate("entities an article", lambda r: (r["entities"], r["canonical"]), is_share=False),
)

VOLUME = Rate("pages read", lambda r: (fresh(r), 1), is_share=False)
JUDGED = (VOLUME, *RATES)
"""What a run is held to before it publishes."""


def outside(value: float, low: float, high: float) -> bool:
    """Whether a rate lies outside of its band."""
    return not low <= value <= high


@dataclass(frozen=True)
class Drift:
    """A rate now, before, and between which values it usually lies."""

    rate: Rate
    now: float | None
    before: tuple[float, ...]
    band: tuple[float, float] | None
    """None without enough history."""

    @property
    def is_odd(self) -> bool:
        return self.band is not None and self.now is not None and outside(self.now, *self.band)


def drifts(runs: Sequence[Run], earlier: Sequence[Run]) -> list[Drift]:
    """Every rate of these runs together against earlier ones, oldest first."""
    telling = [run for run in earlier if published(run) >= MIN_ARTICLES][-MAX_RUNS:]
    found = []
    for rate in RATES:
        before = tuple(value for run in telling if (value := rate.value(run)) is not None)
        found.append(Drift(rate, rate.value(*runs), before, usual(before, is_share=rate.is_share)))
    return found


def volume(run: Run, earlier: Sequence[Run]) -> Drift:
    """How much a run has read, against earlier runs, small ones too."""
    before = tuple(value for one in earlier[-MAX_RUNS:] if (value := VOLUME.value(one)) is not None)
    band = (min(before) / VOLUME_FACTOR, max(before) * VOLUME_FACTOR) if len(before) >= MIN_RUNS else None
    return Drift(VOLUME, VOLUME.value(run), before, band)


def judged(run: Run, earlier: Sequence[Run]) -> list[Drift]:
    """A run's volume and rates against earlier runs, oldest first; the rates of few articles say nothing."""
    return [volume(run, earlier), *(drifts([run], earlier) if published(run) >= MIN_ARTICLES else ())]


def usual(values: Sequence[float], *, is_share: bool) -> tuple[float, float] | None:
    """The band in which a rate lies that behaves as it did; None for fewer than MIN_RUNS values."""
    if len(values) < MIN_RUNS:
        return None
    middle = median(values)
    spread = SPREADS * 1.4826 * median(abs(value - middle) for value in values)
    half = max(spread, LEAST_WIDTH * middle, 0.01)
    high = middle + half
    return max(0.0, middle - half), min(1.0, high) if is_share else high


def shown(value: float | None, *, is_share: bool) -> str:
    """A rate as people read it."""
    if value is None:
        return "–"
    return f"{value:.1%}" if is_share else f"{value:,.2f}".rstrip("0").rstrip(".")
