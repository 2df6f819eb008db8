"""How newsmill meets Prefect's server: the one that PREFECT_API_URL names, else an embedded one for this command."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from expectations.errors import NewsmillError
from flows.own_server import embedded_server, is_healthy

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import TaskRun

DEFAULTS = {
    # Nothing of a run is sent anywhere unless the user asks for it.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}

FLUSH_SECONDS = 15.0
POLL_SECONDS = 0.25
SETTLED_POLLS = 3
"""So many looks at the history in a row must find it complete and unchanged."""


class ServerLost(NewsmillError):
    """The Prefect server went away during a run."""


def prepare_environment() -> None:
    """Set what Prefect must find in the environment before it is imported; what the user has set stays."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)


def server_address() -> str | None:
    """The API of the configured server; None when there is none."""
    from prefect.settings import get_current_settings

    return get_current_settings().api.url


@contextmanager
def server_for_runs() -> Iterator[None]:
    """Let the flow runs of this command use the configured server, else an embedded one that is stopped at the end.

    What the flows need is imported while the embedded server starts: both take seconds.

    Raises:
        ServerNotStarted: the embedded server ended, or does not answer.
    """
    prepare_environment()
    if server_address() is not None:
        yield
        return
    with embedded_server() as server:
        from prefect.settings import PREFECT_API_URL, temporary_settings

        began = datetime.now(UTC)
        with temporary_settings({PREFECT_API_URL: server.api}):
            import_for_runs()
            server.wait()
            try:
                yield
            finally:
                if is_healthy(server.api):
                    _hand_over()
                    _wait_for_history(began)


def import_for_runs() -> None:
    """Import what every run needs: the flow, and Great Expectations, beside what follows, as stages come before it."""
    import flows.mill  # noqa: F401
    from expectations import gx

    threading.Thread(target=gx.load, daemon=True).start()


def _hand_over() -> None:
    """Send what Prefect still holds back: it sends logs and events in the background."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all()
    EventsWorker.drain_all()


def _wait_for_history(began: datetime) -> None:
    """Wait until the server has recorded every task run since `began`, at most FLUSH_SECONDS.

    Task runs reach the server as events; one that stops at once loses the last of them.
    """
    from prefect.client.orchestration import get_client

    deadline = time.monotonic() + FLUSH_SECONDS
    seen: set[UUID] = set()
    unchanged = 0
    with get_client(sync_client=True) as client:
        while unchanged < SETTLED_POLLS and time.monotonic() < deadline:
            runs = _last_task_runs(client, began)
            complete = all(run.state is not None and run.state.is_final() for run in runs)
            unchanged = unchanged + 1 if complete and {run.id for run in runs} == seen else 0
            seen = {run.id for run in runs}
            time.sleep(POLL_SECONDS)


def _last_task_runs(client: SyncPrefectClient, began: datetime) -> list[TaskRun]:
    """As many as the server gives at once."""
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterStartTime
    from prefect.client.schemas.sorting import TaskRunSort

    started = FlowRunFilterStartTime(after_=began)  # type: ignore[arg-type]
    return client.read_task_runs(
        flow_run_filter=FlowRunFilter(start_time=started), sort=TaskRunSort.EXPECTED_START_TIME_DESC
    )
