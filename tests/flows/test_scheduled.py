"""Schedules for real: a server, `newsmill serve`, a worker with deployments, and the server going away in mid-run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.own_server import is_healthy
from flows.server import DEFAULTS
from tests.flows.conftest import INBOX, ROOT
from warehouse.duck import connect
from warehouse.layout import Layout

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

PAGES = ROOT / INBOX / "harbour-wire"
SECONDS = 240.0
DEPLOYMENT = """
name: newsmill
pull: [{prefect.deployments.steps.set_working_directory: {directory: "{{ $PWD }}"}}]
deployments:
  - {name: mill, entrypoint: flows.mill.mill, work_pool: {name: newsmill}, schedules: [{interval: 8}]}
  - {name: maintain, entrypoint: flows.maintain.maintain, work_pool: {name: newsmill}}
  - {name: forget, entrypoint: flows.correct.forget, work_pool: {name: newsmill}}
"""


@dataclass(frozen=True)
class Served:
    """A folder in which `newsmill serve` runs, with the address of the server that it started."""

    folder: Path
    api: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def runs(self, deployment: str, scheduled: bool = True) -> list[dict[str, Any]]:
        """Completed runs of a deployment that its schedule made, or that somebody started."""
        wanted = {
            "deployments": {"name": {"any_": [deployment]}},
            "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        }
        answer = httpx.post(f"{self.api}/flow_runs/filter", json=wanted, timeout=SECONDS)
        return [run for run in answer.json() if run["auto_scheduled"] == scheduled]

    def ask(self, deployment: str, what: str, **given: Any) -> None:
        """What a button of the UI does with a deployment; a busy server says 503 and is asked again, as clients do."""
        known = httpx.get(f"{self.api}/deployments/name/{deployment}/{deployment}", timeout=SECONDS).json()

        def answered() -> bool:
            answer = httpx.post(f"{self.api}/deployments/{known['id']}/{what}", json=given, timeout=SECONDS)
            return answer.status_code != httpx.codes.SERVICE_UNAVAILABLE and bool(answer.raise_for_status())

        until(answered)

    def run_by_hand(self, deployment: str, **parameters: Any) -> None:
        """Start a run, and wait until it is completed."""
        self.ask(deployment, "create_flow_run", parameters=parameters, state={"type": "SCHEDULED"})
        until(lambda: self.runs(deployment, scheduled=False))


def until(done: Callable[[], object]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.5)


@contextmanager
def started(log: Path, environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own, of which nothing is left at the end."""
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603
            words, cwd=log.parent, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "newsmill.toml").write_text(
        f'warehouse = "deployed"\nworkers = 1\nrunner = "threads"\nsources.wire = ["{PAGES}"]\n'
    )
    (folder / "prefect.yaml").write_text(DEPLOYMENT)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    quiet = {
        "PREFECT_HOME": str(folder / "home"),
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment = clean | DEFAULTS | quiet | {"PREFECT_WORKER_QUERY_SECONDS": "2"}
    words = ["serve", str(PAGES), "--every", "40s", "--port", str(port), "--warehouse", "served"]
    with started(folder / "serve.log", environment, sys.executable, "-m", "flows.cli", *words) as process:
        until(lambda: is_healthy(api) or process.poll() is not None)
        yield Served(folder, api, environment | {"PREFECT_API_URL": api}, process)


def test_a_worker_executes_what_a_schedule_makes_and_what_is_started_by_hand(served: Served) -> None:
    deploy = [sys.executable, "-m", "flows.cli", "deploy"]
    deployed = subprocess.run(  # noqa: S603
        deploy, cwd=served.folder, env=served.environment, capture_output=True, text=True, check=False
    )
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    worker = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "newsmill", "--limit", "1"]
    with started(served.folder / "worker.log", served.environment, *worker):
        until(lambda: served.runs("mill"))
        served.ask("mill", "pause_deployment")  # its runs would stand in the queue before these
        served.run_by_hand("maintain")
        served.run_by_hand("forget", source="wire", reason="asked for")
    [run, *_] = served.runs("mill")
    assert run["name"].startswith("mill wire: ")
    tables = connect(Layout(served.folder / "deployed"))
    assert tables.execute("select count(*) from articles").fetchone() == (0,)
    assert tables.execute("select distinct reason from tombstones").fetchall() == [("asked for",)]


def test_serve_mills_at_once_and_then_on_its_schedule(served: Served) -> None:
    until(lambda: served.runs("serve-harbour-wire", scheduled=False) and served.runs("serve-harbour-wire"))
    assert (served.folder / "served" / "current" / "manifest.json").is_file()
    runs = [run for scheduled in (False, True) for run in served.runs("serve-harbour-wire", scheduled)]
    read = [run["name"] for run in runs if run["name"] != "mill harbour-wire: nothing new"]
    assert read == ["mill harbour-wire: 3 inputs, 3 articles"]  # by whichever run came first


def test_a_run_publishes_when_the_server_goes_away_and_says_so(served: Served) -> None:
    """Last in this module: it stops `newsmill serve`, and the server with it."""
    run = [sys.executable, "-m", "flows.cli", "run", str(PAGES), "--warehouse", "lost", "--runner", "threads"]
    with started(served.folder / "lost.log", served.environment | {"PREFECT_CLIENT_MAX_RETRIES": "1"}, *run) as process:
        until(lambda: list(served.folder.glob("lost/_staging/*/ingest/*")))
        process.send_signal(signal.SIGSTOP)  # else it may be done before the server is gone
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(SECONDS) == 0
        assert not is_healthy(served.api)
        process.send_signal(signal.SIGCONT)
        assert process.wait(SECONDS) == 1
    said = (served.folder / "lost.log").read_text()
    assert "does not answer" in said
    assert "generation 1 was published" in said
    assert (served.folder / "lost" / "current" / "manifest.json").is_file()
    assert "stopped" in (served.folder / "serve.log").read_text()
