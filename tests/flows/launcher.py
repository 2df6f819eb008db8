"""Starts mills that can be killed: imports what costs seconds once, then forks a process for each line it reads.

What a mill starts is forked, too, from a fork server that has the imports from here: the worker processes, and that of
Great Expectations, which else is a new one. Under a limit both are new: they are to meet it where they load models.

A line is a JSON object with `warehouse`, `sources`, `runner` and, optionally, `max_file_bytes`, over which no file can
grow. The answer is the process id of a mill, in a session of its own, and, when it has ended, its exit status.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import util
from pathlib import Path
from typing import Any
from unittest import mock

BATCH_BYTES = 80_000
"""Small, so that a run has several batches and a kill finds some done and some not."""


def forked(_: str, args: Sequence[bytes | str], passed: Sequence[int]) -> int:
    """In place of `util.spawnv_passfds`: a process that has what this one has imported, and the open files `passed`."""
    if child := os.fork():
        return child
    for number in {int(name) for name in os.listdir("/proc/self/fd")} - {0, 1, 2, *passed}:  # noqa: PTH208
        with suppress(OSError):
            os.close(number)
    try:
        exec(args[-1])  # noqa: S102 - what multiprocessing has written behind `-c`
    finally:
        os._exit(0)


def prepare_forks() -> None:
    """Start the fork server while this process has a single thread, and let all others come from it."""
    from flows import validator
    from tasks import pool

    with mock.patch.object(util, "spawnv_passfds", forked):
        pool.prepare_workers()
    validator.METHOD = pool.METHOD


def run(order: dict[str, Any]) -> int:
    """Run the mill as ordered; 1 when it fails."""
    from flows.mill import mill
    from flows.settings import load_settings

    if (limit := order.get("max_file_bytes")) is None:
        prepare_forks()
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    settings = load_settings(
        warehouse=Path(order["warehouse"]), workers=2, runner=order["runner"], ingest={"batch_bytes": BATCH_BYTES}
    )
    state = mill(order["sources"], settings, return_state=True)
    if not state.is_completed():
        print(state.message, file=sys.stderr, flush=True)  # noqa: T201
    return int(not state.is_completed())


def main() -> None:
    import flows.mill  # noqa: F401
    import tasks.warm  # noqa: F401
    from expectations import gx

    gx.load()
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            os._exit(run(json.loads(line)))
        print(child, flush=True)  # noqa: T201
        print(os.waitpid(child, 0)[1], flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
