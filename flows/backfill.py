"""Backfill: the mill over the past parts of a source, one after another, each as a run of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from prefect import flow, get_run_logger

from expectations.errors import NewsmillError
from flows.artifacts import Board
from flows.flow_run import begin, rename, watched
from flows.mill import mill
from flows.parameters import GivenSettings
from flows.partitions import partitions
from flows.report import RunReport
from flows.settings import load_settings


@dataclass(frozen=True)
class Part:
    """What became of one part."""

    path: str
    report: RunReport | None
    error: str = ""

    def as_row(self) -> dict[str, Any]:
        """A row of the table in the Prefect UI."""
        counts = self.report.counts if self.report else {}
        state = "published" if self.report and self.report.published else "known" if self.report else "failed"
        found = {name: counts.get(name, 0) for name in ("inputs", "articles", "quotes", "quarantined")}
        return {"part": self.path, "state": state, **found, "error": self.error}


class PartsFailed(NewsmillError):
    """Some parts were not published; all others were."""


@watched
@flow(name="backfill", flow_run_name="backfill {source}")
def backfill(
    source: str,
    first: date | None = None,
    last: date | None = None,
    settings: GivenSettings = None,
    source_name: str | None = None,
) -> list[Part]:
    """Mill the past parts of a source, oldest first; parts that are published are known, so it can be run again.

    Args:
        source: A folder or glob whose entries are the parts; or, with dates, a pattern: /feeds/%Y/%m/%d/*.jsonl.
        first: The first day.
        last: The last day.
        settings: Settings that override those of newsmill.toml and the environment, as in newsmill.toml.
        source_name: What to call the source in the tables.

    Raises:
        UsageError: the source cannot be cut into parts, or none of them is there.
        PartsFailed: some parts failed; the message names them. The others are published.
    """
    begin()
    settings = settings or load_settings()
    name = source_name or (source if source in settings.sources else None)
    paths = partitions(source, first, last, settings)
    rename(f"backfill {source}: {len(paths)} parts", "newsmill", f"warehouse:{settings.warehouse}", f"source:{source}")
    board = Board()
    parts = []
    for path in paths:
        parts.append(_milled(path, settings, name))
        board.progress("parts", len(parts), len(paths))
    board.table("parts", [part.as_row() for part in parts], "What became of each part")
    _require_all(parts)
    return parts


def _milled(path: str, settings: GivenSettings, source_name: str | None) -> Part:
    try:
        return Part(path, mill([path], settings, source_name))
    except NewsmillError as error:  # the other parts do not depend on this one
        get_run_logger().error("%s: %s", path, error.reason)
        return Part(path, None, error.reason)


def _require_all(parts: Sequence[Part]) -> None:
    failed = [part for part in parts if part.report is None]
    if failed:
        named = ", ".join(part.path for part in failed[:5]) + (" …" if len(failed) > 5 else "")
        raise PartsFailed(
            f"{len(failed)} of {len(parts)} parts failed: {named}; the first: {failed[0].error}",
            "Correct the cause and run the same backfill again: it does what is missing.",
        )
