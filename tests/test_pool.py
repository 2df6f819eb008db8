"""A worker that dies or hangs is reported, and the next call finds a living one."""

from __future__ import annotations

import os
import time

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
