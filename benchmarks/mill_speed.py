"""The whole mill beside the script that a data engineer would write instead, on the same pages in turn.

    python -m benchmarks.mill_speed EVAL PEER_PYTHON [--pages 2000 10000] [--quality fast best]

EVAL holds `make_pages.py` and `peer_stack.py` (trafilatura, datasketch, spaCy, textacy, pandas); PEER_PYTHON is the
interpreter of an environment with what the peer needs. Newsmill runs as its users run it: `newsmill run`, validated,
published, under Prefect with the embedded server. Figures are seconds of wall time and the peak of the memory of all
processes of a side together (PSS: memory that processes share counts once). The Prefect database is there already, as
on any machine that has seen a run. *Beside the work* is the time in which a run does not ingest, clean, dedupe or
enrich: start, end, publish, and what is left then of the validation that goes on beside the stages.
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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from expectations.states import STAGES
from flows.own_server import embedded_server
from flows.server import prepare_environment

SAMPLE_SECONDS = 0.5


@dataclass(frozen=True)
class Ran:
    """A command that has ended: what it printed, its wall time and the most memory its processes held at once."""

    output: str
    seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Side:
    """One side of the comparison, with its seconds by stage."""

    name: str
    ran: Ran
    stages: Mapping[str, float]
    beside: float | None = None
    """Seconds that were not spent on the pages: start and end, publish."""


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


def milled(pages: Path, warehouse: Path, quality: str) -> Side:
    """A run of newsmill over the pages into a warehouse, with a Prefect database of its own beside that."""
    home = made_home(warehouse.with_name(f"{warehouse.name}-prefect"))
    command: list[str | Path] = [sys.executable, "-m", "flows.cli", "run", pages, "--warehouse", warehouse]
    done = ran(command, PREFECT_HOME=str(home), NEWSMILL_ENRICH__QUALITY=quality)
    found = re.findall(rf"({'|'.join(STAGES)}) (\d+\.\d)", done.output.partition("seconds")[2])
    stages = {stage: float(seconds) for stage, seconds in found}
    return Side(f"newsmill, {quality}", done, stages, done.seconds - sum(stages.values()) + stages["publish"])


def made_home(home: Path) -> Path:
    """A folder in which a Prefect server has made its database."""
    os.environ["PREFECT_HOME"] = str(home)
    prepare_environment()
    with embedded_server() as server:
        server.wait()
    return home


def scripted(pages: Path, folder: Path, evaluation: Path, python: Path) -> Side:
    """The peer over the same pages."""
    done = ran([python, evaluation / "peer_stack.py", pages, folder / "peer"])
    return Side("script", done, json.loads(done.output.splitlines()[-1])["seconds"])


def rows(count: int, evaluation: Path, python: Path, qualities: Sequence[str]) -> Iterator[str]:
    """Rows of the table for so many pages: newsmill in each quality, and the script."""
    base = next((evaluation / "dedupe").glob("*.jsonl.gz"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maker = [sys.executable, str(evaluation / "make_pages.py"), str(base), name, "--pages", str(count)]
        subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
        script = scripted(folder / "pages", folder, evaluation, python)
        yield row(count, script, script)
        for quality in qualities:
            yield row(count, milled(folder / "pages", folder / f"warehouse-{quality}", quality), script)


def row(pages: int, side: Side, script: Side) -> str:
    """A row: pages a second, beside the script's, what is not the work itself, peak memory, and seconds by stage."""
    rest = side.ran.seconds - sum(side.stages.values())
    spent = ", ".join(f"{stage} {seconds:.0f}" for stage, seconds in {**side.stages, "start and end": rest}.items())
    ratio = script.ran.seconds / side.ran.seconds
    beside = "" if side.beside is None else f"{side.beside / side.ran.seconds:.0%}"
    return (
        f"| {pages:,}: {side.name} | {pages / side.ran.seconds:.1f} | {ratio:.2f}× | {beside} "
        f"| {side.ran.peak_bytes / 1e9:.2f} | {spent} |"
    )


def main() -> None:
    """Print the table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("peer_python", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=[2_000, 10_000])
    parser.add_argument("--quality", nargs="+", default=["fast", "best"], choices=["fast", "best"])
    arguments = parser.parse_args()
    print("| pages | pages a second | beside the script | beside the work | peak GB | seconds |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    for count in arguments.pages:
        for line in rows(count, arguments.evaluation, arguments.peer_python, arguments.quality):
            print(line, flush=True)


if __name__ == "__main__":
    main()
