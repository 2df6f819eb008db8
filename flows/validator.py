"""Great Expectations in a process of its own, called by the threads of a run.

Importing it takes seconds of CPU and its work holds the interpreter's lock: in the run's own process both would be in
the way of Prefect and of the hand-over of batches. The process imports no Prefect, reads what it validates from the
staging area, and ends with whoever started it, a kill included. Without it (`runner = "threads"`) calls are made in
place.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pyarrow as pa
from pebble import ProcessPool

from expectations import gx
from expectations.contract import Contract
from expectations.errors import NewsmillError
from tasks.batch import REFUSED
from tasks.heap import kept
from tasks.pool import Call, WorkerLostError, calls_of
from warehouse.location import use_storage
from warehouse.staging import Staged, read

P = ParamSpec("P")
R = TypeVar("R")

Part = Mapping[str, Staged]
"""What was staged with one batch of a stage, by table."""


METHOD = "spawn"
"""It is started anew: what worker processes are forked from has not loaded Great Expectations."""


class ValidatorLost(NewsmillError):
    """The process of Great Expectations died."""


class _Process:
    call: Call | None = None


@dataclass(frozen=True)
class Validated:
    """What Great Expectations says of a table: the good rows of some batches, with the refused ones below."""

    results: Sequence[gx.RuleResult]
    good: int
    rows: int


@dataclass(frozen=True)
class Book:
    """The validation of a run: what the data docs call it, and the folder in which they come to lie."""

    run_key: str
    docs: Path


@contextmanager
def validator_process(runner: str, storage: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Start the process, which loads Great Expectations, and stop it at the end; inside such a block that one is used.

    It reads object stores with the options `storage`. The runner `threads` has none.
    """
    if runner == "threads" or _Process.call is not None:
        yield
        return
    pool = ProcessPool(1, context=multiprocessing.get_context(METHOD))
    with calls_of(pool) as call:
        _Process.call = call
        try:
            pool.schedule(_begin, [dict(storage or {})])
            yield
        finally:
            _Process.call = None


def _begin(storage: Mapping[str, Any]) -> None:
    if storage:
        use_storage(storage)
    # It ends with its pipe. A signal on the way would keep it from saying that its semaphores are gone (tqdm has one).
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with kept():
        gx.load()


def apart(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function where Great Expectations is.

    Raises:
        ValidatorLost: its process died.
    """
    if _Process.call is None:
        return function(*args, **kwargs)
    try:
        result: R = _Process.call(function, None, *args, **kwargs)
    except WorkerLostError as error:
        raise ValidatorLost(
            f"Great Expectations: {error}", "Nothing was published. Run it again: it goes on where it stopped."
        ) from error
    return result


_open: dict[Book, gx.Validation] = {}
"""The validations that go on here."""


def opened(book: Book) -> gx.Validation:
    """The validation of a run; the first call loads Great Expectations."""
    if book not in _open:
        _open[book] = gx.Validation(book.run_key, book.docs)
    return _open[book]


def open_book(book: Book) -> None:
    """Begin the validation of a run."""
    opened(book)


def close_book(book: Book) -> None:
    """Forget the validation of a run."""
    _open.pop(book, None)


def validate(book: Book, batches: str, group: Sequence[Part], name: str, contract: Contract) -> Validated | None:
    """Validate a table of some batches together; None when there is nothing of it.

    Only the columns that the contract's rules look at are read, of the table and of those beside it.
    """
    good, refused = (_read(group, kind, contract.checked) for kind in (name, name + REFUSED))
    if good is None:
        return None
    table = good if refused is None else pa.concat_tables([good, refused])
    if not table.num_rows:  # every rule holds of no rows, and saying so takes as long as for thousands
        return None
    beside = {other: _read(group, other, columns) for other, columns in contract.beside.items()}
    context = {other: rows for other, rows in beside.items() if rows is not None}
    return Validated(opened(book).table(batches, table, contract, context), good.num_rows, table.num_rows)


def write_docs(book: Book) -> None:
    """Write the data docs of what was validated so far."""
    opened(book).write_docs()


def _read(group: Sequence[Part], name: str, columns: list[str]) -> pa.Table | None:
    """Columns of the tables of this name in a group's parts, one below the other; None when no part has any."""
    refs = [next((staged.tables[name] for staged in part.values() if name in staged.tables), None) for part in group]
    tables = [read(ref, columns) for ref in refs if ref is not None]
    return pa.concat_tables(tables) if tables else None
