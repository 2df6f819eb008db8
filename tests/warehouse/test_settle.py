"""A run that died after its generation became current: what was left to do is done by whoever comes next."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.warehouse.test_generations import crash_before_switch, published
from warehouse import lock
from warehouse.layout import Layout
from warehouse.settle import finish_interrupted, follow_up, interrupted, settle

NOW = datetime(2026, 6, 2, tzinfo=UTC)


@pytest.fixture
def cut_off(root: Path) -> Layout:
    """A warehouse whose last run published, and died before it wrote the catalog and swept its staging."""
    layout = Layout(root)
    published(layout, "aaaa", 1)
    layout.staging_of("aaaa").mkdir(parents=True, exist_ok=True)
    (layout.staging_of("aaaa") / "left.parquet").touch()
    return layout


def is_finished(layout: Layout) -> bool:
    return layout.catalog.is_file() and not layout.staging_of("aaaa").exists()


def test_a_run_with_nothing_new_finishes_it(cut_off: Layout) -> None:
    assert not is_finished(cut_off)
    finish_interrupted(cut_off, "plan")
    assert is_finished(cut_off)
    assert interrupted(cut_off) is None


def test_a_run_that_writes_finishes_it(cut_off: Layout) -> None:
    with lock.writing(cut_off, "bbbb", 0):
        settle(cut_off, "bbbb", NOW, "0.1.0")
    assert is_finished(cut_off)


def test_it_is_left_to_a_run_that_is_at_it(cut_off: Layout) -> None:
    with lock.writing(cut_off, "aaaa", 0):
        finish_interrupted(cut_off, "plan")
        assert not is_finished(cut_off)
        follow_up(cut_off, interrupted(cut_off) or pytest.fail("nothing is interrupted"))
    assert is_finished(cut_off)


def test_a_generation_that_was_ready_is_made_current_and_followed_up(cut_off: Layout) -> None:
    crash_before_switch(cut_off, "bbbb", 2)
    cut_off.staging_of("bbbb").mkdir(parents=True, exist_ok=True)
    with lock.writing(cut_off, "bbbb", 0):
        settle(cut_off, "bbbb", NOW, "0.1.0")
    assert cut_off.catalog.is_file()
    assert not cut_off.staging_of("bbbb").exists()


def test_the_staging_of_a_run_that_has_not_published_is_its_own(cut_off: Layout) -> None:
    finish_interrupted(cut_off, "plan")
    (cut_off.staging_of("cccc")).mkdir(parents=True)
    finish_interrupted(cut_off, "plan")
    assert cut_off.staging_of("cccc").is_dir()
