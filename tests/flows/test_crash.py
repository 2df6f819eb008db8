"""A run killed at any moment leaves the warehouse as it was; the next run finishes as if nothing had been."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.conftest import INBOX, Milled
from tests.flows.mills import Content, Launcher, content, kill_alone, kill_session, launched, survivors
from tests.made_pages import make_pages

pytestmark = pytest.mark.flow

MOMENTS = ("ingest", "clean", "dedupe", "enrich", "publish", "generation")
"""Folders of the staging area whose first file is the moment of the kill."""

PAGES = 200
REACH = 0.7
"""Kills come within this share of an undisturbed run; what a killed run has staged brings the next one further."""
ALONE = 0.25
"""Share of the kills that hit the mill's process and not its workers."""


@pytest.fixture(scope="module")
def launcher(prefect_server: str) -> Iterator[Launcher]:
    with launched(prefect_server) as launcher:
        yield launcher


def kill_at(launcher: Launcher, warehouse: Path, moment: str) -> int:
    """Start a mill and kill it, workers and all, once a stage leaves files; returns the wait status."""
    pid = launcher.start(warehouse, INBOX)
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and not list(warehouse.glob(f"_staging/*/{moment}/*")):
        time.sleep(0.005)
    kill_session(pid)
    return launcher.wait()


def test_killed_at_every_stage_and_finished_by_the_next_run(milled: Milled, launcher: Launcher, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    for moment in MOMENTS:
        assert os.WTERMSIG(kill_at(launcher, warehouse, moment)) == signal.SIGKILL, moment
        assert not (warehouse / "current").exists(), moment
    assert launcher.run(warehouse, INBOX) == 0
    assert content(warehouse / "current") == content(milled.warehouse / "generations" / "000001")
    assert not any(path.is_dir() for path in (warehouse / "_staging").iterdir())


def test_killed_at_random(launcher: Launcher, tmp_path: Path, kills: int) -> None:
    """Runs over a few hundred pages, killed until one gets through, again and again until there were enough kills."""
    make_pages(tmp_path / "pages", PAGES)
    began = time.monotonic()
    assert launcher.run(tmp_path / "undisturbed", tmp_path / "pages") == 0
    seconds = time.monotonic() - began
    expected = content(tmp_path / "undisturbed" / "current")
    assert len(expected["articles"]) > PAGES
    chance, killed, campaigns = random.Random(20260601), 0, 0  # noqa: S311
    while killed < kills:
        campaigns += 1
        warehouse = tmp_path / f"warehouse{campaigns}"
        killed += disturbed(launcher, warehouse, tmp_path / "pages", seconds, chance, expected)
    print(f"{killed} kills, {campaigns} warehouses, an undisturbed run took {seconds:.1f} s")  # noqa: T201


def disturbed(
    launcher: Launcher, warehouse: Path, pages: Path, seconds: float, chance: random.Random, expected: Content
) -> int:
    """Kill runs at random moments until one has published; returns how many were killed."""
    killed = 0
    while not (warehouse / "current").exists():
        pid = launcher.start(warehouse, pages)
        time.sleep(chance.uniform(0, REACH * seconds))
        (kill_alone if chance.random() < ALONE else kill_session)(pid)
        status = launcher.wait()
        killed += os.WIFSIGNALED(status)
        assert os.WIFSIGNALED(status) or status == 0
        assert survivors(pid) == 0
    assert launcher.run(warehouse, pages) == 0  # finishes what a kill left after the switch, or finds nothing new
    assert content(warehouse / "current") == expected
    assert not any(path.is_dir() for path in (warehouse / "_staging").iterdir())
    return killed
