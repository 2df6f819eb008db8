"""A run: what it reads, where it writes, and the key by which it is recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version

import pyarrow as pa

from flows.artifacts import Board
from flows.inputs import inputs_to_plan, not_read
from flows.ledger import Clock, Ledger
from flows.retry import Again, Retry, relaxed, require_again
from flows.settings import Settings
from tasks.batch import Job, job_key
from tasks.ingest.inputs import InputFile
from warehouse import generations, lock
from warehouse.generations import Stamp
from warehouse.layout import Layout
from warehouse.lookups import known
from warehouse.settle import finish_interrupted, settle

CODE_VERSION = version("newsmill")
STAGE_OPTIONS = ("ingest", "clean", "dedupe", "enrich")


@dataclass(frozen=True)
class Run:
    """One run over the inputs that no earlier run has read."""

    key: str
    sources: tuple[str, ...]
    settings: Settings
    started_at: datetime
    inputs: tuple[InputFile, ...]
    inputs_known: int
    base: int | None
    """The generation that was current when the run was planned."""
    ledger: Ledger
    again: Again | None = None
    """What is read again of the quarantine, in a retry."""
    clock: Clock = field(default_factory=Clock)
    board: Board = field(default_factory=Board)

    @property
    def layout(self) -> Layout:
        return Layout(self.settings.warehouse)

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.key, self.started_at, CODE_VERSION)

    def job(self, stage: str, label: str, options: object, *inputs: str) -> Job:
        """The job of one batch of a stage; `inputs` are the hashes of what it reads."""
        folder = self.layout.staging_of(self.key) / stage
        return Job(stage, str(folder), job_key(CODE_VERSION, stage, options, *inputs), label, self.ledger.allowed)

    def published(self, table: str) -> list[str]:
        """The files of a table in the generation that is current now."""
        return generations.current_files(self.layout, table)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep a second run of the same key waiting."""
        with lock.staging(self.layout, self.key, self.settings.lock_wait_seconds):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock, once a publish that crashed at its last step is finished or removed.

        A warehouse of an older version is migrated.
        """
        with lock.writing(self.layout, self.key, self.settings.lock_wait_seconds):
            settle(self.layout, self.key, self.started_at, CODE_VERSION)
            yield

    def was_published(self) -> bool:
        """Whether this very work stands in the warehouse."""
        runs = self.published("runs")  # without any no table is made, for which pyarrow imports pandas
        return bool(runs) and bool(known(runs, ["run_id"], pa.table({"run_id": [self.key]})).num_rows)

    def still_new(self) -> Run:
        """The same run without the inputs that another run has published since; a retry reads known ones anyway."""
        if self.again is not None:
            return self
        fresh = not_read(self.inputs, self.published("lineage"))
        known_now = len(self.inputs) - len(fresh)
        return replace(self, inputs=tuple(fresh), inputs_known=self.inputs_known + known_now)

    def was_overtaken(self) -> bool:
        """Whether another run has published since this one was planned."""
        now = generations.current(self.layout)
        return (None if now is None else now.generation) != self.base


def plan(sources: Sequence[str], settings: Settings, source_name: str | None = None) -> Run:
    """Find the inputs that are new to the warehouse and name the run after them.

    The key is a hash of the new inputs, the options and the code's version: the same work has the same key.

    Raises:
        UsageError: a source is neither a path, a glob, a URL nor a name of `[sources]`, or there is none.
        BadInputError: a store cannot be listed.
        WarehouseError: the warehouse cannot be written, or a newer newsmill wrote it.
    """
    layout = Layout(settings.warehouse)
    generations.require_writable(layout)
    finish_interrupted(layout, "plan")
    found = inputs_to_plan(sources, settings, source_name)
    fresh = not_read(found, generations.current_files(layout, "lineage"))
    named = tuple(sources) or tuple(settings.sources)
    return _planned(named, settings, fresh, len(found) - len(fresh))


def plan_retry(retry: Retry, settings: Settings) -> Run:
    """The run that reads again what waits in quarantine: its inputs are fresh for this run only.

    The number of times that each page was refused is part of the key, so that the next retry is another run.

    Raises:
        UsageError: nothing that is selected can be retried.
        BadInputError: the inputs are gone.
        WarehouseError: there is no warehouse, or it cannot be written.
    """
    generations.require_writable(Layout(settings.warehouse))
    again = require_again(retry, settings, fetch=True)
    return _planned((str(retry),), relaxed(settings, retry.allow), again.inputs, 0, again)


def _planned(
    sources: tuple[str, ...],
    settings: Settings,
    fresh: Sequence[InputFile],
    inputs_known: int,
    again: Again | None = None,
) -> Run:
    layout = Layout(settings.warehouse)
    base = generations.current(layout)
    # The table of aliases is read once, here: the key and the stage must see the same one.
    settings = settings.model_copy(update={"enrich": settings.enrich_options()})
    options = {name: asdict(getattr(settings, name)) for name in STAGE_OPTIONS}
    allowed, attempts = ((), ()) if again is None else (again.retry.allow, again.attempts)
    inputs = sorted(f"{i.uri}\n{i.sha256}" for i in fresh)
    key = job_key(CODE_VERSION, "run", options, *inputs, *allowed, *attempts)[:16]
    return Run(
        key=key,
        sources=sources,
        settings=settings,
        started_at=datetime.now(UTC),
        inputs=tuple(fresh),
        inputs_known=inputs_known,
        base=None if base is None else base.generation,
        ledger=Ledger(key, layout.data_docs_of(key), allowed),
        again=again,
    )
