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
from dataclasses import dataclass
from pathlib import Path

from tests.made_pages import make_pages

PAGES = 40
"""New ones of each run."""
QUERIES = ("select count(*) from articles", "select * from speakers limit 3")


@dataclass(frozen=True)
class Emulator:
    """An S3 server that counts its requests."""

    process: subprocess.Popen[str]
    environment: Mapping[str, str]

    def requests(self) -> int:
        """Those since it was last asked."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def cost(self, *words: str) -> tuple[int, float]:
        """Requests and seconds of a newsmill command."""
        self.requests()
        began = time.perf_counter()
        command = [sys.executable, "-m", "flows.cli", *words]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | dict(self.environment))
        return self.requests(), time.perf_counter() - began


@contextmanager
def emulator(wait: float) -> Iterator[Emulator]:
    """An emulator with an empty bucket `news`; each request waits so many seconds."""
    import s3fs

    command = [sys.executable, "-m", "tests.s3_emulator", str(wait)]
    with (
        tempfile.TemporaryDirectory() as home,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process,
    ):
        assert process.stdout is not None
        options = {
            "endpoint_url": f"http://127.0.0.1:{int(process.stdout.readline())}",
            "key": "test",
            "secret": "test",
        }
        s3fs.S3FileSystem(**options).mkdir("news")
        yield Emulator(process, {"PREFECT_HOME": home, "PREFECT_API_URL": "", "NEWSMILL_STORAGE": json.dumps(options)})
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    """Print the table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--wait", type=float, default=0.02, help="seconds that each request waits")
    args = parser.parse_args()
    print("| generations | command | requests | seconds |\n| ---: | --- | ---: | ---: |")
    warehouse = ("--warehouse", "s3://news/mill")
    with tempfile.TemporaryDirectory() as folder, emulator(args.wait) as store:
        for number in range(1, args.runs + 1):
            make_pages(Path(folder), PAGES * number)
            for words in (("run", folder), *(("sql", query) for query in QUERIES)):
                requests, seconds = store.cost(*words, *warehouse)
                name = "run" if words[0] == "run" else f"sql `{words[1]}`"
                print(f"| {number} | {name} | {requests:,} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
