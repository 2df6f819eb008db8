"""Who may write: one publisher at a time, and one run per key.

In a folder the locks are the operating system's, on files: whoever dies, however it happens, no longer holds them. Who
holds the write lock, and since when, stands beside it for people to read. On an object store they are leases.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from expectations.errors import WarehouseError
from warehouse.durable import write_atomically
from warehouse.layout import Layout
from warehouse.lease import BusyError, claim, described
from warehouse.location import on_disk


@contextmanager
def writing(layout: Layout, run_key: str, wait_seconds: float) -> Iterator[None]:
    """Hold the write lock of a warehouse.

    Raises:
        WarehouseError: another run still holds it after `wait_seconds`; the message names that run.
    """
    try:
        with _writing(layout, run_key, wait_seconds):
            yield
    except BusyError as error:
        raise WarehouseError(
            f"another run is writing to {layout.root} ({error})",
            "Wait for it to end, or raise `lock_wait_seconds` in newsmill.toml; nothing was published.",
        ) from None


@contextmanager
def staging(layout: Layout, run_key: str, wait_seconds: float) -> Iterator[None]:
    """Hold the staging folder of a run, and remove those that dead runs left behind.

    Raises:
        WarehouseError: the same work is still being done elsewhere after `wait_seconds`.
    """
    try:
        with _staging(layout, run_key, wait_seconds):
            yield
    except BusyError:
        raise WarehouseError(
            f"run {run_key} is already being done by another process", "Wait for it to end; nothing was published."
        ) from None


@contextmanager
def fetching(layout: Layout, wait_seconds: float) -> Iterator[None]:
    """Hold the folder of what was fetched: one run fetches at a time, so that hosts are not asked twice over.

    Raises:
        WarehouseError: another run still fetches after `wait_seconds`.
    """
    try:
        with _fetching(layout, wait_seconds):
            yield
    except (BusyError, Timeout):
        raise WarehouseError(
            f"another run is fetching into {layout.root}", "Wait for it to end, or raise `lock_wait_seconds`."
        ) from None


def _fetching(layout: Layout, wait_seconds: float) -> AbstractContextManager[object]:
    folder = layout.fetched
    if isinstance(folder, Path):
        folder.mkdir(parents=True, exist_ok=True)
        return FileLock(folder / "fetch.lock").acquire(timeout=wait_seconds, poll_interval=0.25)
    from warehouse import lease

    return lease.hold(folder / "fetch.lock", "fetch", wait_seconds)


def _writing(layout: Layout, run_key: str, wait_seconds: float) -> AbstractContextManager[None]:
    if isinstance(layout.root, Path):
        return _writing_file(on_disk(layout.lock), run_key, wait_seconds)
    from warehouse import leases

    return leases.writing(layout, run_key, wait_seconds)


def _staging(layout: Layout, run_key: str, wait_seconds: float) -> AbstractContextManager[None]:
    if isinstance(layout.root, Path):
        return _staging_folder(on_disk(layout.staging), run_key, wait_seconds)
    from warehouse import leases

    return leases.staging(layout, run_key, wait_seconds)


@contextmanager
def _writing_file(path: Path, run_key: str, wait_seconds: float) -> Iterator[None]:
    owner = path.with_suffix(".owner.json")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait_seconds, poll_interval=0.25)
    except Timeout:
        raise BusyError(_named(owner)) from None
    try:
        write_atomically(owner, json.dumps(claim(run_key)).encode())
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


@contextmanager
def _staging_folder(folder: Path, run_key: str, wait_seconds: float) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    path = folder / f"{run_key}.lock"
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait_seconds, poll_interval=0.25)
    except Timeout:
        raise BusyError(run_key) from None
    try:
        _sweep_abandoned(folder, run_key)
        yield
        # Done: whoever waits on this file finds the work published, so losing its name can do no harm.
        path.unlink(missing_ok=True)
    finally:
        lock.release()


def _sweep_abandoned(staging: Path, own_key: str) -> None:
    """Remove staging folders whose run no longer lives; the own one is kept, to go on with."""
    for folder in (p for p in staging.iterdir() if p.is_dir() and p.name != own_key):
        lock = FileLock(staging / f"{folder.name}.lock")
        with suppress(Timeout), lock.acquire(timeout=0):
            shutil.rmtree(folder, ignore_errors=True)


def _named(owner: Path) -> str:
    """Who holds the lock; its file is gone, or not there yet, when the holder is just leaving or coming."""
    with suppress(FileNotFoundError, ValueError):
        return described(json.loads(owner.read_bytes()))
    return "its owner is not known"
