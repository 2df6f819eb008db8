"""Tables on the terminal."""

from __future__ import annotations

import io
import sys

import pytest

from flows.cli import speak_any_script
from flows.commands.tables import print_rows


def test_names_and_values_are_no_markup_and_steer_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows("rows of a[b]c", ["tags[i]", "x[/b]"], [["[red] one\x1b[2J", 1]])
    shown = capsys.readouterr().out
    assert all(said in shown for said in ("rows of a[b]c", "tags[i]", "x[/b]", "[red] one [2J"))
    assert "\x1b" not in shown


def test_without_rows_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows("rows of a[b]c", ["n"], [])
    assert capsys.readouterr().out == "\nrows of a[b]c: nothing\n"


@pytest.mark.parametrize(("terminal", "shown"), [(True, "«?»".encode("latin-1")), (False, "«ő»".encode())])
def test_a_sign_that_the_locale_does_not_have_ends_no_command(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, shown: bytes
) -> None:
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding="latin-1")
    monkeypatch.setattr(out, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdout", out)
    speak_any_script()
    print("«ő»", end="", flush=True)  # noqa: T201
    assert written.getvalue() == shown
