"""Flow runs whose process has died, and runs that nobody started: what the next run tells the server about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from filelock import FileLock

from flows import flow_run as flow_run_module

pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("prefect_server")]


@pytest.fixture
def client() -> Iterator[Any]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as connected:
        yield connected


def running_flow_run(client: Any) -> UUID:
    """A flow run that the server takes for running."""
    from prefect import flow
    from prefect.states import Running

    @flow(name="left behind")
    def left_behind() -> None: ...

    run = client.create_flow_run(left_behind)
    client.set_flow_run_state(run.id, Running(), force=True)
    return UUID(str(run.id))


def turn_watched() -> list[str]:
    """Run a flow that calls `begin`; returns the files of running flow runs while it ran."""
    from prefect import flow

    from flows.flow_run import begin, watched

    @watched
    @flow(name="next")
    def next_run() -> list[str]:
        begin()
        return [path.stem for path in flow_run_module._folder().glob("*.alive")]

    return next_run()


def test_a_run_whose_process_died_is_marked_as_crashed_by_the_next(client: Any) -> None:
    dead, living = running_flow_run(client), running_flow_run(client)
    flow_run_module._file(dead).touch()
    with FileLock(flow_run_module._file(living)):
        alive = turn_watched()
        state = client.read_flow_run(dead).state
        assert (state.type.value, state.message) == ("CRASHED", flow_run_module.ABANDONED)
        assert client.read_flow_run(living).state.type.value == "RUNNING"
        assert str(living) in alive
        assert str(dead) not in alive
        assert len(alive) == 2
    assert not [path for path in flow_run_module._folder().glob("*.alive") if path.stem != str(living)]
    flow_run_module._file(living).unlink()


def test_a_run_that_ended_as_the_server_knows_keeps_its_state(client: Any) -> None:
    from prefect.states import Completed

    ended = running_flow_run(client)
    client.set_flow_run_state(ended, Completed(), force=True)
    flow_run_module._file(ended).touch()
    turn_watched()
    assert client.read_flow_run(ended).state.type.value == "COMPLETED"
    assert not flow_run_module._file(ended).exists()


def test_missed_runs_of_a_deployment_are_not_caught_up(client: Any) -> None:
    from prefect import State
    from prefect.states import Scheduled

    flow_id = client.read_flow_run(running_flow_run(client)).flow_id
    deployment = client.create_deployment(flow_id=flow_id, name="missed")

    def due(minutes: int, **parameters: Any) -> UUID:
        state: State[None] = Scheduled(scheduled_time=datetime.now(UTC) + timedelta(minutes=minutes))
        run = client.create_flow_run_from_deployment(deployment, state=state, parameters=parameters)
        return UUID(str(run.id))

    own, missed, other_work, to_come = due(0), due(-30), due(-30, sources=["other"]), due(30)
    flow_run_module._cancel_missed(client, own)
    states = {run: client.read_flow_run(run).state.type.value for run in (missed, other_work, to_come)}
    assert states == {missed: "CANCELLED", other_work: "SCHEDULED", to_come: "SCHEDULED"}
