"""A worker that dies or hangs is reported, and the next call finds a living one."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress

import pytest

from tasks.pool import WorkerLostError, isolated, worker_processes


def test_without_a_pool_the_call_is_made_in_place() -> None:
    assert isolated(os.getpid, 5) == os.getpid()


def test_workers_die_hang_and_raise_alone() -> None:
    with worker_processes(1):
        assert isolated(os.getpid, 60) != os.getpid()
        with pytest.raises(WorkerLostError, match="exit code"):
            isolated(os._exit, 60, 3)
        with pytest.raises(WorkerLostError, match="took more than 1 s"):
            isolated(time.sleep, 1, 60)
        with pytest.raises(ZeroDivisionError):
            isolated(divmod, 60, 1, 0)
        assert isolated(divmod, 60, 7, 2) == (3, 1)


def test_whoever_waits_when_the_workers_are_stopped_goes_on() -> None:
    """As on Ctrl-C: the flow leaves while its tasks' threads wait for workers."""
    began = threading.Event()

    def task() -> None:
        began.set()
        isolated(time.sleep, 300, 120)

    with ThreadPoolExecutor(1) as threads:
        with suppress(KeyboardInterrupt), worker_processes(1):
            isolated(os.getpid, 60)
            waiting = threads.submit(task)
            began.wait()
            time.sleep(0.5)
            raise KeyboardInterrupt
        with pytest.raises(CancelledError):
            waiting.result(timeout=30)
