"""Worker processes for the stages' Python code: both cores, and a page that kills or hangs one stops nobody.

The flow's process starts the pool; tasks call `isolated`. Without a pool (a test, a worker that may have none) the
call is made in place. Workers import the stage they run and neither Prefect nor Great Expectations.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from multiprocessing import forkserver
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from expectations.errors import UsageError
from warehouse.location import use_storage

P = ParamSpec("P")
R = TypeVar("R")

MAX_TASKS_PER_WORKER = 200
"""A worker is replaced after so many batches: C libraries that parse hostile HTML leak a little."""


METHOD = "forkserver"
SINGLE_THREADED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""One thread per library in each worker: the workers themselves are what keeps all cores busy."""


class WorkerLostError(Exception):
    """The worker process died or ran over its time; what it worked on is not done."""


Call = Callable[..., Any]
"""Calls a function (first argument) for at most so many seconds (second; None: no limit) with the other arguments."""


class _Workers:
    call: Call | None = None
    home: Call | None = None


@contextmanager
def worker_processes(
    count: int,
    runner: str = "processes",
    storage: Mapping[str, Any] | None = None,
    dask_address: str | None = None,
) -> Iterator[None]:
    """Start `count` worker processes for `isolated`, and stop them at the end; none for the runner `threads`.

    Workers reach object stores with the options `storage`. With the runner `dask` they are those of the
    cluster of the scheduler at `dask_address`, by default one of `count` processes started here.

    Raises:
        UsageError: Dask is not installed, or the cluster cannot be used.
    """
    if runner == "threads":
        yield
        return
    with ExitStack() as stack:
        home = stack.enter_context(local_processes(count, storage))
        calls = stack.enter_context(_cluster(count, dask_address, storage or {})) if runner == "dask" else home
        stack.enter_context(serving(calls, home))
        yield


def _cluster(count: int, address: str | None, storage: Mapping[str, Any]) -> AbstractContextManager[Call]:
    try:
        from tasks.cluster import dask_workers
    except ImportError as error:
        raise UsageError(
            f'runner = "dask" needs {error.name}, which is not installed', "Install `pip install 'newsmill[dask]'`."
        ) from error
    return dask_workers(count, address, storage)


@contextmanager
def serving(call: Call, home: Call | None = None) -> Iterator[None]:
    """Let `isolated`, and `at_home`, use these workers."""
    _Workers.call, _Workers.home = call, home
    try:
        yield
    finally:
        _Workers.call = _Workers.home = None


def prepare_workers() -> None:
    """Start what worker processes are forked from, which takes seconds, while the caller goes on."""
    with _environment(**SINGLE_THREADED):
        multiprocessing.get_context(METHOD).set_forkserver_preload(["tasks.warm"])
        forkserver.ensure_running()


@contextmanager
def local_processes(count: int, storage: Mapping[str, Any] | None) -> Iterator[Call]:
    """A pool of processes of this machine."""
    prepare_workers()
    context = multiprocessing.get_context(METHOD)
    with _environment(**SINGLE_THREADED):
        start = {"initializer": use_storage, "initargs": [dict(storage)]} if storage else {}
        with calls_of(ProcessPool(max_workers=count, max_tasks=MAX_TASKS_PER_WORKER, context=context, **start)) as call:
            yield call


@contextmanager
def calls_of(pool: ProcessPool) -> Iterator[Call]:
    """Call functions in the processes of a pool, which is stopped at the end; who then still waits is told so."""
    waited_for: set[Future[Any]] = set()
    try:
        yield partial(_in_pool, pool, waited_for)
    finally:
        pool.stop()
        for future in list(waited_for):  # the pool forgets them, and whoever waits would wait for ever
            future.cancel()
        pool.join()


def _in_pool(
    pool: ProcessPool,
    waited_for: set[Future[Any]],
    function: Callable[..., Any],
    seconds: float | None,
    *args: Any,
    **kwargs: Any,
) -> Any:
    future = pool.schedule(function, args=list(args), kwargs=dict(kwargs), timeout=seconds)
    waited_for.add(future)
    try:
        return future.result()
    except FutureTimeoutError as error:
        raise WorkerLostError(f"took more than {seconds:.0f} s") from error
    except ProcessExpired as error:
        raise WorkerLostError(f"the worker process died with exit code {error.exitcode}") from error
    finally:
        waited_for.discard(future)


def isolated(function: Callable[P, R], seconds: float, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a worker process, for at most `seconds`.

    Raises:
        WorkerLostError: the worker died (a crash in native code, out of memory) or ran over its time.
        CancelledError: the run is over, by Ctrl-C, a cancellation or an error elsewhere.
    """
    return _called(_Workers.call, function, seconds, *args, **kwargs)


def at_home(function: Callable[P, R], seconds: float, *args: P.args, **kwargs: P.kwargs) -> R:
    """As `isolated`, but on the flow's machine: for what reads files that the workers of a cluster do not have."""
    return _called(_Workers.home, function, seconds, *args, **kwargs)


def _called(call: Call | None, function: Callable[..., R], seconds: float, *args: Any, **kwargs: Any) -> R:
    if call is None:
        return function(*args, **kwargs)
    result: R = call(function, seconds, *args, **kwargs)
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
