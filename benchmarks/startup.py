"""How long commands take that have next to nothing to do: what a user waits for before anything happens.

    python -m benchmarks.startup [--rounds 5]

Seconds of wall time, the median of the rounds, each a process of its own, on the bundled samples in a warehouse made
for this. *Nothing new* is a run over inputs that are all known. An *empty run* is one flow run of the mill over a
page that holds no article, with the embedded server, and against a server that is running.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from flows.own_server import own_server

SAMPLES = Path("samples/inbox")


def seconds(command: Sequence[str | Path], environment: dict[str, str]) -> float:
    """Wall time of one newsmill command.

    Raises:
        CalledProcessError: it failed.
    """
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "flows.cli", *map(str, command)],
        check=True, capture_output=True, env=os.environ | environment,
    )  # fmt: skip
    return time.perf_counter() - started


def empty_runs(folder: Path, rounds: int, environment: dict[str, str]) -> list[float]:
    """Runs over a page without an article, each into a warehouse of its own."""
    folder.mkdir()
    (folder / "page.txt").write_text("Home\nLog in\nCookies\n", encoding="utf-8")
    return [
        seconds(["run", folder / "page.txt", "--warehouse", folder / f"warehouse{number}"], environment)
        for number in range(rounds)
    ]


def measured(folder: Path, rounds: int) -> Iterator[tuple[str, list[float]]]:
    """What was measured, with the seconds of every round."""
    environment = {"PREFECT_HOME": str(folder / "prefect"), "PREFECT_API_URL": ""}
    warehouse: list[str | Path] = ["--warehouse", folder / "warehouse"]
    page = next(path for path in sorted(SAMPLES.rglob("*.html")) if path.parent.name != "broken")
    seconds(["run", SAMPLES, *warehouse], environment)
    seconds(["clean", page, "--out", folder / "cleaned"], environment)
    commands: dict[str, list[str | Path]] = {
        "--help": ["--help"],
        "sql 'select count(*) from articles'": ["sql", "select count(*) from articles", *warehouse],
        "status": ["status", *warehouse],
        "quarantine list": ["quarantine", "list", *warehouse],
        "clean, one page": ["clean", page, "--out", folder / "cleaned"],
        "enrich, one article": ["enrich", folder / "cleaned" / "articles.parquet", "--out", folder / "enriched"],
        "dedupe, one article": ["dedupe", folder / "cleaned" / "articles.parquet", "--out", folder / "deduped"],
        "run, nothing new": ["run", SAMPLES, *warehouse],
    }
    for name, command in commands.items():
        yield name, [seconds(command, environment) for _ in range(rounds)]
    yield "an empty run, embedded server", empty_runs(folder / "embedded", rounds, environment)
    os.environ["PREFECT_HOME"] = environment["PREFECT_HOME"]
    with own_server() as api:
        running = environment | {"PREFECT_API_URL": api}
        yield "an empty run, a server that is running", empty_runs(folder / "running", rounds, running)


def main() -> None:
    """Print the table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print("| command | seconds, median | fastest | slowest |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name, took in measured(Path(folder), rounds):
            print(f"| {name} | {median(took):.2f} | {min(took):.2f} | {max(took):.2f} |", flush=True)


if __name__ == "__main__":
    main()
