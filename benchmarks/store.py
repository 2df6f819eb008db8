"""What a warehouse on an object store costs in requests: python -m benchmarks.store [--runs 3] [--wait .02].

An S3 emulator makes every request wait as a real store does; there is more of it, and less, on a real one. Each run
finds some more pages, and two queries are asked after it; requests and seconds of wall time of each command.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.made_pages import make_pages
from tests.s3 import Emulator, emulator

PAGES = 40
"""New ones of each run."""
QUERIES = ("select count(*) from articles", "select * from speakers limit 3")


def cost(store: Emulator, environment: Mapping[str, str], *words: str) -> tuple[int, float]:
    """Requests and seconds of a newsmill command."""
    store.requests()
    began = time.perf_counter()
    command = [sys.executable, "-m", "flows.cli", *words]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | dict(environment))
    return store.requests(), time.perf_counter() - began


@contextmanager
def reached(store: Emulator) -> Iterator[dict[str, str]]:
    """The environment of commands on the bucket `news`, which is empty."""
    import s3fs

    s3fs.S3FileSystem(**store.options).mkdir("news")
    with tempfile.TemporaryDirectory() as home:
        options = json.dumps(dict(store.options))
        yield {"PREFECT_HOME": home, "PREFECT_API_URL": "", "NEWSMILL_STORAGE": options}


def main() -> None:
    """Print the table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--wait", type=float, default=0.02, help="seconds that each request waits")
    args = parser.parse_args()
    print("| generations | command | requests | seconds |\n| ---: | --- | ---: | ---: |")
    warehouse = ("--warehouse", "s3://news/mill")
    with tempfile.TemporaryDirectory() as folder, emulator(args.wait) as store, reached(store) as environment:
        for number in range(1, args.runs + 1):
            make_pages(Path(folder), PAGES * number)
            for words in (("run", folder), *(("sql", query) for query in QUERIES)):
                requests, seconds = cost(store, environment, *words, *warehouse)
                name = "run" if words[0] == "run" else f"sql `{words[1]}`"
                print(f"| {number} | {name} | {requests:,} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
