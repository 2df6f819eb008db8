"""The process in which Great Expectations works."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import CancelledError, Future
from threading import Thread

import pytest

from flows.validator import ValidatorLost, apart, validator_process


def imported(name: str) -> bool:
    return name in sys.modules


def test_it_is_one_process_that_imports_no_orchestrator_and_ends_with_the_block() -> None:
    with validator_process("processes"):
        process = apart(os.getpid)
        with validator_process("dask"):
            assert apart(os.getpid) == process
        assert apart(os.getpid) == process != os.getpid()
        assert apart(imported, "great_expectations")
        assert not apart(imported, "prefect")
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_threads_do_without() -> None:
    with validator_process("threads"):
        assert apart(os.getpid) == os.getpid()


def test_what_it_raises_is_raised_here() -> None:
    with validator_process("processes"), pytest.raises(FileNotFoundError):
        apart(os.stat, "/nowhere")


def test_its_death_is_an_error_that_says_what_to_do() -> None:
    with validator_process("processes"):
        with pytest.raises(ValidatorLost, match="exit code 9"):
            apart(os._exit, 9)
        assert apart(os.getpid) != os.getpid()


def test_nobody_waits_for_one_that_was_stopped() -> None:
    outcome: Future[object] = Future()

    def wait() -> None:
        try:
            apart(time.sleep, 600)
        except BaseException as error:  # noqa: BLE001
            outcome.set_result(error)

    with validator_process("processes"):
        apart(os.getpid)
        Thread(target=wait, daemon=True).start()
        time.sleep(0.5)
    assert isinstance(outcome.result(20), CancelledError)


def test_what_great_expectations_seldom_needs_is_imported_when_it_is_asked_for() -> None:
    """In a process of its own: other tests import all of it."""
    program = """
import sys
from expectations.gx import SELDOM_NEEDED, load
load()
assert not set(SELDOM_NEEDED) & set(sys.modules), set(SELDOM_NEEDED) & set(sys.modules)
from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as seldom
print(seldom.alt.Chart.__name__, round(float(seldom.stats.entropy([1, 1])), 3))
import altair, scipy.stats
assert altair.Chart is seldom.alt.Chart
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603
    assert (ran.stdout.split(), ran.stderr) == (["Chart", "0.693"], "")
