"""A lock that is an object: its holder renews it, and one that was not renewed for its life is free.

Ages are told by the store's clock, so that the clocks of the machines do not matter.
"""

from __future__ import annotations

import json
import os
import socket
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from warehouse.conditional import ChangedError, Seen, look, write_if

if TYPE_CHECKING:
    from upath import UPath

LIFE_SECONDS = 60.0
BEATS = 4
"""Renewals in a life: so many less one may fail."""
POLL_SECONDS = 0.5
FREE = b"{}"


class BusyError(Exception):
    """The lease is held; the message says by whom."""


@dataclass
class Lease:
    """A lease that this process holds."""

    place: UPath
    run_key: str
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    tag: str | None = None
    _ended: Event = field(default_factory=Event)

    def take(self, seen: Seen | None) -> None:
        """Take a lease that was seen to be free; raises ChangedError when another was faster."""
        self._write(0, None if seen is None else seen.tag)

    def renew_until_ended(self) -> None:
        """Renew it until the end; one that was taken over is given up, one that cannot be reached is tried again."""
        beat = 0
        while not self._ended.wait(LIFE_SECONDS / BEATS):
            beat += 1
            try:
                self._write(beat, self.tag)
            except ChangedError:
                return
            except OSError:
                continue

    def end(self) -> None:
        """Stop renewing it."""
        self._ended.set()

    def free(self) -> None:
        """Let others have it; one that was taken over is theirs."""
        with suppress(ChangedError):
            write_if(self.place, FREE, self.tag)

    def _write(self, beat: int, tag: str | None) -> None:
        held = {**claim(self.run_key), "seconds": LIFE_SECONDS, "token": self.token, "beat": beat}
        self.tag = write_if(self.place, json.dumps(held).encode(), tag)


def claim(run_key: str) -> dict[str, Any]:
    """What the holder of a lock writes down of itself, for people."""
    now = datetime.now(UTC).isoformat()
    return {"run": run_key, "host": socket.gethostname(), "pid": os.getpid(), "since": now}


def described(held: Mapping[str, Any]) -> str:
    """Who holds a lock, in words."""
    return f"run {held.get('run')} on {held.get('host')}, process {held.get('pid')}, since {held.get('since')}"


@contextmanager
def hold(place: UPath, run_key: str, wait_seconds: float) -> Iterator[Lease]:
    """Hold the lease of an object for the block.

    Raises:
        BusyError: another still holds it after `wait_seconds`.
        OSError: the store cannot be written.
    """
    lease = _taken(place, run_key, wait_seconds)
    beats = Thread(target=lease.renew_until_ended, name=f"lease {place.name}", daemon=True)
    beats.start()
    try:
        yield lease
    finally:
        lease.end()
        beats.join()
        lease.free()


def _taken(place: UPath, run_key: str, wait_seconds: float) -> Lease:
    deadline = time.monotonic() + wait_seconds
    while True:
        seen = look(place)
        held = holder(seen)
        if not held:
            lease = Lease(place, run_key)
            with suppress(ChangedError):
                lease.take(seen)
                return lease
        elif time.monotonic() >= deadline:
            raise BusyError(described(held))
        time.sleep(POLL_SECONDS)


def holder(seen: Seen | None) -> dict[str, Any]:
    """Who holds a lease; empty when it is free, or its holder has not renewed it for its life."""
    if seen is None:
        return {}
    try:
        held: dict[str, Any] = json.loads(seen.content)
    except ValueError:
        return {}
    return {} if seen.age > held.get("seconds", 0.0) else held
