"""Prefect servers of newsmill's own on loopback: started as child processes, stopped with whoever started them."""

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
from dataclasses import dataclass
from typing import IO

from expectations.errors import NewsmillError, UsageError
from flows.embedded import HOST

USUAL_PORT = 4200
"""Where people look for Prefect; another one is taken when it is in use."""
START_SECONDS, STOP_SECONDS = 240.0, 20.0
"""A server starts in ten seconds, but on a busy machine with a fresh database it was seen to take forty."""
_ANOTHER = "Start one with `prefect server start` and set PREFECT_API_URL to its address."
_UNKNOWN_REVISION = "Can't locate revision"
"""What Alembic says of a database that a newer release has migrated."""
_NEWER = "A newer Prefect has migrated this database: install that release, or set PREFECT_HOME to another folder."


class ServerNotStarted(NewsmillError):
    """The child process ended, or did not answer in time."""


@dataclass(frozen=True)
class ServerProcess:
    """A server that is starting, or runs."""

    child: subprocess.Popen[bytes]
    port: int
    log: IO[bytes]

    @property
    def api(self) -> str:
        """The address of its API."""
        return api_at(self.port)

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            ServerNotStarted: it ended, or did not answer within START_SECONDS; the message ends with its log.
        """
        deadline = time.monotonic() + START_SECONDS
        while not is_healthy(self.api):
            if self.child.poll() is not None or time.monotonic() > deadline:
                said = self._last_words()
                raise ServerNotStarted(
                    f"the Prefect server did not start: {said or 'it said nothing'}",
                    _NEWER if _UNKNOWN_REVISION in said else _ANOTHER,
                )
            time.sleep(0.1)

    def end(self) -> None:
        """Let it record what it was sent, and end."""
        if self.child.stdin is not None:
            self.child.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(STOP_SECONDS)

    def _last_words(self) -> str:
        self.log.seek(0)
        return " / ".join(self.log.read().decode(errors="replace").strip().splitlines()[-5:])


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
    command = ["-m", "prefect", "server", "start", "--host", HOST, "--port", str(at)]
    with _started(command, at, {"PREFECT_API_URL": api_at(at)}) as server:
        server.wait()
        yield server.api


@contextmanager
def embedded_server() -> Iterator[ServerProcess]:
    """Start a Prefect server on a free port, and stop it at the end or with this process; the caller waits for it."""
    port = _free_port()
    with _started(["-m", "flows.embedded", str(port)], port, {}) as server:
        yield server


def api_at(port: int) -> str:
    """The address of the API of a server on loopback."""
    return f"http://{HOST}:{port}/api"


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
            f"Give another --port, or, if it is a Prefect server, set PREFECT_API_URL={api_at(asked)}.",
        )
    return asked or (USUAL_PORT if _is_free(USUAL_PORT) else _free_port())


def _free_port() -> int:
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


@contextmanager
def _started(command: list[str], port: int, variables: dict[str, str]) -> Iterator[ServerProcess]:
    with tempfile.TemporaryFile() as log:
        # In a session of its own: Ctrl-C on the terminal reaches the runs first, which still need the server.
        child = subprocess.Popen(  # noqa: S603  (a command of ours)
            [sys.executable, *command],
            # The UI asks the address that this setting names, which is not made from the port.
            env=os.environ | {"PREFECT_SERVER_UI_API_URL": api_at(port)} | variables,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield ServerProcess(child, port, log)
        finally:
            _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        child.stdin.close()
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
