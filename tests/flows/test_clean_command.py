"""`newsmill clean` on files: what many batches, cleaned side by side, write."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.commands.stages import clean_files

BATCHES = 12


def test_every_batch_is_written_by_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Parquet file that two threads write at once is torn, or ends the process."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(BATCHES):
        bad = "\n".join(json.dumps({"html": f"<p>Pier {number}.{line}</p>"}) for line in range(3))
        (inbox / f"{number:02}.jsonl").write_text(f"{bad}\nnot json\n", encoding="utf-8")
    config = tmp_path / "newsmill.toml"
    config.write_text('runner = "threads"\n[ingest]\nbatch_bytes = 1\n', encoding="utf-8")
    writers: set[int] = set()
    write = pq.ParquetWriter.write_table

    def watched(self: pq.ParquetWriter, table: pa.Table, *rest: Any, **named: Any) -> None:
        writers.add(threading.get_ident())
        write(self, table, *rest, **named)

    monkeypatch.setattr(pq.ParquetWriter, "write_table", watched)
    clean_files([str(inbox)], tmp_path / "out", 2, config)
    assert writers == {threading.get_ident()}
    refused = pq.read_table(tmp_path / "out" / "quarantine.parquet")
    assert refused.num_rows == len(set(refused.column("quarantine_id").to_pylist())) == BATCHES * 4
    assert set(refused.column("stage").to_pylist()) == {"ingest", "clean"}
