"""Backfill: which parts a source has, and that an interrupted backfill does what is missing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from expectations.errors import UsageError
from flows.commands import backfill as backfill_command
from flows.partitions import partitions
from flows.settings import load_settings
from tests.flows.conftest import INBOX


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Pages by day: two days with a page, one without between them."""
    for day, page in (("2026-05-04", "port-strike.html"), ("2026-05-06", "port-talks.html")):
        (tmp_path / "archive" / day).mkdir(parents=True)
        shutil.copy(f"{INBOX}/lantern/{day}-{page}", tmp_path / "archive" / day)
    return tmp_path / "archive"


def parts(source: str | Path, *days: date, **sources: list[str]) -> list[str]:
    first, last = days or (None, None)
    return [Path(part).name for part in partitions(str(source), first, last, load_settings(sources=sources))]


def test_the_entries_of_a_folder_are_parts(archive: Path) -> None:
    (archive / ".hidden").touch()
    assert parts(archive) == ["2026-05-04", "2026-05-06"]
    assert parts(archive / "*-06") == ["2026-05-06"]


def test_the_days_of_a_pattern_are_parts_where_there_are_pages(archive: Path) -> None:
    days = date(2026, 5, 1), date(2026, 5, 31)
    assert parts(archive / "%Y-%m-%d", *days) == ["2026-05-04", "2026-05-06"]
    assert parts("wire", *days, wire=[f"{archive}/%Y-%m-%d"]) == ["2026-05-04", "2026-05-06"]
    assert parts(archive / "%Y-%m-*" / "*.html", *days) == ["*.html"]


@pytest.mark.parametrize(
    ("source", "days", "message"),
    [
        ("s3://bucket/pages/", (), "cannot be cut into parts"),
        ("archive/%Y-%m-%d", (date(2026, 5, 2), date(2026, 5, 1)), "the last day, 2026-05-01, is before the first"),
        ("archive/", (date(2026, 5, 1), date(2026, 5, 2)), "has no day in it"),
        ("no/such/%Y-%m-%d", (date(2026, 5, 1), date(2026, 5, 2)), "has no part to mill"),
    ],
)
def test_a_source_without_parts_is_refused(source: str, days: tuple[date, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parts(source, *days)


def test_the_command_says_so_before_it_starts_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill_command, "server_for_runs", pytest.fail)
    with pytest.raises(UsageError, match="has no part to mill"):
        backfill_command.backfill_source("no/such/folder", None, (None, None), None, {})


@pytest.mark.flow
@pytest.mark.usefixtures("prefect_server")
def test_a_backfill_goes_on_after_a_part_that_failed_and_does_only_what_is_missing(
    archive: Path, tmp_path: Path
) -> None:
    from flows.backfill import PartsFailed, backfill

    settings = load_settings(warehouse=tmp_path / "w", workers=1, runner="threads", min_refused_inputs=1)
    (archive / "2026-05-05").mkdir()
    (archive / "2026-05-05" / "broken.bin").write_bytes(b"\x00\x01" * 40)
    with pytest.raises(PartsFailed, match=r"1 of 3 parts failed: .*2026-05-05"):
        backfill(str(archive), settings=settings)
    shutil.copy(f"{INBOX}/lantern/2026-05-09-port-deal.html", archive / "2026-05-05" / "broken.bin")
    states = [part.as_row()["state"] for part in backfill(str(archive), settings=settings)]
    assert states == ["known", "published", "known"]
