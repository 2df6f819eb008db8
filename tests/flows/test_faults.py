"""A disk that is full, a warehouse that cannot be written, staged files that rot, a clock that goes back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.conftest import INBOX, ROOT, Milled, turn_mill
from tests.flows.mills import Launcher, content, kill_session, launched
from tests.made_pages import make_pages

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def launcher(prefect_server: str) -> Iterator[Launcher]:
    with launched(prefect_server) as launcher:
        yield launcher


def test_a_full_disk_stops_the_run_and_leaves_the_warehouse_as_it_was(
    milled: Milled, launcher: Launcher, tmp_path: Path
) -> None:
    """No file can grow over so many bytes: one limit strikes when workers load their models, one at publish."""
    warehouse = tmp_path / "warehouse"
    for limit, runner, enriched in ((8_000, "processes", 0), (60_000, "threads", 1)):
        assert launcher.run(warehouse, INBOX, runner=runner, max_file_bytes=limit) == 1, limit
        assert len(list(warehouse.glob("_staging/*/enrich"))) == enriched, limit
        assert not (warehouse / "current").exists(), limit
    assert launcher.run(warehouse, INBOX) == 0
    assert content(warehouse / "current") == content(milled.warehouse / "generations" / "000001")


def test_staged_files_that_rot_are_made_again(milled: Milled, launcher: Launcher, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    pid = launcher.start(warehouse, INBOX)
    while not list(warehouse.glob("_staging/*/enrich/*.json")):
        assert not (warehouse / "current").exists()
    kill_session(pid)
    launcher.wait()
    staged = sorted(warehouse.glob("_staging/*/*/*"))
    assert {path.parent.name for path in staged} >= {"ingest", "clean", "dedupe", "enrich"}
    for number, path in enumerate(staged):
        rot(path, number)
    assert launcher.run(warehouse, INBOX) == 0
    assert content(warehouse / "current") == content(milled.warehouse / "generations" / "000001")


def rot(path: Path, number: int) -> None:
    """Spoil two of three files: one byte, or half of the file."""
    data = bytearray(path.read_bytes())
    if number % 3 == 0:
        data[len(data) // 2] ^= 0xFF
    elif number % 3 == 1:
        data = data[: len(data) // 2]
    path.write_bytes(data)


def test_a_warehouse_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here, which mounts the warehouse read-only")
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    mounted = f"mount --bind -o ro '{warehouse}' '{warehouse}' && exec '{sys.executable}' -m flows.cli"
    command = f"{mounted} run {INBOX}/lantern --warehouse '{warehouse}'"
    done = subprocess.run(  # noqa: S603
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", command],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no read-only mount to be had here: {done.stderr}")
    assert done.returncode == 1
    assert f"the warehouse {warehouse} cannot be written" in done.stderr
    assert "Check the path, its owner and the free space" in done.stderr
    assert not list(warehouse.iterdir())


@pytest.mark.usefixtures("prefect_server")
def test_a_clock_that_goes_back_changes_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run believes that it began a month before the first."""
    warehouse, pages = tmp_path / "warehouse", tmp_path / "pages"
    make_pages(pages, 12)
    assert turn_mill(warehouse, (str(pages),)).published

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            del tz
            return datetime.now(UTC) - timedelta(days=30)

    monkeypatch.setattr("flows.run.datetime", Earlier)
    updated = next(path for path in sorted(pages.rglob("*.html")) if "canonical" in path.read_text())
    updated.write_text(
        updated.read_text().replace("</article>", "<p>The council has now decided otherwise.</p></article>")
    )
    report = turn_mill(warehouse, (str(pages),))
    assert (report.published, report.generation) == (True, 2)
    mill = Milled(warehouse, report)
    [(article,)] = mill.rows("select article_id from raw.articles where revision = 2")
    revisions = f"from all_articles where article_id = '{article}' order by 1"
    assert mill.rows(f"select revision, ingested_at < now() - interval 20 day {revisions}") == [(1, False), (2, True)]
    assert mill.rows(f"select contains(text, 'otherwise') from articles where article_id = '{article}'") == [(True,)]
    assert not turn_mill(warehouse, (str(pages),)).published
