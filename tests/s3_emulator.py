"""An S3 server on a free port of this machine: prints the port, and ends when its standard input does.

Requests are answered one at a time, so that a write on condition is one step, as on the real thing; each may have to
wait first, so many seconds as the command line says. A line of input is answered by how many there were since the last.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from itertools import count
from threading import Lock, Thread
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


def main(wait: float) -> None:
    emulator = DomainDispatcherApplication(create_backend_app)
    one_at_a_time, numbers = Lock(), count()

    def app(environ: Any, start_response: Any) -> Iterable[bytes]:
        next(numbers)
        time.sleep(wait)
        with one_at_a_time:
            return list(emulator(environ, start_response))

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=MotoRequestHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.port, flush=True)  # noqa: T201
    told = 0
    for _ in sys.stdin:
        number = next(numbers)
        print(number - told, flush=True)  # noqa: T201
        told = number + 1
    os._exit(0)


if __name__ == "__main__":
    main(float(sys.argv[1]))
