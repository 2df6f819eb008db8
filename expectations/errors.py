"""Errors that tell the user what is wrong and what to do; each has the exit code of the command line."""

from __future__ import annotations


class NewsmillError(Exception):
    """A failure with a reason and an instruction, printed as two lines.

    `exit_code` is what the command line returns: 1 failed, 2 usage, 3 validation stopped the run.
    """

    exit_code = 1

    def __init__(self, reason: str, instruction: str) -> None:
        super().__init__(f"{reason}\n{instruction}")
        self.reason = reason
        self.instruction = instruction

    def __reduce__(self) -> tuple[type[NewsmillError], tuple[str, str]]:
        return type(self), (self.reason, self.instruction)


class UsageError(NewsmillError):
    """The command, a path or a setting is wrong; nothing was done."""

    exit_code = 2


class BadInputError(NewsmillError):
    """An input that was named cannot be read as what it should be."""


class WarehouseError(NewsmillError):
    """The warehouse cannot be read or written as it stands."""


class ValidationStopped(NewsmillError):
    """A critical rule failed: the run stopped before publish."""

    exit_code = 3
