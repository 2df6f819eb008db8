"""Generations on an object store: immutable files, a manifest each that lists them, and one pointer to the manifests.

Nothing is ever written twice under one name, for names hold the token of the write lock that they were written under:
what a dead or a paused writer left can be told and removed, and never stands where something else is read.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.errors import WarehouseError
from warehouse import manifest as manifests
from warehouse import pointer
from warehouse.conditional import ChangedError, write_if
from warehouse.durable import remove_tree, write_atomically, written
from warehouse.layout import Layout
from warehouse.leases import is_free, token_of
from warehouse.location import Location, on_store, told
from warehouse.manifest import DataFile, Manifest

if TYPE_CHECKING:
    from upath import UPath

TOKEN_CHARS = 8


@dataclass(frozen=True)
class ObjectBuilding:
    """A generation whose files nobody can find yet: no manifest that the pointer knows lists them."""

    layout: Layout
    name: str

    def place(self, path: str) -> str:
        return f"{self.name}/{path}"

    def new_file(self, placed: str) -> AbstractContextManager[Path]:
        return written(self.layout.data / placed)

    def location(self, file: DataFile) -> Location:
        return told(self.layout.data / file.path, file.bytes)

    def drop(self, file: DataFile) -> None:
        if file.path.startswith(f"{self.name}/"):
            remove_tree(self.location(file))

    def seal(self, manifest: Manifest) -> str:
        write_atomically(_manifest(self.layout, self.name), manifests.to_json(manifest))
        return self.name


@dataclass(frozen=True)
class ObjectStore:
    """A warehouse below a prefix of an object store."""

    layout: Layout

    @property
    def root(self) -> UPath:
        return on_store(self.layout.root)

    def require_writable(self) -> None:
        probe = self.root / f".writable-{uuid.uuid4().hex}"
        write_if(probe, b"newsmill", None)
        try:
            write_if(probe, b"looks whether this store writes on condition", None)
        except ChangedError:
            return
        finally:
            remove_tree(probe)
        raise WarehouseError(
            f"the store of {self.root} ignores If-None-Match: two writers could overwrite each other",
            "Use a store that writes on condition (Amazon S3, MinIO, Cloudflare R2, Ceph), or a folder.",
        )

    def current(self) -> str | None:
        return pointer.read(self.root).current

    def published(self) -> dict[int, str]:
        return dict(pointer.read(self.root).kept)

    def unpublished(self) -> list[str]:
        current = self.current()
        later = {name for name in self._names() if current is None or _number(name) > _number(current)}
        return sorted(later)

    def is_sealed(self, name: str) -> bool:
        return _manifest(self.layout, name).exists()

    def manifest(self, name: str) -> Manifest:
        return manifests.load(_manifest(self.layout, name))

    def file(self, manifest: Manifest, file: DataFile) -> Location:  # noqa: ARG002  (a file's place is in its path)
        return told(self.layout.data / file.path, file.bytes)

    def build(self, run_key: str, number: int, parent: Manifest | None) -> ObjectBuilding:  # noqa: ARG002
        name = f"{number:06d}-{token_of(self.root)[:TOKEN_CHARS]}"
        remove_tree(self.layout.data / name)
        return ObjectBuilding(self.layout, name)

    def make_current(self, name: str) -> None:
        pointer.change(self.root, token_of(self.root), lambda kept: {**kept, _number(name): name})

    def remove(self, name: str) -> None:
        """From the pointer first: whoever reads it gets an error, never half of it."""
        if name in self.published().values():
            pointer.change(
                self.root, token_of(self.root), lambda kept: {n: other for n, other in kept.items() if other != name}
            )
        listed = self.manifest(name).files if self.is_sealed(name) else ()
        shared = self._referenced()
        remove_tree(_manifest(self.layout, name))
        for path in {file.path for file in listed} - shared:
            remove_tree(self.layout.data / path)
        if not any(path.startswith(f"{name}/") for path in shared):
            remove_tree(self.layout.data / name)

    def leftovers(self, now: datetime) -> list[Location]:  # noqa: ARG002  (tokens tell, not ages)
        return [*self._unreferenced(), *self._abandoned()]

    def size(self) -> int:
        found: dict[str, dict[str, int]] = self.root.fs.find(self.root.path, detail=True)
        return sum(one["size"] for one in found.values())

    def _names(self) -> set[str]:
        """Names of all generations of which something is there."""
        return {
            path.name.removesuffix(".json")
            for place in (self.layout.generations, self.layout.data)
            for path in _in(place)
        }

    def _referenced(self) -> set[str]:
        """Paths of the data files of the generations that are kept."""
        return {file.path for name in self.published().values() for file in self.manifest(name).files}

    def _unreferenced(self) -> Iterator[Location]:
        """Files that no kept generation lists, and manifests of none."""
        kept, referenced = set(self.published().values()), self._referenced()
        for name in self._names() - kept:
            if self.is_sealed(name):
                yield _manifest(self.layout, name)
        data = on_store(self.layout.data)
        for path in data.fs.find(data.path):
            if (file := path.removeprefix(f"{data.path}/")) not in referenced:
                yield data / file

    def _abandoned(self) -> Iterator[UPath]:
        """Staging of runs that no longer live, and their leases."""
        for path in _in(self.layout.staging):
            if is_free(path if path.name.endswith(".lock") else path.with_name(f"{path.name}.lock")):
                yield path


def _manifest(layout: Layout, name: str) -> Location:
    return layout.generations / f"{name}.json"


def _in(folder: Location) -> Iterator[UPath]:
    place = on_store(folder)
    return iter(place.iterdir()) if place.is_dir() else iter(())


def _number(name: str) -> int:
    return int(name.partition("-")[0])
