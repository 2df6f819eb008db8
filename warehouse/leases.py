"""The locks of a warehouse on an object store: who may write, and one run per key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from expectations.errors import WarehouseError
from warehouse import lease, pointer
from warehouse.conditional import look
from warehouse.durable import remove_tree
from warehouse.layout import Layout
from warehouse.lease import BusyError, Lease
from warehouse.location import on_store

if TYPE_CHECKING:
    from upath import UPath


class _Held:
    writing: dict[str, Lease] = {}  # noqa: RUF012  (one for the process, as the lock is)
    """The write leases of this process, by warehouse."""


def token_of(root: UPath) -> str:
    """The token of the write lock that this process holds.

    Raises:
        WarehouseError: it holds none; whoever publishes must.
    """
    held = _Held.writing.get(str(root))
    if held is None:
        raise WarehouseError(f"the write lock of {root} is not held", "This is a fault of newsmill; please report it.")
    return held.token


@contextmanager
def writing(layout: Layout, run_key: str, wait_seconds: float) -> Iterator[None]:
    """Hold the write lock; as `lock.writing`, which raises for people what is raised here.

    Raises:
        BusyError: another run still holds it after `wait_seconds`.
    """
    root = on_store(layout.root)
    with lease.hold(on_store(layout.lock), run_key, wait_seconds) as held:
        pointer.take(root, held.token)
        _Held.writing[str(root)] = held
        try:
            yield
        finally:
            del _Held.writing[str(root)]


@contextmanager
def staging(layout: Layout, run_key: str, wait_seconds: float) -> Iterator[None]:
    """Hold the staging of a run; as `lock.staging`.

    Raises:
        BusyError: the same work is still being done elsewhere after `wait_seconds`.
    """
    folder = on_store(layout.staging)
    with lease.hold(folder / f"{run_key}.lock", run_key, wait_seconds):
        _sweep_abandoned(folder, run_key)
        yield
    # Done: whoever waits on this lease finds the work published, so losing it can do no harm.
    remove_tree(folder / f"{run_key}.lock")


def is_free(place: UPath) -> bool:
    """Whether nobody holds a lease, or its holder is dead."""
    return not lease.holder(look(place))


def _sweep_abandoned(folder: UPath, own_key: str) -> None:
    """Remove the staging of runs that no longer live."""
    for path in folder.iterdir():
        if path.name.endswith(".lock") or path.name == own_key:
            continue
        lock = folder / f"{path.name}.lock"
        with suppress(BusyError), lease.hold(lock, own_key, 0):
            remove_tree(path)
            remove_tree(lock)
