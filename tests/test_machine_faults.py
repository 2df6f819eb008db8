"""A machine that cannot go on is no fault of a page: the error passes through the stages."""

from __future__ import annotations

import errno
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from expectations.documents import PAGES
from expectations.errors import is_machine_fault
from tasks.clean import stage as clean_stage
from tasks.ingest import stage as ingest_stage
from tests.conftest import row_of


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_known_behind_what_a_library_makes_of_it() -> None:
    behind = ValueError("cannot load the model")
    behind.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert is_machine_fault(behind)
    assert not is_machine_fault(OSError(errno.EIO, "bad sector"))
    assert not is_machine_fault(FileNotFoundError(errno.ENOENT, "gone"))


def test_clean_blames_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa

    row = row_of(PAGES, document_id="0" * 64, source="inbox", source_uri="a.txt", media_type="text/plain", content="x")
    pages = pa.Table.from_pylist([row], schema=PAGES.stage_schema)
    monkeypatch.setattr(clean_stage, "_cut", full_disk)
    with pytest.raises(OSError, match="No space left"):
        clean_stage.clean(pages)


def test_ingest_blames_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sails again.")
    inputs = ingest_stage.discover([str(tmp_path)])
    monkeypatch.setattr(ingest_stage, "pages_in", full_disk)
    with pytest.raises(OSError, match="No space left"):
        list(ingest_stage.read(inputs))


def test_a_full_disk_lets_workers_be_born_whose_batches_then_say_so() -> None:
    code = """
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
        import tasks.warm
        from tasks.languages import identifier
        identifier()
    """
    command = [sys.executable, "-B", "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stderr.splitlines()[-1] == "OSError: [Errno 27] File too large"
    assert "warm.py" not in done.stderr
