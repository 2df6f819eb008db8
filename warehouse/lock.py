"""Who may write: one publisher at a time, and one run per key.

The locks are the operating system's, on files: whoever dies, however it happens, no longer holds them. Who holds the
write lock, and since when, stands beside it for people to read.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from expectations.errors import WarehouseError
from warehouse.durable import write_atomically
from warehouse.layout import Layout
from warehouse.location import on_disk


@contextmanager
def writing(layout: Layout, run_key: str, wait_seconds: float) -> Iterator[None]:
    """Hold the write lock of a warehouse.

    Raises:
        WarehouseError: another run still holds it after `wait_seconds`; the message names that run.
    """
    owner = layout.lock.with_suffix(".owner.json")
    lock = FileLock(on_disk(layout.lock))
    try:
        lock.acquire(timeout=wait_seconds, poll_interval=0.25)
    except Timeout:
        raise WarehouseError(
            f"another run is writing to {layout.root} ({_described(owner.read_text() if owner.exists() else '')})",
            "Wait for it to end, or raise `lock_wait_seconds` in newsmill.toml; nothing was published.",
        ) from None
    try:
        held = {
            "run": run_key,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": datetime.now(UTC).isoformat(),
        }
        write_atomically(owner, json.dumps(held).encode())
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


@contextmanager
def staging(layout: Layout, run_key: str, wait_seconds: float) -> Iterator[None]:
    """Hold the staging folder of a run, and remove those that dead runs left behind.

    Raises:
        WarehouseError: the same work is still being done elsewhere after `wait_seconds`.
    """
    on_disk(layout.staging).mkdir(exist_ok=True)
    lock = FileLock(on_disk(layout.staging) / f"{run_key}.lock")
    try:
        lock.acquire(timeout=wait_seconds, poll_interval=0.25)
    except Timeout:
        raise WarehouseError(
            f"run {run_key} is already being done by another process", "Wait for it to end; nothing was published."
        ) from None
    try:
        sweep_abandoned(layout, run_key)
        yield
        # Done: whoever waits on this file finds the work published, so losing its name can do no harm.
        (layout.staging / f"{run_key}.lock").unlink(missing_ok=True)
    finally:
        lock.release()


def sweep_abandoned(layout: Layout, own_key: str) -> None:
    """Remove staging folders whose run no longer lives; the own one is kept, to go on with."""
    staging = on_disk(layout.staging)
    for folder in (p for p in staging.iterdir() if p.is_dir() and p.name != own_key):
        lock = FileLock(staging / f"{folder.name}.lock")
        with suppress(Timeout), lock.acquire(timeout=0):
            shutil.rmtree(folder, ignore_errors=True)


def _described(owner: str) -> str:
    with suppress(json.JSONDecodeError, KeyError):
        held = json.loads(owner)
        return f"run {held['run']} on {held['host']}, process {held['pid']}, since {held['since']}"
    return "its owner is not known"
