"""How the inputs of a run are cut into batches, and how its steps wait for each other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from expectations.errors import ValidationStopped
from flows import stages
from flows.batches import BATCHES_PER_WORKER, MAX_GROUP_FILES, MIN_BATCH_BYTES, batch_bytes, grouped
from flows.settings import load_settings
from flows.stages import being_written
from tasks.ingest.stage import InputFile


def files(*sizes: int) -> list[InputFile]:
    return [InputFile(f"{n}.html", "inbox", size, f"{n:064x}") for n, size in enumerate(sizes)]


@pytest.mark.parametrize(("pages", "groups"), [(1, 1), (5, 1), (40, 4), (2_000, 25)])
def test_a_small_run_gives_every_worker_some_and_a_large_one_keeps_to_the_setting(pages: int, groups: int) -> None:
    settings = load_settings(workers=2)
    inputs = files(*[100_000] * pages)
    size = batch_bytes(inputs, settings)
    assert MIN_BATCH_BYTES <= size <= settings.ingest.batch_bytes
    assert len(list(grouped(inputs, size))) == groups
    assert groups >= 2 * BATCHES_PER_WORKER or pages * 100_000 <= MIN_BATCH_BYTES


def test_groups_keep_the_order_and_a_large_file_stands_alone() -> None:
    inputs = files(10, 10, 500, 10, *[0] * (MAX_GROUP_FILES + 1))
    groups = list(grouped(inputs, 100))
    assert [item for group in groups for item in group] == inputs
    assert [len(group) for group in groups] == [2, 1, MAX_GROUP_FILES, 2]


def test_a_run_that_the_checks_have_stopped_ends_when_nothing_is_written_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happened: list[str] = []
    future = SimpleNamespace(wait=lambda: happened.append("written"))
    monkeypatch.setattr(stages, "write_task", SimpleNamespace(submit=lambda *_: future))
    run: Any = SimpleNamespace(again=None, layout=None, stamp=None)
    made: Any = None

    def stopped() -> None:
        with being_written(run, made):
            happened.append("stopped")
            raise ValidationStopped("a rule is broken", "Look at the data docs.")

    with pytest.raises(ValidationStopped):
        stopped()
    assert happened == ["stopped", "written"]
