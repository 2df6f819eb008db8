"""The one object that says which generations of an object store there are, which is current, and who may change that.

`CURRENT` is replaced on condition only. Whoever takes the write lock puts its token into it first: from then on an
earlier holder, however long it was paused, can no longer publish.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from expectations.errors import WarehouseError
from warehouse.conditional import ChangedError, Seen, look, write_if

if TYPE_CHECKING:
    from upath import UPath

NAME = "CURRENT"


@dataclass(frozen=True)
class Pointer:
    """What `CURRENT` says."""

    kept: Mapping[int, str] = field(default_factory=dict)
    """Names of the generations by number, in order; the last one is current."""
    writer: str | None = None
    """Token of the last holder of the write lock."""

    @property
    def current(self) -> str | None:
        return self.kept[max(self.kept)] if self.kept else None

    def to_json(self) -> bytes:
        """As JSON, with what readers without newsmill want: the number and the manifest of the current generation."""
        manifests = {str(number): f"generations/{name}.json" for number, name in sorted(self.kept.items())}
        current = max(self.kept) if self.kept else None
        record = {
            "generation": current,
            "manifest": manifests.get(str(current)),
            "manifests": manifests,
            "writer": self.writer,
        }
        return json.dumps(record, indent=1).encode()


def read(root: UPath) -> Pointer:
    """The pointer as it is now.

    Raises:
        WarehouseError: it cannot be read, or is none.
    """
    try:
        return _parsed(root, look(root / NAME))
    except OSError as error:
        raise WarehouseError(
            f"{root} cannot be read: {error}",
            "Check the address, the network, and the credentials (AWS_… of the environment, or [storage]).",
        ) from error


def take(root: UPath, token: str) -> None:
    """Let only the holder of this token change the pointer from now on."""
    _change(root, lambda pointer: replace(pointer, writer=token))


def change(root: UPath, token: str, kept: Callable[[Mapping[int, str]], Mapping[int, str]]) -> None:
    """Change which generations there are.

    Raises:
        WarehouseError: another run has taken the write lock since; nothing was changed.
    """

    def changed(pointer: Pointer) -> Pointer:
        if pointer.writer != token:
            raise WarehouseError(
                f"this run lost the write lock of {root}: it gave no sign of life for too long, and another took over",
                "Run it again; nothing was published.",
            )
        return replace(pointer, kept=kept(pointer.kept))

    _change(root, changed)


def _change(root: UPath, changed: Callable[[Pointer], Pointer]) -> None:
    while True:
        seen = look(root / NAME)
        try:
            write_if(root / NAME, changed(_parsed(root, seen)).to_json(), None if seen is None else seen.tag)
        except ChangedError:
            continue
        return


def _parsed(root: UPath, seen: Seen | None) -> Pointer:
    if seen is None:
        return Pointer()
    try:
        record = json.loads(seen.content)
        names = {int(number): path.split("/")[-1].removesuffix(".json") for number, path in record["manifests"].items()}
        return Pointer(dict(sorted(names.items())), record["writer"])
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise WarehouseError(
            f"{root / NAME} is no pointer of a newsmill warehouse: {error!r}",
            "Point --warehouse at a newsmill warehouse, or at a new prefix.",
        ) from error
