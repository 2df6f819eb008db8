"""Writes that survive a crash: everything is on disk before it gets the name by which it is found."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Fsync a file's content, or a folder, so that the names created in it survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a small file beside its name and rename it over: readers see the old or the new one, never a part."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)
