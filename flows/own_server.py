"""A Prefect server of newsmill's own on loopback: started as a child process, stopped with whoever started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from expectations.errors import NewsmillError, UsageError

HOST = "127.0.0.1"
USUAL_PORT = 4200
"""Where people look for Prefect; another one is taken when it is in use."""
START_SECONDS, STOP_SECONDS = 240.0, 20.0
"""A server starts in ten seconds, but on a busy machine with a fresh database it was seen to take forty."""


class ServerNotStarted(NewsmillError):
    """The child process ended, or did not answer in time."""


@contextmanager
def own_server(port: int | None = None) -> Iterator[str]:
    """Start a Prefect server with its UI, wait until it answers, and stop it at the end.

    Args:
        port: where it listens; by default 4200, or a free port when that is in use.

    Yields:
        The address of its API.

    Raises:
        UsageError: the port asked for is in use.
        ServerNotStarted: the server ended, or did not answer within START_SECONDS; the message ends with its log.
    """
    at = _port(port)
    api = f"http://{HOST}:{at}/api"
    with tempfile.TemporaryFile() as log:
        child = _start(at, api, log)
        try:
            _wait(child, api, log)
            yield api
        finally:
            _stop(child)


def is_healthy(api: str) -> bool:
    """Whether a Prefect server answers at an address."""
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=2) as answer:  # noqa: S310  (an http address of ours)
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _port(asked: int | None) -> int:
    if asked and not _is_free(asked):
        raise UsageError(
            f"port {asked} is in use",
            f"Give another --port, or, if it is a Prefect server, set PREFECT_API_URL=http://{HOST}:{asked}/api.",
        )
    if asked or _is_free(USUAL_PORT):
        return asked or USUAL_PORT
    with socket.socket() as any_free:
        any_free.bind((HOST, 0))
        return int(any_free.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return False
        return True


def _start(port: int, api: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
    # The UI asks the address that this setting names, which is not made from --port.
    environment = os.environ | {"PREFECT_SERVER_UI_API_URL": api, "PREFECT_API_URL": api}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    # In a session of its own: Ctrl-C on the terminal reaches the runs first, which still need the server.
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)  # noqa: S603


def _wait(child: subprocess.Popen[bytes], api: str, log: IO[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_healthy(api):
        if child.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            said = log.read().decode(errors="replace").strip().splitlines()[-5:]
            raise ServerNotStarted(
                f"the Prefect server did not start: {' / '.join(said) or 'it said nothing'}",
                "Start one with `prefect server start` and set PREFECT_API_URL to its address.",
            )
        time.sleep(0.2)


def _stop(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
