"""What crashes left in the folder of a warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse import manifest as manifests
from warehouse.layout import Layout
from warehouse.location import age, on_disk

DROPPED = ".dropped"
"""Suffix of a generation that is being removed: nobody finds it any more, and a crash leaves only this."""
SETTLED = timedelta(hours=1)
"""Temporary files of this age belong to no living process: each exists for seconds."""


def leftovers(layout: Layout, published: Iterator[Path], now: datetime) -> Iterator[Path]:
    """Half-removed generations, temporary files, files that no manifest names, idle locks, staging of dead runs."""
    yield from on_disk(layout.generations).glob(f"*{DROPPED}")
    aside = [*on_disk(layout.root).glob("*.tmp"), *on_disk(layout.staging).glob("*.tmp")]
    yield from (path for path in aside if age(path, now) > SETTLED)
    for generation in published:
        yield from _unnamed(generation)
    yield from _idle_locks(on_disk(layout.staging), now)
    yield from _abandoned(on_disk(layout.staging))


def _unnamed(generation: Path) -> Iterator[Path]:
    """Files of a generation that its manifest does not name."""
    manifest = generation / manifests.NAME
    named = {generation / file.path for file in manifests.load(manifest).files} | {manifest}
    return (path for path in generation.rglob("*") if path.is_file() and path not in named)


def _idle_locks(staging: Path, now: datetime) -> Iterator[Path]:
    """Lock files of runs that left no folder and that nobody has touched for long."""
    for path in staging.glob("*.lock"):
        if not path.with_suffix("").is_dir() and age(path, now) > timedelta(days=1) and _is_free(path):
            yield path


def _abandoned(staging: Path) -> Iterator[Path]:
    """Staging folders whose run no longer lives."""
    folders = [path for path in staging.iterdir() if path.is_dir()] if staging.is_dir() else []
    return (folder for folder in folders if _is_free(staging / f"{folder.name}.lock"))


def _is_free(lock: Path) -> bool:
    with suppress(Timeout), FileLock(lock).acquire(timeout=0):
        return True
    return False
