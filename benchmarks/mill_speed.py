"""The whole mill beside the script that a data engineer would write instead, on the same pages in turn.

    python -m benchmarks.mill_speed EVAL PEER_PYTHON [--pages 2000 10000] [--rounds 1]

EVAL holds `make_pages.py` and `peer_stack.py` (trafilatura, datasketch, spaCy, textacy, pandas); PEER_PYTHON is the
interpreter of an environment with what the peer needs. Newsmill runs as its users run it: `newsmill run`, validated,
published, under Prefect with the embedded server. Figures are seconds of wall time and the peak of the memory of all
processes of a side together (PSS: memory that processes share counts once).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.5
STAGES = ("ingest", "clean", "dedupe", "enrich", "publish")


@dataclass(frozen=True)
class Ran:
    """A command that has ended: what it printed, its wall time and the most memory its processes held at once."""

    output: str
    seconds: float
    peak_bytes: int


def ran(command: Sequence[str | Path], **environment: str) -> Ran:
    """Run a command and watch its memory.

    Raises:
        CalledProcessError: it failed.
    """
    started, peak = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+") as output:
        process = psutil.Popen([*map(str, command)], stdout=output, env=os.environ | environment)
        while process.poll() is None:
            peak = max(peak, held(process))
            time.sleep(SAMPLE_SECONDS)
        seconds = time.perf_counter() - started
        output.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, [*map(str, command)])
        return Ran(output.read(), seconds, peak)


def held(process: psutil.Process) -> int:
    """Bytes that a process and all below it hold now; those that end meanwhile count nothing."""
    return sum(_pss(one) for one in [process, *_below(process)])


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


def milled(pages: Path, folder: Path) -> tuple[Ran, dict[str, float]]:
    """A run of newsmill over the pages, and its seconds by stage."""
    command: list[str | Path] = [
        sys.executable, "-m", "flows.cli", "run", pages, "--warehouse", folder / "warehouse",
    ]  # fmt: skip
    done = ran(command, PREFECT_HOME=str(folder / "prefect"))
    stages = re.findall(rf"({'|'.join(STAGES)}) (\d+\.\d)", done.output.partition("seconds")[2])
    return done, {stage: float(seconds) for stage, seconds in stages}


def scripted(pages: Path, folder: Path, evaluation: Path, python: Path) -> tuple[Ran, dict[str, float]]:
    """The peer over the same pages, and its seconds by stage."""
    done = ran([python, evaluation / "peer_stack.py", pages, folder / "peer"])
    return done, json.loads(done.output.splitlines()[-1])["seconds"]


def rows(count: int, evaluation: Path, python: Path, rounds: int) -> Iterator[str]:
    """Rows of the table for so many pages: both sides of each round, and their ratio."""
    base = next((evaluation / "dedupe").glob("*.jsonl.gz"))
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            maker = [sys.executable, str(evaluation / "make_pages.py"), str(base), name, "--pages", str(count)]
            subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
            ours, our_stages = milled(folder / "pages", folder)
            theirs, their_stages = scripted(folder / "pages", folder, evaluation, python)
        yield row(f"{count:,}, round {number}: newsmill", count, ours, our_stages)
        yield row(f"{count:,}, round {number}: script", count, theirs, their_stages)
        yield f"| {count:,}, round {number}: ratio | {theirs.seconds / ours.seconds:.2f}× | | |"


def row(label: str, pages: int, done: Ran, stages: dict[str, float]) -> str:
    """A row: pages a second, peak memory, seconds by stage and what none of them counts."""
    rest = done.seconds - sum(stages.values())
    spent = ", ".join(f"{stage} {seconds:.0f}" for stage, seconds in (stages | {"start and end": rest}).items())
    return f"| {label} | {pages / done.seconds:.1f} | {done.peak_bytes / 1e9:.2f} | {spent} |"


def main() -> None:
    """Print the table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("peer_python", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=[2_000, 10_000])
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    print("| pages | pages a second | peak GB | seconds |\n| --- | ---: | ---: | --- |")
    for count in arguments.pages:
        for line in rows(count, arguments.evaluation, arguments.peer_python, arguments.rounds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
