"""The Prefect flow run that this process executes: what it is called, and a sign of life that dies with the process.

Prefect does not notice when the process of a run is killed, or ends while the server is away: such a run stays RUNNING
for good. So each run holds a lock of the operating system on a file named after it, until the server knows how it
ended. Whoever starts next finds the files that nobody holds any more, and tells the server that these runs crashed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from uuid import UUID

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.orchestration import SyncPrefectClient

P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger(__name__)

ABANDONED = (
    "The process of this run ended without telling the server: it was killed, or the server was away. "
    "`newsmill status` shows what was published; the next run does the rest."
)
SUPERSEDED = "A later run of this deployment has started, and reads the same sources."

_held: dict[str, FileLock] = {}
"""Locks of the flow runs that this process executes."""


def begin() -> None:
    """Show that the current flow run is being executed, until it has ended or the process dies.

    Runs that died before are marked as crashed; runs of the same deployment whose time has passed while none could
    start are cancelled, because this one does their work.
    """
    from prefect.runtime import flow_run

    run_id = flow_run.id
    if run_id is None:
        return
    with FileLock(_folder() / "lock"):  # nobody takes a file for abandoned between its making and its locking
        _held[run_id] = FileLock(_file(run_id))
        _held[run_id].acquire()
        dead = list(_abandoned())
    _tell(lambda client: _mark_crashed(client, dead))
    _tell(lambda client: _cancel_missed(client, UUID(run_id)))


def watched(flow: Flow[P, R]) -> Flow[P, R]:
    """A flow that calls `begin`: its sign of life goes once the server knows how a run of it ended."""
    flow.on_completion(_ended)
    flow.on_failure(_ended)
    flow.on_cancellation(_ended)
    flow.on_crashed(_ended)
    return flow


def _ended(flow: object, flow_run: Any, state: object) -> None:
    del flow, state
    _file(flow_run.id).unlink(missing_ok=True)
    if (lock := _held.pop(str(flow_run.id), None)) is not None:
        lock.release()


def rename(name: str, *tags: str) -> None:
    """Give the current flow run a name and, once, tags beside those that it was made with."""
    from prefect.runtime import flow_run

    if (run_id := flow_run.id) is not None:
        wanted = sorted({*flow_run.tags, *tags}) if tags else None
        _tell(lambda client: client.update_flow_run(UUID(run_id), name=name, tags=wanted))


def _tell(call: Callable[[SyncPrefectClient], object]) -> None:
    """Tell the server something that a run can do without."""
    from prefect.client.orchestration import get_client

    try:
        with get_client(sync_client=True) as client:
            call(client)
    except Exception as error:  # noqa: BLE001  (whatever the client raises, the run's own work goes on)
        logger.warning("the Prefect server could not be told: %s", error)


def _folder() -> Path:
    from prefect.settings import get_current_settings

    folder = get_current_settings().home / "newsmill-runs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _file(run_id: object) -> Path:
    return _folder() / f"{run_id}.alive"


def _abandoned() -> Iterator[UUID]:
    """The runs whose file nobody holds."""
    for path in sorted(_folder().glob("*.alive")):
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        lock.release()
        yield UUID(path.stem)


def _mark_crashed(client: SyncPrefectClient, dead: Iterable[UUID]) -> None:
    from prefect.exceptions import ObjectNotFound
    from prefect.states import Crashed

    for run_id in dead:
        try:
            run = client.read_flow_run(run_id)
            if run.state is None or not run.state.is_final():
                logger.warning("flow run %s has died and is marked as crashed", run.name)
                client.set_flow_run_state(run_id, Crashed(message=ABANDONED), force=True)
        except ObjectNotFound:
            logger.info("flow run %s has died; it is not known to this server", run_id)
        _file(run_id).unlink(missing_ok=True)


def _cancel_missed(client: SyncPrefectClient, run_id: UUID) -> None:
    from prefect.client.schemas import filters
    from prefect.client.schemas.objects import StateType
    from prefect.states import Cancelled

    own = client.read_flow_run(run_id)
    if own.deployment_id is None:
        return
    missed = client.read_flow_runs(
        flow_run_filter=filters.FlowRunFilter(
            deployment_id=filters.FlowRunFilterDeploymentId(any_=[own.deployment_id]),
            state=filters.FlowRunFilterState(type=filters.FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            expected_start_time=filters.FlowRunFilterExpectedStartTime(before_=datetime.now(UTC)),  # type: ignore[arg-type]
        )
    )
    for run in missed:
        # One that waits for its retry is no missed one, and other parameters are other work.
        if run.state_name in ("Scheduled", "Late") and run.parameters == own.parameters:
            client.set_flow_run_state(run.id, Cancelled(message=SUPERSEDED), force=True)
