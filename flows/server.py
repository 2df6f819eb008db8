"""How newsmill meets Prefect's server: the one that PREFECT_API_URL names, else an embedded one for this run."""

from __future__ import annotations

import os
import time
from uuid import UUID

from expectations.errors import NewsmillError

DEFAULTS = {
    # The embedded server needs longer than Prefect's 20 s on a slow or busy machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # Nothing of a run is sent anywhere unless the user asks for it.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}

FLUSH_SECONDS = 15.0


class ServerLost(NewsmillError):
    """The Prefect server went away during a run."""


def prepare_environment() -> None:
    """Set what Prefect must find in the environment before it is imported; what the user has set stays."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)


def server_address() -> str | None:
    """The API of the configured server; None when Prefect embeds one in this process for its flow runs."""
    from prefect.settings import get_current_settings

    return get_current_settings().api.url


def wait_for_history(flow_run_id: UUID) -> None:
    """Wait until an embedded server has recorded every task run of a flow run, at most FLUSH_SECONDS.

    Task runs reach the server as events; one that stops at once loses the last of them.
    """
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    wanted = FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id]))
    deadline = time.monotonic() + FLUSH_SECONDS
    seen = -1
    with get_client(sync_client=True) as client:
        while time.monotonic() < deadline:
            runs = client.read_task_runs(flow_run_filter=wanted)
            if len(runs) == seen and all(run.state is not None and run.state.is_final() for run in runs):
                return
            seen = len(runs)
            time.sleep(1.0)
