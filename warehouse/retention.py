"""What may go: old generations, what crashes left behind, old data docs."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse import manifest as manifests
from warehouse.generations import current
from warehouse.layout import Layout
from warehouse.options import MaintainOptions

DROPPED = ".dropped"
"""Suffix of a generation that is being removed: nobody finds it any more, and a crash leaves only this."""
SETTLED = timedelta(hours=1)
"""Temporary files of this age belong to no living process: each exists for seconds."""


def outdated(layout: Layout, options: MaintainOptions, now: datetime) -> list[int]:
    """Generations that are neither current, nor among the newest, nor young."""
    manifest = current(layout)
    if manifest is None:
        return []
    old = [number for number in layout.numbers() if number < manifest.generation]
    beyond = old[: max(0, len(old) + 1 - max(1, options.keep_generations))]
    limit = now - timedelta(days=options.keep_days)
    return [number for number in beyond if _written(layout.generation(number)) < limit]


def drop_generations(layout: Layout, numbers: Iterable[int]) -> None:
    """Remove generations; whoever still reads one gets an error, never half of it."""
    for number in numbers:
        folder = layout.generation(number)
        folder.rename(folder.with_name(folder.name + DROPPED))
    for folder in layout.generations.glob(f"*{DROPPED}"):
        shutil.rmtree(folder)


def leftovers(layout: Layout, now: datetime) -> list[Path]:
    """What crashes left: half-removed generations, temporary files, files that no manifest names, idle locks."""
    aside = [*layout.root.glob("*.tmp"), *layout.staging.glob("*.tmp")]
    return [
        *layout.generations.glob(f"*{DROPPED}"),
        *(path for path in aside if _age(path, now) > SETTLED),
        *(path for number in layout.numbers() for path in _unnamed(layout.generation(number))),
        *_idle_locks(layout, now),
    ]


def abandoned(layout: Layout) -> list[Path]:
    """Staging folders whose run no longer lives."""
    if not layout.staging.is_dir():
        return []
    return [folder for folder in layout.staging.iterdir() if folder.is_dir() and _free(layout, folder.name)]


def old_docs(layout: Layout, options: MaintainOptions, now: datetime) -> list[Path]:
    """Data docs and reports that were written too long ago."""
    limit = timedelta(days=options.keep_docs_days)
    return [path for folder in layout.docs for path in sorted(folder.glob("*")) if _age(path, now) > limit]


def remove(path: Path) -> None:
    """Remove a file or folder; one that is gone already is no fault."""
    with suppress(FileNotFoundError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _written(generation: Path) -> datetime:
    return datetime.fromisoformat(manifests.load(generation).created_at)


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo)


def _unnamed(generation: Path) -> Iterator[Path]:
    """Files of a generation that its manifest does not name."""
    named = {generation / file.path for file in manifests.load(generation).files} | {generation / manifests.NAME}
    return (path for path in generation.rglob("*") if path.is_file() and path not in named)


def _idle_locks(layout: Layout, now: datetime) -> Iterator[Path]:
    """Lock files of runs that left no folder and that nobody has touched for long."""
    for path in layout.staging.glob("*.lock"):
        if not path.with_suffix("").is_dir() and _age(path, now) > timedelta(days=1) and _free(layout, path.stem):
            yield path


def _free(layout: Layout, run_key: str) -> bool:
    with suppress(Timeout), FileLock(layout.staging / f"{run_key}.lock").acquire(timeout=0):
        return True
    return False
