"""What a kind of storage must do to keep generations; the protocol over it stands in `generations`.

A generation has a number, which people use, and a name, by which its kind of storage finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.manifest import DataFile, Manifest


class Building(Protocol):
    """A generation that is being built: nothing of it is visible."""

    def place(self, path: str) -> str:
        """The path under which the manifest lists a new file `table/partition/name`."""

    def new_file(self, placed: str) -> AbstractContextManager[Path]:
        """A local file to fill; it is part of the generation, and safe, after the block."""

    def location(self, file: DataFile) -> Location:
        """Where a file lies, be it new or the parent's."""

    def drop(self, file: DataFile) -> None:
        """Leave out a file that was listed so far."""

    def seal(self, manifest: Manifest) -> str:
        """Take over the parent's files that the manifest lists, and write it, last of all.

        Returns the name of the generation, which is complete now.
        """


class Store(Protocol):
    """One kind of storage."""

    def require_writable(self) -> None:
        """Make what must be there before anything is written.

        Raises:
            OSError: it cannot be made or written.
            WarehouseError: nor can generations be kept there.
        """

    def current(self) -> str | None:
        """Name of the generation that readers see."""

    def published(self) -> dict[int, str]:
        """Names of the generations that are kept, by number, in order; the last one is current."""

    def unpublished(self) -> list[str]:
        """Names of what crashed publishes left: generations, or parts of them, that never became current."""

    def is_sealed(self, name: str) -> bool:
        """Whether a generation is complete."""

    def manifest(self, name: str) -> Manifest:
        """The manifest of a generation.

        Raises:
            WarehouseError: it is missing, torn, or of a newer version.
        """

    def file(self, manifest: Manifest, file: DataFile) -> Location:
        """Where a file of a generation lies."""

    def build(self, run_key: str, number: int, parent: Manifest | None) -> Building:
        """Begin the generation of this number; what the same run began before is dropped."""

    def make_current(self, name: str) -> None:
        """Let readers see a sealed generation: the one visible moment of a publish."""

    def remove(self, name: str) -> None:
        """Remove a generation that is not current, and its files as far as no kept generation shares them."""

    def leftovers(self, now: datetime) -> Sequence[Location]:
        """What crashes left, the staging of dead runs included. Call with the write lock held to remove it."""

    def size(self) -> int:
        """Bytes of the whole warehouse; a file that generations share counts once."""


def store_of(layout: Layout) -> Store:
    """The storage that a warehouse lies on."""
    if isinstance(layout.root, Path):
        from warehouse.local import LocalStore

        return LocalStore(layout)
    from warehouse.object_store import ObjectStore

    return ObjectStore(layout)
