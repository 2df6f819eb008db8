"""The server that a command starts for itself, and how such a command ends."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from flows.embedded import QUIET_SECONDS, quiet
from flows.own_server import ServerNotStarted, embedded_server, is_healthy
from flows.server import prepare_environment

HOLDER = """
import sys, time
from flows.own_server import embedded_server

with embedded_server() as server:
    server.wait()
    print(server.api, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare_environment()
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))


def test_it_serves_the_ui_too_and_is_gone_after_the_block() -> None:
    with embedded_server() as server:
        server.wait()
        with urllib.request.urlopen(server.api.removesuffix("/api") + "/ui-settings") as answer:  # noqa: S310
            assert server.api in answer.read().decode()
    assert not is_healthy(server.api)


def test_it_does_not_outlive_a_command_that_was_killed() -> None:
    command = [sys.executable, "-c", HOLDER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:  # noqa: S603
        assert holder.stdout is not None
        api = holder.stdout.readline().strip()
        assert is_healthy(api)
        holder.kill()
    assert _within(20, lambda: not is_healthy(api))


def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:////nowhere/at/all.db")
    with embedded_server() as server, pytest.raises(ServerNotStarted, match="unable to open database file"):
        server.wait()


def test_a_database_of_a_newer_prefect_is_told_from_other_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "newer.db")) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('of_a_later_release')")
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", f"sqlite+aiosqlite:///{tmp_path / 'newer.db'}")
    with embedded_server() as server, pytest.raises(ServerNotStarted) as told:
        server.wait()
    assert "of_a_later_release" in told.value.reason
    assert "newer Prefect" in told.value.instruction


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_a_server_that_is_to_end_is_quiet_first() -> None:
    """Busy for twenty rounds, then for a pause that is shorter than quiet is, then once more."""

    async def busy(rounds: int) -> None:
        for _ in range(rounds):
            until = time.process_time() + 2 * QUIET_SECONDS
            while time.process_time() < until:
                pass
            await asyncio.sleep(0)

    async def at_work() -> None:
        await busy(20)
        await asyncio.sleep(0.02)
        await busy(5)

    async def ending() -> bool:
        work = asyncio.create_task(at_work())
        await quiet()
        return work.done()

    assert asyncio.run(ending())


ENDINGS = {
    "print('done')": (0, "done", ""),
    "print('told'); sys.exit(3)": (3, "told", ""),
    "sys.exit()": (0, "", ""),
    "sys.exit('no such thing')": (1, "", "no such thing"),
    "raise ValueError('broken')": (1, "", "ValueError: broken"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_process_that_frees_nothing_ends_like_any_other(ending: str) -> None:
    program = (
        "import sys\nfrom tasks.heap import lasting_objects\n"
        "with lasting_objects():\n    import atexit\n    atexit.register(print, 'library ends')\n    " + ending
    )
    code, out, err = ENDINGS[ending]
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == code
    assert ended.stdout.split("\n") == [*([out] if out else []), "library ends", ""]
    assert err in ended.stderr


def test_no_library_complains_at_the_end_of_the_process_that_workers_are_forked_from() -> None:
    command = [sys.executable, "-c", "import tasks.warm"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert not ended.stderr


MANY_TASKS = """
from flows.server import server_for_runs

with server_for_runs():
    from prefect import flow, task

    @task
    def one(number: int) -> None:
        pass

    @flow
    def many() -> None:
        for number in range(30):
            one(number)

    many()
"""


def test_the_last_task_runs_are_recorded_though_the_server_stops_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "")  # says that there is none
    ended = subprocess.run([sys.executable, "-c", MANY_TASKS], check=True, capture_output=True, text=True)  # noqa: S603
    assert "leaked" not in ended.stderr  # DuckDB's word for what is kept
    with closing(sqlite3.connect(tmp_path / "prefect.db")) as database:
        recorded = database.execute("select count(*) from task_run where state_type = 'COMPLETED'").fetchone()
        states = database.execute("select count(*) from task_run_state").fetchone()
    assert (recorded, states) == ((30,), (90,))
