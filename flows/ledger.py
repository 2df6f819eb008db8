"""What a run keeps beside its tables: what was validated, and how long each stage took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from expectations.contract import Contract
from expectations.gx import RuleResult
from flows import validator
from flows.report_page.checks import NAME as CHECKS
from flows.report_page.checks import Checked, write_checks
from flows.validator import Book, Part, Validated, apart, validator_process
from warehouse.durable import copy_folder
from warehouse.location import Location


@dataclass
class Ledger:
    """The validation of a run so far: what Great Expectations said of every rule on every batch.

    It is done in a thread of its own, one table after the other, beside what the run does next; only publish waits.
    """

    run_key: str
    docs: Location
    """Where the data docs of the run come to lie."""
    allowed: tuple[str, ...] = ()
    """Rules of contracts that are relaxed for this run."""
    batches: int = 0
    results: list[tuple[str, str, RuleResult]] = field(default_factory=list)
    """(stage, batch, result) of each rule."""
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "validation"))
    _added: list[Future[None]] = field(default_factory=list)
    _failure: Exception | None = None
    _aside: TemporaryDirectory[str] | None = None

    @property
    def rules(self) -> int:
        return len(self.results)

    @property
    def broken(self) -> list[tuple[str, str, RuleResult]]:
        """Those that some row breaks."""
        return [(stage, batch, r) for stage, batch, r in self.results if r.rows or r.error]

    @contextmanager
    def validating(self, runner: str, storage: Mapping[str, Any] | None = None) -> Iterator[None]:
        """Load Great Expectations, and validate what is added inside; nothing of it goes on after the block."""
        with validator_process(runner, storage):
            self._thread.submit(apart, validator.open_book, self._book)
            try:
                yield
            finally:
                self._thread.shutdown(cancel_futures=True)
                apart(validator.close_book, self._book)

    def add(self, validate: Callable[[], None]) -> None:
        """Have something validated beside what the run does next, unless something before it is broken."""
        # The context says to which flow run a task belongs.
        self._added.append(self._thread.submit(copy_context().run, self._unless_broken, validate))

    def _unless_broken(self, validate: Callable[[], None]) -> None:
        if self._failure is None:
            try:
                validate()
            except Exception as error:  # noqa: BLE001  (the run's own thread raises it)
                self._failure = error

    def stop_if_broken(self) -> None:
        """End the run when something that was added is known to be broken.

        Raises:
            ValidationStopped: a critical rule is broken.
        """
        if self._failure is not None:
            raise self._failure

    def settle(self) -> None:
        """Wait for all that was added.

        Raises:
            ValidationStopped: a critical rule is broken.
        """
        wait(self._added)
        self.stop_if_broken()

    def validate(self, batches: str, group: Sequence[Part], name: str, contract: Contract) -> Validated | None:
        """What Great Expectations says of a table of some batches; None when there is nothing of it."""
        return apart(validator.validate, self._book, batches, group, name, contract)

    def write_docs(self) -> Location:
        """Write the data docs of what was validated so far; returns their first page."""
        apart(validator.write_docs, self._book)
        write_checks(self._made, self.run_key, [Checked(batch, result) for _, batch, result in self.results])
        if not isinstance(self.docs, Path):
            copy_folder(self._made, self.docs)
        return self.docs / CHECKS

    @property
    def _book(self) -> Book:
        return Book(self.run_key, self._made)

    @property
    def _made(self) -> Path:
        """The folder that Great Expectations writes to; it knows no object store."""
        if isinstance(self.docs, Path):
            return self.docs
        self._aside = self._aside or TemporaryDirectory(prefix="newsmill-docs-")
        return Path(self._aside.name)


class Clock:
    """Seconds of wall time by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add what happens inside to a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
