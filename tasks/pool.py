"""Worker processes for the stages' Python code: both cores, and a page that kills or hangs one stops nobody.

The flow's process starts the pool; tasks call `isolated`. Without a pool (a cluster's worker, a test) the call is
made in place. Workers import the stage they run and neither Prefect nor Great Expectations.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from warehouse.location import use_storage

P = ParamSpec("P")
R = TypeVar("R")

MAX_TASKS_PER_WORKER = 200
"""A worker is replaced after so many batches: C libraries that parse hostile HTML leak a little."""


class WorkerLostError(Exception):
    """The worker process died or ran over its time; what it worked on is not done."""


class _Pool:
    running: ProcessPool | None = None


@contextmanager
def worker_processes(count: int, runner: str = "processes", storage: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Start `count` worker processes for `isolated`, and stop them at the end; none for the runner `threads`.

    Workers reach object stores with the options `storage`.
    """
    if runner == "threads":
        yield
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tasks.warm"])
    # One thread per library in each worker: the workers themselves are what keeps all cores busy.
    with _environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"):
        start = {"initializer": use_storage, "initargs": [dict(storage)]} if storage else {}
        pool = ProcessPool(max_workers=count, max_tasks=MAX_TASKS_PER_WORKER, context=context, **start)
        _Pool.running = pool
        try:
            yield
        finally:
            _Pool.running = None
            pool.stop()
            pool.join()


def isolated(function: Callable[P, R], seconds: float, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a worker process, for at most `seconds`.

    Raises:
        WorkerLostError: the worker died (a crash in native code, out of memory) or ran over its time.
    """
    pool = _Pool.running
    if pool is None:
        return function(*args, **kwargs)
    future: Any = pool.schedule(function, args=list(args), kwargs=dict(kwargs), timeout=seconds)
    try:
        result: R = future.result()
    except FutureTimeoutError as error:
        raise WorkerLostError(f"took more than {seconds:.0f} s") from error
    except ProcessExpired as error:
        raise WorkerLostError(f"the worker process died with exit code {error.exitcode}") from error
    return result


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
