"""Starts mills that can be killed: imports what costs seconds once, then forks a process for each line it reads.

A line is a warehouse's folder; the answer is the process id of a mill over the samples, in a session of its own, and,
when it has ended, its exit status.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    import great_expectations  # noqa: F401

    from flows.mill import mill
    from flows.settings import load_settings
    from tests.flows.conftest import INBOX

    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            mill([INBOX], load_settings(warehouse=Path(line.strip()), workers=2))
            os._exit(0)
        print(child, flush=True)  # noqa: T201
        print(os.waitpid(child, 0)[1], flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
