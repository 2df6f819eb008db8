"""Arrow types and patterns that several contracts share."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import Column

UTC_US = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(pa.string())
SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
HEX32 = "^[0-9a-f]{32}$"
HEX64 = "^[0-9a-f]{64}$"


def stamps() -> tuple[Column, ...]:
    """The columns that publish adds to every table."""
    return (
        Column("run_id", pa.string(), "The run that published the row.", nullable=False, stamp=True),
        Column("ingested_at", UTC_US, "When that run began, UTC.", nullable=False, stamp=True),
    )
