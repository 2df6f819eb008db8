"""One writer at a time; a dead writer holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from expectations.errors import WarehouseError
from warehouse import lock
from warehouse.layout import Layout

HOLD = """
import sys, time
from pathlib import Path
from warehouse import lock
from warehouse.layout import Layout
with lock.writing(Layout(Path(sys.argv[1])), "elder", 5):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def layout(root: Path) -> Layout:
    root.mkdir()
    return Layout(root)


def test_a_second_writer_is_told_who_holds_the_lock(layout: Layout) -> None:
    holder = start_holder(layout)
    try:
        with pytest.raises(WarehouseError, match=f"run elder on .*, process {holder.pid}"), writer(layout):
            pass
    finally:
        holder.kill()
        holder.wait()


def test_a_killed_writer_leaves_no_lock(layout: Layout) -> None:
    holder = start_holder(layout)
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with writer(layout):
        assert '"run": "younger"' in layout.lock.with_suffix(".owner.json").read_text()


def test_staging_of_dead_runs_is_swept_and_the_own_one_kept(layout: Layout) -> None:
    for key in ("own", "dead"):
        layout.staging_of(key).mkdir(parents=True)
    with lock.staging(layout, "own", 0):
        assert layout.staging_of("own").is_dir()
        assert not layout.staging_of("dead").exists()


def test_staging_of_a_living_run_is_not_swept(layout: Layout) -> None:
    layout.staging_of("living").mkdir(parents=True)
    with lock.staging(layout, "living", 0), lock.staging(layout, "own", 0):
        assert layout.staging_of("living").is_dir()


def writer(layout: Layout) -> AbstractContextManager[None]:
    return lock.writing(layout, "younger", 0.5)


def start_holder(layout: Layout) -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(layout.root)], stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder
