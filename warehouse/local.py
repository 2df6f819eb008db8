"""Generations on a file system: folders whose files are hard links where they are shared, and a link to one of them.

Readers need no newsmill: `current/TABLE/**/*.parquet` is the table.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse import manifest as manifests
from warehouse.durable import sync, write_atomically
from warehouse.layout import Layout
from warehouse.local_leftovers import DROPPED, leftovers
from warehouse.location import Location, on_disk
from warehouse.manifest import DataFile, Manifest

NAME = re.compile(r"^\d{6,}$")


@dataclass(frozen=True)
class LocalBuilding:
    """A generation in the staging folder of its run."""

    folder: Path
    parent: Path | None
    target: Path

    def place(self, path: str) -> str:
        return path

    @contextmanager
    def new_file(self, placed: str) -> Iterator[Path]:
        path = _in_folder(self.folder / placed)
        yield path
        sync(path)

    def location(self, file: DataFile) -> Path:
        own = self.folder / file.path
        return own if self.parent is None or own.exists() else self.parent / file.path

    def drop(self, file: DataFile) -> None:
        (self.folder / file.path).unlink(missing_ok=True)

    def seal(self, manifest: Manifest) -> str:
        for file in manifest.files:
            source, target = self.location(file), self.folder / file.path
            if source != target:  # files never change, so sharing them is safe
                _link(source, _in_folder(target))
        write_atomically(self.folder / manifests.NAME, manifests.to_json(manifest))
        for folder in sorted(p for p in self.folder.rglob("*") if p.is_dir()):
            sync(folder)
        sync(self.folder)
        self.target.parent.mkdir(exist_ok=True)
        self.folder.rename(self.target)
        sync(self.target.parent)
        return self.target.name


@dataclass(frozen=True)
class LocalStore:
    """A warehouse in a folder."""

    layout: Layout

    @property
    def root(self) -> Path:
        return on_disk(self.layout.root)

    def require_writable(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        write_atomically(self.root / ".writable", b"")
        (self.root / ".writable").unlink()

    def current(self) -> str | None:
        link = on_disk(self.layout.current)
        return link.resolve().name if link.is_symlink() else None

    def published(self) -> dict[int, str]:
        current = self.current()
        return {int(name): name for name in self._names() if current is not None and int(name) <= int(current)}

    def unpublished(self) -> list[str]:
        current = self.current()
        return [name for name in self._names() if current is None or int(name) > int(current)]

    def is_sealed(self, name: str) -> bool:
        return (self._folder(name) / manifests.NAME).is_file()

    def manifest(self, name: str) -> Manifest:
        return manifests.load(self._folder(name) / manifests.NAME)

    def file(self, manifest: Manifest, file: DataFile) -> Path:
        return on_disk(self.layout.generation(manifest.generation)) / file.path

    def build(self, run_key: str, number: int, parent: Manifest | None) -> LocalBuilding:
        folder = on_disk(self.layout.staging_of(run_key)) / "generation"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        before = None if parent is None else on_disk(self.layout.generation(parent.generation))
        return LocalBuilding(folder, before, on_disk(self.layout.generation(number)))

    def make_current(self, name: str) -> None:
        link = self.root / f"current.{os.getpid()}.tmp"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self.layout.generations.name) / name)
        link.replace(on_disk(self.layout.current))
        sync(self.root)

    def remove(self, name: str) -> None:
        """Under another name first: whoever reads it gets an error, never half of it."""
        gone = self._folder(name + DROPPED)
        self._folder(name).rename(gone)
        shutil.rmtree(gone)

    def leftovers(self, now: datetime) -> list[Location]:
        return [*leftovers(self.layout, map(self._folder, self.published().values()), now)]

    def size(self) -> int:
        sizes = {}
        for folder, _, names in os.walk(self.root):
            for name in names:
                status = os.lstat(os.path.join(folder, name))  # noqa: PTH118  (a Path for each of many files is slow)
                sizes[status.st_dev, status.st_ino] = status.st_size
        return sum(sizes.values())

    def _folder(self, name: str) -> Path:
        return on_disk(self.layout.generations) / name

    def _names(self) -> list[str]:
        folder = on_disk(self.layout.generations)
        found = [p.name for p in folder.iterdir() if NAME.match(p.name)] if folder.is_dir() else []
        return sorted(found, key=int)


def _in_folder(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, target)
