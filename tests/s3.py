"""The S3 emulator of the tests and benchmarks, in a process of its own (`s3_emulator.py`)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Emulator:
    """One that runs."""

    process: subprocess.Popen[str]
    options: Mapping[str, str]
    """How fsspec reaches it."""

    def requests(self) -> int:
        """How many there were since this was last asked."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def emulator(wait: float = 0) -> Iterator[Emulator]:
    """Start one, at which every request waits so many seconds, and stop it at the end."""
    command = [sys.executable, "-m", "tests.s3_emulator", str(wait)]
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        url = f"http://127.0.0.1:{int(process.stdout.readline())}"
        yield Emulator(process, {"endpoint_url": url, "key": "test", "secret": "test"})
        process.stdin.close()
