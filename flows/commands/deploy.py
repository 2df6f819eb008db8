"""`newsmill deploy`: the work pool, the deployments of prefect.yaml, and an automation for runs that fall silent."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from expectations.errors import NewsmillError, UsageError
from flows.server import prepare_environment, server_address

if TYPE_CHECKING:
    from prefect.events.schemas.automations import AutomationCore

POOL = "newsmill"
SHIPPED = (Path(__file__).parents[1] / "prefect.yaml", Path(__file__).parents[2] / "prefect.yaml")
"""Where the one of newsmill lies: in an installed package, and in a checkout."""
AUTOMATION = "newsmill: a run that falls silent has crashed"
SILENT = timedelta(minutes=4)
"""prefect.yaml asks for a heartbeat a minute."""


class NotDeployed(NewsmillError):
    """Prefect refused the deployments."""


def deploy_all() -> None:
    """Make what is missing on the server and deploy the prefect.yaml of this folder, else the one of newsmill.

    Raises:
        UsageError: no server is configured.
        NotDeployed: Prefect refused; its own message stands above.
    """
    prepare_environment()
    api = server_address()
    if api is None:
        raise UsageError(
            "no Prefect server is configured",
            "Start one with `prefect server start` and set PREFECT_API_URL=http://127.0.0.1:4200/api.",
        )
    _require_pool()
    _deploy(next(file for file in (Path("prefect.yaml"), *SHIPPED) if file.is_file()))
    _require_automation()
    click.echo(f"deployed to {api}; start a worker: prefect worker start --pool {POOL} --limit 1")


def _require_pool() -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists
    from prefect.workers.process import ProcessWorker

    template = ProcessWorker.get_default_base_job_template()
    with get_client(sync_client=True) as client:
        try:
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=template))
        except ObjectAlreadyExists:
            return
    click.echo(f"work pool {POOL} made")


def _deploy(file: Path) -> None:
    # PWD is what the file's pull step reads.
    environment = os.environ | {"PWD": str(Path.cwd())}
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(file)]
    if subprocess.run(command, env=environment, check=False).returncode:  # noqa: S603  (a command of ours)
        raise NotDeployed(f"Prefect did not deploy {file}", "Correct what its message above names.")


def _require_automation() -> None:
    """Let the server take a run for crashed that was alive and has given no sign of life for SILENT."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        if not client.read_automations_by_name(AUTOMATION):
            client.create_automation(_automation())
            click.echo(f"automation “{AUTOMATION}” made")


def _automation() -> AutomationCore:
    from prefect.client.schemas.objects import StateType
    from prefect.events.actions import ChangeFlowRunState
    from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
    from prefect.events.schemas.events import ResourceSpecification

    crashed = ChangeFlowRunState(
        name=None, state=StateType.CRASHED, message=f"No sign of life for {SILENT}.", force=False
    )
    ended = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
    return AutomationCore(
        name=AUTOMATION,
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *ended},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENT,
        ),
        actions=[crashed],
    )
