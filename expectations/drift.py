"""Whether a run is like the runs before it, checked before it may publish."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import Between, Column, Context, Contract, Flattening, Projection, Rule
from expectations.rates import JUDGED, outside

NAMES = {rate.name: rate.name.replace(" ", "_") for rate in JUDGED}
"""Each rate as part of the names of its column and its rule."""


def verdicts(table: pa.Table, _context: Context) -> pa.Table:
    """A column for each rate, in whose row it is 1 when it lies outside of its band and 0 when inside; else null."""
    unusual = [(row["rate"], int(outside(row["now"], row["low"], row["high"]))) for row in table.to_pylist()]
    columns = {
        f"unusual_{column}": pa.array([said if name == rate else None for name, said in unusual], pa.int64())
        for rate, column in NAMES.items()
    }
    return pa.table({"row": pa.array(range(len(unusual)), pa.int64()), **columns})


def drift_contract(*, stops: bool = False) -> Contract:
    """The contract of `drift`; `stops` says whether an unusual run may not publish, or is only reported."""
    return Contract(
        name="drift",
        doc="Volume and rates of a run, and where those of earlier runs of its sources lay; staged only, never published.",
        key=("rate",),
        columns=(
            Column("rate", pa.string(), "Name of the rate.", nullable=False),
            Column("now", pa.float64(), "What it is in this run.", nullable=False),
            Column("low", pa.float64(), "From where on it is usual.", nullable=False),
            Column("high", pa.float64(), "Up to where it is usual.", nullable=False),
        ),
        projections=(
            Projection("drift", tuple(
                Rule(f"usual_{name}", f"unusual_{name}", Between(0, 0), f"{rate}: far from earlier runs of these sources",
                     "critical" if stops else "info")
                for rate, name in NAMES.items()
            ), Flattening(verdicts, reads=("rate", "now", "low", "high"))),
        ),
    )  # fmt: skip


DRIFT = drift_contract()
