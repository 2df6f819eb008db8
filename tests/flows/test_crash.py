"""A run killed at any moment leaves the warehouse as it was; the next run finishes as if nothing had been."""

from __future__ import annotations

import glob
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest

from tests.flows.mills import Content, Launcher, content, kill_alone, kill_session, launched, survivors
from tests.made_pages import make_pages

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("crash")]

MOMENTS = ("ingest", "clean", "dedupe", "enrich", "publish", "generation")
"""Folders of the staging area whose first file is the moment of the kill."""

PAGES = 80
EACH = 10
"""Kills of one warehouse, unless a run gets through before: what one has staged brings the next further."""
RUNNERS = ("processes", "threads")
"""A run goes on with what a killed one has staged, whichever of them made it."""
STEP, LATER = 12, 0.5
"""A run is killed when it has staged up to so many files more, up to so many seconds later: at any moment of a stage,
between two of them, and while it publishes."""
ALONE = 0.5
"""Share of the kills of a mill with worker processes that hit it and not them."""


@dataclass(frozen=True)
class Calm:
    """What runs make of some pages that nobody kills, and in how many seconds."""

    pages: Path
    content: Content
    seconds: Mapping[str, float]


@pytest.fixture(scope="module")
def launcher(prefect_server: str) -> Iterator[Launcher]:
    with launched(prefect_server) as launcher:
        yield launcher


@pytest.fixture(scope="module")
def calm(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Calm:
    folder = tmp_path_factory.mktemp("calm")
    make_pages(folder / "pages", PAGES)
    seconds = {runner: undisturbed(launcher, folder / runner, folder / "pages", runner) for runner in RUNNERS}
    made, too = (content(folder / runner / "current") for runner in RUNNERS)
    assert made == too
    assert len(made["articles"]) > PAGES
    return Calm(folder / "pages", made, seconds)


def undisturbed(launcher: Launcher, warehouse: Path, pages: Path, runner: str) -> float:
    """Seconds of a run that nobody kills."""
    began = time.monotonic()
    assert launcher.run(warehouse, pages, runner=runner) == 0
    return time.monotonic() - began


def kill_at(launcher: Launcher, warehouse: Path, pages: Path, moment: str, runner: str) -> int:
    """Start a mill and kill it, workers and all, once a stage leaves files; returns the wait status.

    The books are closed while the tables are written: a kill at one of these leaves files of the other.
    """
    for left in warehouse.glob(f"_staging/*/{moment}"):
        shutil.rmtree(left)
    pid = launcher.start(warehouse, pages, runner=runner)
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and not staged(warehouse, moment):
        time.sleep(0.005)
    kill_session(pid)
    return launcher.wait()


def test_killed_at_every_stage_and_finished_by_the_next_run(calm: Calm, launcher: Launcher, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    for moment, runner in zip(MOMENTS, cycle(RUNNERS), strict=False):
        assert os.WTERMSIG(kill_at(launcher, warehouse, calm.pages, moment, runner)) == signal.SIGKILL, moment
        assert not published(warehouse), moment
    finished_by_the_next_run(launcher, warehouse, calm)


def finished_by_the_next_run(launcher: Launcher, warehouse: Path, calm: Calm) -> None:
    assert launcher.run(warehouse, calm.pages) == 0
    assert content(warehouse / "current") == calm.content
    assert not any(path.is_dir() for path in (warehouse / "_staging").iterdir())


def test_killed_at_random(calm: Calm, launcher: Launcher, tmp_path: Path, kills: int) -> None:
    """Killed time and again, in one warehouse after the other."""
    chance, killed, campaigns = random.Random(20260601), 0, 0  # noqa: S311
    while killed < kills:
        campaigns += 1
        warehouse = tmp_path / f"warehouse{campaigns}"
        killed += disturbed(launcher, warehouse, calm, min(EACH, kills - killed), chance)
        finished_by_the_next_run(launcher, warehouse, calm)
    took = ", ".join(f"{count:.1f} s with {runner}" for runner, count in calm.seconds.items())
    print(f"{killed} kills, {campaigns} warehouses; undisturbed: {took}")  # noqa: T201


def disturbed(launcher: Launcher, warehouse: Path, calm: Calm, kills: int, chance: random.Random) -> int:
    """Kill runs a random step further each, so often or until one has published; returns how often."""
    killed = 0
    while killed < kills and not published(warehouse):
        pid = launcher.start(warehouse, calm.pages, runner=chance.choice(RUNNERS))
        further = staged(warehouse) + chance.randint(0, STEP)
        while staged(warehouse) < further and Path(f"/proc/{pid}").exists():
            time.sleep(0.005)
        time.sleep(chance.uniform(0, LATER))
        (kill_alone if chance.random() < ALONE else kill_session)(pid)
        status = launcher.wait()
        killed += os.WIFSIGNALED(status)
        assert os.WIFSIGNALED(status) or status == 0
        assert survivors(pid) == 0
    return killed


def staged(warehouse: Path, stage: str = "*") -> int:
    """How far the runs in a warehouse have come: files in the staging area, which a run that ends clears meanwhile."""
    return len(glob.glob(f"_staging/*/{stage}/*", root_dir=warehouse))  # noqa: PTH207 - Path.glob fails on a folder that goes


def published(warehouse: Path) -> bool:
    return (warehouse / "current").exists()
