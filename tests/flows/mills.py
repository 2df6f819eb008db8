"""Mills that tests start, kill and compare."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]

TABLES = {
    "articles": "article_id, revision, text, cluster_id, duplicate_of, duplicate_kind",
    "entities": "article_id, revision, entity_id, name, mentions",
    "quotes": "article_id, revision, quote_id, text, speaker",
    "documents": "document_id, source_uri, blocks",
    "relations": "article_id, related_id, kind",
    "quarantine": "quarantine_id, reason",
    "lineage": "input_uri, source_uri, article_id, outcome",
}
"""What must not depend on how often a run was disturbed: all but what a run stamps on its rows."""

Content = dict[str, list[tuple[object, ...]]]


def content(generation: Path) -> Content:
    """The rows of every table of a generation, in an order of their own."""
    queries = {
        table: f"select {columns} from read_parquet('{generation}/{table}/**/*.parquet') order by all"
        for table, columns in TABLES.items()
    }
    return {table: duckdb.execute(query).fetchall() for table, query in queries.items()}


@dataclass(frozen=True)
class Launcher:
    """A process that forks mills (`launcher.py`), one at a time."""

    process: subprocess.Popen[str]

    def start(
        self, warehouse: Path, *sources: str | Path, runner: str = "processes", max_file_bytes: int | None = None
    ) -> int:
        """Start a mill; returns its process id."""
        assert self.process.stdin is not None
        order = {
            "warehouse": str(warehouse),
            "sources": [str(s) for s in sources],
            "runner": runner,
            "max_file_bytes": max_file_bytes,
        }
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self._answer())

    def wait(self) -> int:
        """Wait for the mill to end; returns its wait status."""
        return int(self._answer())

    def run(
        self, warehouse: Path, *sources: str | Path, runner: str = "processes", max_file_bytes: int | None = None
    ) -> int:
        """Start a mill and wait for it; returns its exit code."""
        self.start(warehouse, *sources, runner=runner, max_file_bytes=max_file_bytes)
        return os.waitstatus_to_exitcode(self.wait())

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def launched(api_url: str) -> Iterator[Launcher]:
    """A launcher whose mills use the Prefect server at `api_url`."""
    command = [sys.executable, "-m", "tests.flows.launcher"]
    environment = os.environ | {"PREFECT_API_URL": api_url}
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        launcher = Launcher(process)
        assert launcher._answer() == "ready"
        yield launcher
        assert process.stdin is not None
        process.stdin.close()


def kill_session(pid: int) -> None:
    """Kill a mill with its workers."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def kill_alone(pid: int) -> None:
    """Kill a mill as the kernel does when memory runs out: its workers find out for themselves."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def survivors(pid: int, seconds: float = 30) -> int:
    """How many processes of a dead mill's session still live after at most so many seconds."""
    deadline = time.monotonic() + seconds
    while (alive := sum(_lives_in(pid, p) for p in Path("/proc").glob("[0-9]*"))) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive


def _lives_in(session: int, process: Path) -> bool:
    """Whether a process of the session lives; one that only waits for its parent to take note of its end does not."""
    try:
        state, _, _, of = (process / "stat").read_text().rpartition(")")[2].split()[:4]
    except OSError:
        return False
    return int(of) == session and state != "Z"
