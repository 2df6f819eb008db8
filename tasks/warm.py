"""What the fork server imports once, so that every worker process has it from birth."""

from __future__ import annotations

import pyarrow.parquet  # noqa: F401

import tasks.batch
import tasks.clean.stage
import tasks.dedupe.stage
import tasks.enrich.stage
import tasks.ingest.stage  # noqa: F401
