"""How newsmill meets Prefect's server: the one that PREFECT_API_URL names, else an embedded one for this command."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from expectations.errors import NewsmillError
from flows.own_server import ServerProcess, embedded_server, is_healthy
from tasks.heap import kept

DEFAULTS = {
    # Nothing of a run is sent anywhere unless the user asks for it.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}


class ServerLost(NewsmillError):
    """The Prefect server went away during a run."""


def prepare_environment() -> None:
    """Set what Prefect must find in the environment before it is imported; what the user has set stays."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)


def server_address() -> str | None:
    """The API of the configured server; None when there is none, which an empty setting says, too."""
    from prefect.settings import get_current_settings

    return get_current_settings().api.url or None


@contextmanager
def server_for_runs(meanwhile: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Let the flow runs of this command use the configured server, else an embedded one that is stopped at the end.

    It starts at once, while Prefect and the flow are imported and `meanwhile` is called: all of these take seconds.
    When Prefect's settings then name a server elsewhere than in the environment, it is stopped again. Where no server
    is started there is nothing to wait for, and `meanwhile` is not called.

    Raises:
        ServerNotStarted: the embedded server ended, or does not answer.
    """
    prepare_environment()
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    with ExitStack() as embedded:
        server = embedded.enter_context(embedded_server())
        if server_address() is not None:
            embedded.close()
            yield
            return
        with _used(server, meanwhile):
            yield


@contextmanager
def _used(server: ServerProcess, meanwhile: Callable[[], object]) -> Iterator[None]:
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    # A server that ends with the run never misses its heartbeat, for whose thread a run waits up to a second.
    with temporary_settings({PREFECT_API_URL: server.api, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        with kept():
            import fastapi.encoders  # noqa: F401  (Prefect imports it when it is given a flow's parameters)

            import flows.mill  # noqa: F401

        meanwhile()
        server.wait()
        try:
            yield
        finally:
            if is_healthy(server.api):
                _hand_over()
                server.end()


def _hand_over() -> None:
    """Send what Prefect still holds back: it sends logs and events in the background."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all()
    EventsWorker.drain_all()
