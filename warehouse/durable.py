"""Writes that survive a crash: everything is safe before it gets the name by which it is found."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.location import Location


def sync(path: Path) -> None:
    """Fsync a file's content, or a folder, so that the names created in it survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Location, content: bytes) -> None:
    """Write a small file: readers see the old or the new one, never a part, whatever happens."""
    if not isinstance(path, Path):
        path.fs.pipe_file(path.path, content)
        return
    temporary = _aside(path)
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)


@contextmanager
def written(path: Location) -> Iterator[Path]:
    """A local file to fill; after the block it stands at `path` as a whole, in one moment."""
    if isinstance(path, Path):
        temporary = _aside(path)
        yield temporary
        temporary.replace(path)
        return
    with tempfile.TemporaryDirectory(prefix="newsmill-") as folder:
        temporary = Path(folder) / path.name
        yield temporary
        path.fs.put_file(str(temporary), path.path)


def move_in(local: Path, path: Location) -> None:
    """Give a finished local file its place; a local one must be on the same file system."""
    if isinstance(path, Path):
        sync(local)
        local.replace(path)
    else:
        path.fs.put_file(str(local), path.path)


def make_folder(path: Location) -> None:
    """Make a folder with those above it; object stores have none and need none."""
    if isinstance(path, Path):
        path.mkdir(parents=True, exist_ok=True)


def copy_folder(folder: Path, place: Location) -> None:
    """Copy what is in a local folder to a prefix of an object store, over what is there."""
    if isinstance(place, Path):
        shutil.copytree(folder, place, dirs_exist_ok=True)
    else:
        place.fs.put(f"{folder}/", f"{place.path}/", recursive=True)


def remove_tree(path: Location) -> None:
    """Remove a folder, or all objects below a prefix; nothing there is no error."""
    if isinstance(path, Path):
        shutil.rmtree(path, ignore_errors=True)
    elif objects := path.fs.find(path.path):
        path.fs.rm(objects)


def remove(path: Location) -> None:
    """Remove a file, or a folder with all below it; one that is gone already is no fault."""
    if isinstance(path, Path) and (path.is_symlink() or not path.is_dir()):
        path.unlink(missing_ok=True)
    else:
        remove_tree(path)


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}.tmp")
