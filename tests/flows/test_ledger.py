"""Validation beside the stages: in order, and never past publish."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Timer

import pytest

from expectations.errors import ValidationStopped
from flows.ledger import Ledger


def broken() -> None:
    raise ValidationStopped("clean 1: no title", "See the data docs.")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """One that loads no Great Expectations."""
    monkeypatch.setattr("expectations.gx.Validation", lambda *_: None)
    return Ledger("k1", tmp_path)


def test_validations_wait_for_each_other_and_nobody_for_them_until_settled(ledger: Ledger) -> None:
    may_end, ended = Event(), []

    def first() -> None:
        assert may_end.wait(20)
        ended.append("first")

    ledger.add(first)
    ledger.add(lambda: ended.append("second"))
    assert ended == []
    may_end.set()
    ledger.settle()
    assert ended == ["first", "second"]


def test_what_is_broken_stops_the_run_and_nothing_is_validated_after_it(ledger: Ledger) -> None:
    ended: list[str] = []
    ledger.add(broken)
    ledger.add(lambda: ended.append("after"))
    for stop in (ledger.settle, ledger.stop_if_broken):
        with pytest.raises(ValidationStopped, match="no title"):
            stop()
    assert ended == []


def test_a_run_that_fails_elsewhere_leaves_no_validation_behind(ledger: Ledger) -> None:
    begun, may_end, ended = Event(), Event(), []

    def slow() -> None:
        begun.set()
        assert may_end.wait(20)
        ended.append("slow")

    def fail() -> None:
        with ledger.validating("threads"):
            ledger.add(slow)
            ledger.add(lambda: ended.append("never"))
            assert begun.wait(20)
            Timer(0.2, may_end.set).start()
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        fail()
    assert ended == ["slow"]
