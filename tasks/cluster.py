"""The workers of a Dask cluster for the stages' Python code, in place of worker processes of this machine.

Workers share nothing with the flow but the warehouse. Each keeps a pool of processes of its own where it may have
children, so that there, too, a page that kills or hangs one stops nobody; else it makes the call in place.
"""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from typing import Any

import dask
from distributed import Client, LocalCluster, Worker, WorkerPlugin
from distributed.scheduler import KilledWorker

from expectations.errors import UsageError
from tasks.pool import Call, WorkerLostError, isolated, local_processes, serving
from warehouse.location import use_storage

log = logging.getLogger(__name__)
CONNECT_SECONDS = 30


@contextmanager
def dask_workers(count: int, address: str | None, storage: Mapping[str, Any]) -> Iterator[Call]:
    """Calls on the cluster of the scheduler at `address`, or on one of `count` processes started here.

    Raises:
        UsageError: there is no scheduler at the address, it has no workers, or they have another version of newsmill.
    """
    with ExitStack() as stack:
        client = stack.enter_context(_own_cluster(count) if address is None else _client(address))
        _require_same_version(client)
        client.register_plugin(WorkerProcesses(storage))
        yield lambda *call, **named: _on(client, *call, **named)


@contextmanager
def _own_cluster(count: int) -> Iterator[Client]:
    with (
        dask.config.set({"distributed.worker.daemon": False}),  # its workers have children
        LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def _client(address: str) -> Client:
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"there is no Dask scheduler with workers at {address}: {error}",
            "Correct `address` of [dask], or start them: `dask scheduler`, `dask worker ADDRESS`.",
        ) from error
    return client


def _require_same_version(client: Client) -> None:
    """Workers of another version would make other rows."""
    own = version("newsmill")
    for worker, found in client.run(_version).items():
        if found != own:
            raise UsageError(
                f"the Dask worker {worker} has newsmill {found or 'not installed'}, the flow has {own}",
                "Install the same version on all workers.",
            )


def _version() -> str | None:
    try:
        return version("newsmill")
    except ImportError:
        return None


def _on(client: Client, function: Callable[..., Any], seconds: float, *args: Any, **named: Any) -> Any:
    """Call a function on a worker of the cluster, which calls it in its own pool for at most `seconds`."""
    key = f"{function.__name__}-{uuid.uuid4().hex}"
    future = client.submit(isolated, function, seconds, *args, **named, key=key, pure=False)
    try:
        return future.result()
    except KilledWorker as error:
        raise WorkerLostError(f"every Dask worker that tried it died: {error}") from error


class WorkerProcesses(WorkerPlugin):
    """Readies each worker of a cluster, also one that joins later: access to the warehouse, and a pool."""

    idempotent = True

    def __init__(self, storage: Mapping[str, Any]) -> None:
        described = json.dumps(storage, sort_keys=True, default=str)
        self.name = f"newsmill-{version('newsmill')}-{hashlib.sha256(described.encode()).hexdigest()[:12]}"
        self._storage = dict(storage)
        self._stack: ExitStack | None = None

    def setup(self, worker: Worker) -> None:
        """Called by Dask on each worker."""
        if self._storage:
            use_storage(self._storage)
        if multiprocessing.current_process().daemon:
            log.warning("this worker may have no children: a page that kills or hangs it costs the whole worker")
            return
        self._stack = ExitStack()
        calls = self._stack.enter_context(local_processes(worker.state.nthreads, self._storage))
        self._stack.enter_context(serving(calls))

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """Called by Dask when a worker ends."""
        if self._stack is not None:
            self._stack.close()
