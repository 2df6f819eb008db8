"""Whose turn it is: no host is asked more often than it may be, by however many threads."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

from tasks.ingest.web.fault import Deferred, FetchError

MAX_FAULTS_IN_A_ROW = 3
"""A host that fails so often in a row, each time after all tries, is left alone for the rest of the run."""


class Pace:
    """The turns of each host within one run."""

    def __init__(
        self, until: float, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._until = until
        """When the time of the run is over, by `clock`."""
        self._clock, self._sleep = clock, sleep
        self._next: dict[str, float] = {}
        self._faults: Counter[str] = Counter()
        self._left_alone: set[str] = set()
        self._lock = threading.Lock()

    def wait(self, host: str, seconds: float) -> None:
        """Wait for the host's next turn, `seconds` after the last one.

        Raises:
            Deferred: the host is left alone in this run, or its turn comes after the end of the run.
        """
        with self._lock:
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            if host in self._left_alone or turn >= self._until:
                raise Deferred(host)
            self._next[host] = turn + seconds
        if turn > now:
            self._sleep(turn - now)

    def leave_alone(self, host: str) -> None:
        """Ask the host for nothing more in this run."""
        with self._lock:
            self._left_alone.add(host)

    def note(self, host: str, fault: FetchError | None) -> None:
        """Count faults in a row that tell of the host rather than of one page."""
        with self._lock:
            self._faults[host] = self._faults[host] + 1 if fault and fault.passing else 0
            if self._faults[host] >= MAX_FAULTS_IN_A_ROW:
                self._left_alone.add(host)
