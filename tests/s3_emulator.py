"""An S3 server on a free port of this machine: prints the port, and ends when its standard input does.

Requests are answered one at a time, so that a write on condition is one step, as on the real thing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from threading import Lock, Thread
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


def main() -> None:
    emulator = DomainDispatcherApplication(create_backend_app)
    one_at_a_time = Lock()

    def app(environ: Any, start_response: Any) -> Iterable[bytes]:
        with one_at_a_time:
            return list(emulator(environ, start_response))

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=MotoRequestHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.port, flush=True)  # noqa: T201
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
