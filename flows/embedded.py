"""The Prefect server of one command: `python -m flows.embedded PORT` ends when its standard input closes.

The pipe is held by the command that started it, and closes with it however it ends, a kill included.
"""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"


def serve(port: int) -> None:
    """Serve Prefect's API and UI until the standard input closes."""
    import uvicorn
    from prefect.server.api.server import create_app

    config = uvicorn.Config(
        partial(create_app, final=True), factory=True, host=HOST, port=port, log_level="error", lifespan="on"
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_end_with_input, args=[server], daemon=True).start()
    server.run()


def _end_with_input(server: uvicorn.Server) -> None:
    os.read(sys.stdin.fileno(), 1)  # not through the buffer, whose lock would outlive a server that does not start
    server.should_exit = True


if __name__ == "__main__":
    serve(int(sys.argv[1]))
