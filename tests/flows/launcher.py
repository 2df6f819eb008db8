"""Starts mills that can be killed: imports what costs seconds once, then forks a process for each line it reads.

A line is a JSON object with `warehouse`, `sources`, `runner` and, optionally, `max_file_bytes`, over which no file can
grow. The answer is the process id of a mill, in a session of its own, and, when it has ended, its exit status.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

BATCH_BYTES = 80_000
"""Small, so that a run has several batches and a kill finds some done and some not."""


def run(order: dict[str, Any]) -> int:
    """Run the mill as ordered; 1 when it fails."""
    from flows.mill import mill
    from flows.settings import load_settings

    if limit := order.get("max_file_bytes"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    settings = load_settings(
        warehouse=Path(order["warehouse"]), workers=2, runner=order["runner"], ingest={"batch_bytes": BATCH_BYTES}
    )
    state = mill(order["sources"], settings, return_state=True)
    if not state.is_completed():
        print(state.message, file=sys.stderr, flush=True)  # noqa: T201
    return int(not state.is_completed())


def main() -> None:
    import great_expectations  # noqa: F401

    import flows.mill  # noqa: F401
    import tasks.warm  # noqa: F401

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
