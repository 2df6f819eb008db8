"""One writer at a time: dedupe reads the history that publish extends, so both happen under one lock.

The lock is the operating system's on `write.lock`: a writer that dies, however it dies, no longer holds it.
Who holds it, and since when, stands beside it for people to read.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from expectations.errors import WarehouseError
from warehouse.durable import write_atomically
from warehouse.layout import Layout


@contextmanager
def writing(layout: Layout, run_key: str, wait_seconds: float) -> Iterator[None]:
    """Hold the write lock of a warehouse.

    Raises:
        WarehouseError: another run still holds it after `wait_seconds`; the message names that run.
    """
    owner = layout.lock.with_suffix(".owner.json")
    try:
        lock = FileLock(layout.lock).acquire(timeout=wait_seconds, poll_interval=0.25)
    except Timeout:
        raise WarehouseError(
            f"another run is writing to {layout.root} ({_described(owner.read_text() if owner.exists() else '')})",
            "Wait for it to end, or raise `lock_wait_seconds` in newsmill.toml; nothing was published.",
        ) from None
    with lock:
        held = {
            "run": run_key,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": datetime.now(UTC).isoformat(),
        }
        write_atomically(owner, json.dumps(held).encode())
        try:
            yield
        finally:
            owner.unlink(missing_ok=True)


def _described(owner: str) -> str:
    with suppress(json.JSONDecodeError, KeyError):
        held = json.loads(owner)
        return f"run {held['run']} on {held['host']}, process {held['pid']}, since {held['since']}"
    return "its owner is not known"
