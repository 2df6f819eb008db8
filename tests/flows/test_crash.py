"""A run killed at any moment leaves the warehouse as it was; the next run finishes as if nothing had been."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path

import pytest

from tests.flows.conftest import INBOX, Milled
from tests.flows.mills import Launcher, content, kill_alone, kill_session, launched, survivors
from tests.made_pages import make_pages

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("crash")]

MOMENTS = ("ingest", "clean", "dedupe", "enrich", "publish", "generation")
"""Folders of the staging area whose first file is the moment of the kill."""

PAGES = 200
EACH = 10
"""Kills of one warehouse, unless a run gets through before: what one has staged brings the next further."""
RUNNERS = ("processes", "threads")
"""A run goes on with what a killed one has staged, whichever of them made it."""
ALONE = 0.5
"""Share of the kills of a mill with worker processes that hit it and not them."""


@pytest.fixture(scope="module")
def launcher(prefect_server: str) -> Iterator[Launcher]:
    with launched(prefect_server) as launcher:
        yield launcher


def kill_at(launcher: Launcher, warehouse: Path, moment: str, runner: str) -> int:
    """Start a mill and kill it, workers and all, once a stage leaves files; returns the wait status."""
    pid = launcher.start(warehouse, INBOX, runner=runner)
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and not list(warehouse.glob(f"_staging/*/{moment}/*")):
        time.sleep(0.005)
    kill_session(pid)
    return launcher.wait()


def test_killed_at_every_stage_and_finished_by_the_next_run(milled: Milled, launcher: Launcher, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    for moment, runner in zip(MOMENTS, cycle(RUNNERS), strict=False):
        assert os.WTERMSIG(kill_at(launcher, warehouse, moment, runner)) == signal.SIGKILL, moment
        assert not (warehouse / "current").exists(), moment
    assert launcher.run(warehouse, INBOX) == 0
    assert content(warehouse / "current") == content(milled.warehouse / "generations" / "000001")
    assert not any(path.is_dir() for path in (warehouse / "_staging").iterdir())


def test_killed_at_random(launcher: Launcher, tmp_path: Path, kills: int) -> None:
    """Runs over a few hundred pages, killed time and again, in one warehouse after the other."""
    make_pages(tmp_path / "pages", PAGES)
    seconds = {runner: undisturbed(launcher, tmp_path / runner, tmp_path / "pages", runner) for runner in RUNNERS}
    expected = content(tmp_path / RUNNERS[0] / "current")
    assert content(tmp_path / RUNNERS[1] / "current") == expected
    assert len(expected["articles"]) > PAGES
    chance, killed, campaigns = random.Random(20260601), 0, 0  # noqa: S311
    while killed < kills:
        campaigns += 1
        warehouse = tmp_path / f"warehouse{campaigns}"
        killed += disturbed(launcher, warehouse, tmp_path / "pages", min(EACH, kills - killed), seconds, chance)
        assert launcher.run(warehouse, tmp_path / "pages") == 0
        assert content(warehouse / "current") == expected
        assert not any(path.is_dir() for path in (warehouse / "_staging").iterdir())
    took = ", ".join(f"{count:.1f} s with {runner}" for runner, count in seconds.items())
    print(f"{killed} kills, {campaigns} warehouses; undisturbed: {took}")  # noqa: T201


def undisturbed(launcher: Launcher, warehouse: Path, pages: Path, runner: str) -> float:
    """Seconds of a run that nobody kills."""
    began = time.monotonic()
    assert launcher.run(warehouse, pages, runner=runner) == 0
    return time.monotonic() - began


def disturbed(
    launcher: Launcher, warehouse: Path, pages: Path, kills: int, seconds: Mapping[str, float], chance: random.Random
) -> int:
    """Kill runs at random moments of the seconds one takes, so often or until one has published; returns how often."""
    killed = 0
    while killed < kills and not (warehouse / "current").exists():
        runner = chance.choice(RUNNERS)
        pid = launcher.start(warehouse, pages, runner=runner)
        time.sleep(chance.uniform(0, seconds[runner]))
        (kill_alone if chance.random() < ALONE else kill_session)(pid)
        status = launcher.wait()
        killed += os.WIFSIGNALED(status)
        assert os.WIFSIGNALED(status) or status == 0
        assert survivors(pid) == 0
    return killed
