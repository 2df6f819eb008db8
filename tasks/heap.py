"""The collector and the end of a process that imports hundreds of thousands of objects and keeps them all.

The orchestrator, the validator and the data libraries together cost Python's collector a second of a run on going
through them again and again, and another on taking them apart one by one at the end.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT_EVERY = 50_000
"""New objects between two collections; Python's own figure, 700 to 2,000, is for a program that keeps little."""


@contextmanager
def kept() -> Iterator[None]:
    """What is made inside stays to the end of the process: the collector looks through none of it, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def lasting_objects() -> Iterator[None]:
    """Collect seldom, and end the process with the exit code of this block, without freeing what it holds."""
    gc.set_threshold(COLLECT_EVERY, *gc.get_threshold()[1:])
    code = 1

    def end() -> None:
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    atexit.register(end)  # handlers run in reverse: those of the libraries, imported later, come first
    try:
        yield
        code = 0
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
        raise
