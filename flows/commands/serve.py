"""`newsmill serve`: scheduled runs on one machine, without a worker, and with a server of its own if there is none."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from expectations.errors import UsageError
from flows.own_server import own_server
from flows.server import prepare_environment, server_address

if TYPE_CHECKING:
    from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
    from prefect.runner import Runner

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
MIN_SECONDS = 5


def serve_mill(
    sources: Sequence[str],
    config: Path | None,
    overrides: Mapping[str, Any],
    *,
    every: str | None = None,
    cron: str | None = None,
    port: int | None = None,
) -> None:
    """Run the mill on a schedule until this process is told to stop; the first run starts at once.

    Raises:
        UsageError: a source, the schedule or a setting cannot be used.
        ServerNotStarted: there is no server, and none could be started.
    """
    from flows.inputs import require_sources
    from flows.settings import load_settings

    require_sources(sources, load_settings(config, **overrides))
    if config is not None:
        os.environ["NEWSMILL_CONFIG"] = str(config.absolute())  # runs are processes of their own, and read it again
    given = {name: str(value) for name, value in overrides.items() if value is not None}
    schedule = schedule_of(every, cron)
    prepare_environment()
    with _terminable(), _server(port) as api:
        click.echo(f"Prefect UI  {api.removesuffix('/api')}")
        asyncio.run(_serve(sources, schedule, given))


def schedule_of(every: str | None, cron: str | None) -> CronSchedule | IntervalSchedule:
    """The schedule that `--every` or `--cron` describes.

    Raises:
        UsageError: it is no interval or cron expression, or there is not exactly one of them.
    """
    if (every is None) == (cron is None):
        raise UsageError("no schedule, or two, were given", "Give either --every 15m or --cron '0 * * * *'.")
    if every is not None:
        return _interval(every)
    from prefect.client.schemas.schedules import CronSchedule

    try:
        return CronSchedule(cron=str(cron), timezone="UTC")
    except ValueError as error:
        raise UsageError(f"{cron!r} is no cron expression", "Five fields, in UTC: `0 */2 * * *`.") from error


def _interval(every: str) -> IntervalSchedule:
    from prefect.client.schemas.schedules import IntervalSchedule

    match = re.fullmatch(r"(\d+)([smhd])", every.strip())
    if match is None or int(match[1]) * SECONDS[match[2]] < MIN_SECONDS:
        raise UsageError(f"{every!r} is no interval", f"Give a number with s, m, h or d, at least {MIN_SECONDS}s: 15m.")
    return IntervalSchedule(interval=timedelta(seconds=int(match[1]) * SECONDS[match[2]]))


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end this process as Ctrl-C does, so that what it started is stopped."""

    def interrupt(signum: int, frame: object) -> None:
        del signum, frame
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("stopped")
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _server(port: int | None) -> Iterator[str]:
    """The address of the API of the configured server, or of one that lives as long as the context."""
    configured = server_address()
    if configured is not None:
        if port is not None:
            raise UsageError(
                f"--port starts a server, but there is one configured: {configured}",
                "Give no --port, or unset PREFECT_API_URL.",
            )
        yield configured
        return
    from prefect.settings import PREFECT_API_URL, temporary_settings

    click.echo("starting a Prefect server …")
    with own_server(port) as api, temporary_settings({PREFECT_API_URL: api}):
        yield api


async def _serve(sources: Sequence[str], schedule: CronSchedule | IntervalSchedule, settings: dict[str, str]) -> None:
    from prefect.client.orchestration import get_client
    from prefect.runner import Runner
    from prefect.types.entrypoint import EntrypointType

    from flows.mill import mill

    deployment = await mill.ato_deployment(
        deployment_name(sources),
        schedules=[schedule],
        parameters={"sources": list(sources), "settings": settings},
        description="Made by `newsmill serve`; its schedule is paused when that stops.",
        tags=["newsmill", "serve"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    runner = Runner(limit=1)
    deployment_id = await runner.aadd_deployment(deployment)
    async with get_client() as client:
        await client.create_flow_run_from_deployment(deployment_id)
    click.echo(f"deployment  mill/{deployment.name}: runs now, then {_when(schedule)}; stop with Ctrl-C or SIGTERM")
    await _until_stopped(runner)
    click.echo("stopped")


async def _until_stopped(runner: Runner) -> None:
    """Run what is due until a signal comes; a run that is going on is cancelled then, and resumed by the next one."""
    loop = asyncio.get_running_loop()
    running = loop.create_task(runner.start())
    await asyncio.sleep(0)  # it has set its own handler of SIGTERM now, which does not end well (3.8.8)
    stops: set[asyncio.Task[None]] = set()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, lambda: stops.add(loop.create_task(runner.astop())))
    with suppress(asyncio.CancelledError):
        await running


def deployment_name(sources: Sequence[str]) -> str:
    """One name for the same sources, so that serving them again goes on with the same deployment."""
    names = [re.sub(r"[^\w.-]+", "-", PurePath(source).name) or "inbox" for source in sources]
    return "serve-" + ("-".join(names) or "all")


def _when(schedule: CronSchedule | IntervalSchedule) -> str:
    cron = getattr(schedule, "cron", None)
    return f"at {cron} UTC" if cron else f"every {schedule.interval}"  # type: ignore[union-attr]
