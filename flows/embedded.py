"""The Prefect server of one command: `python -m flows.embedded PORT` ends when its standard input closes.

The pipe is held by the command that started it, and closes with it however it ends, a kill included.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from tasks.heap import kept, lasting_objects

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
RECORDING = {
    # Three events of a task run cost a transaction each, half of what the server does in a run.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "20",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}
ROUND_SECONDS, QUIET_SECONDS = 0.01, 0.001
"""A round of the event loop, and less CPU than a server uses in one that takes in what it was sent."""
QUIET_ROUNDS, LAST_ROUNDS = 6, 300
"""So many quiet rounds in a row end a server that is to end, and so many rounds in any case."""


def serve(port: int) -> None:
    """Serve Prefect's API and UI until the standard input closes."""
    for name, value in RECORDING.items():
        os.environ.setdefault(name, value)
    with kept():
        import uvicorn
        from prefect.server.api.server import create_app

    config = uvicorn.Config(
        partial(create_app, final=True), factory=True, host=HOST, port=port, log_level="error", lifespan="on"
    )
    asyncio.run(_serve_until_input_ends(uvicorn.Server(config)))


async def _serve_until_input_ends(server: uvicorn.Server) -> None:
    ending = asyncio.create_task(_end_with_input(server))
    await server.serve()
    ending.cancel()


async def _end_with_input(server: uvicorn.Server) -> None:
    """Events that wait in the server's memory would be lost; those that have come to its recorders are not."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, ended.set)
    await ended.wait()
    loop.remove_reader(sys.stdin)
    await quiet()
    server.should_exit = True


async def quiet() -> None:
    """Wait until nothing happens in this process any more."""
    still, used = 0, time.process_time()
    for _ in range(LAST_ROUNDS):
        await asyncio.sleep(ROUND_SECONDS)
        before, used = used, time.process_time()
        still = still + 1 if used - before < QUIET_SECONDS else 0
        if still == QUIET_ROUNDS:
            return


if __name__ == "__main__":
    with lasting_objects():
        serve(int(sys.argv[1]))
