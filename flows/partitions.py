"""The parts of a source that a backfill mills one after another, oldest first."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from expectations.errors import UsageError
from flows.inputs import located
from flows.settings import Settings
from tasks.ingest.sources import kind_of, scheme_of, web_addresses


def partitions(source: str, first: date | None, last: date | None, settings: Settings) -> list[str]:
    """The parts of a source where there is something to read.

    With dates, the source's paths are patterns of strftime (`/feeds/%Y/%m/%d/*.jsonl`), and each day, or whatever the
    pattern tells apart, is a part. Without, the entries of a folder are, or the matches of a glob, by name.

    Raises:
        UsageError: the source cannot be cut into parts, or none of them is there.
        BadInputError: a store cannot be listed.
    """
    [(named, _)] = located([source], settings, None)
    if first is None and last is None:
        found = [part for path in named.locations for part in _entries(path)]
    else:
        found = [part for part in _dated(named.locations, first, last) if _holds_inputs(part, settings)]
    if not found:
        raise UsageError(f"{source} has no part to mill", "Check the path, and the days of --from and --to.")
    return found


def _entries(path: str) -> Iterator[str]:
    if "%" in path or scheme_of(path):
        raise UsageError(
            f"{path} cannot be cut into parts by its entries",
            "Give --from and --to and a pattern of days: s3://bucket/%Y/%m/%d/.",
        )
    matches = [str(p) for p in Path(path).iterdir()] if Path(path).is_dir() else glob.glob(path, recursive=True)  # noqa: PTH207
    yield from sorted(match for match in matches if not Path(match).name.startswith("."))


def _dated(paths: Sequence[str], first: date | None, last: date | None) -> list[str]:
    """The patterns filled with each day; what stays the same over several days is one part."""
    if first is None or last is None:
        raise UsageError("the first or the last day is missing", "Give both: --from 2026-05-01 --to 2026-05-31.")
    if last < first:
        raise UsageError(f"the last day, {last}, is before the first, {first}", "Exchange --from and --to.")
    if any("%" not in path for path in paths):
        raise UsageError(
            f"{' '.join(paths)} has no day in it", "Write the source as a pattern of days: archive/%Y-%m-%d/*.warc.gz."
        )
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return list(dict.fromkeys(day.strftime(path) for day in days for path in paths))


def _holds_inputs(path: str, settings: Settings) -> bool:
    if web_addresses(path):  # asked by the run itself
        return True
    try:
        return next(kind_of(path).find(path, None, settings.ingest), None) is not None
    except UsageError:  # a day without pages
        return False
