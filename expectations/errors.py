"""Errors that tell the user what is wrong and what to do; each has the exit code of the command line."""

from __future__ import annotations

import errno

MACHINE_FAULTS = frozenset({
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM,
})  # fmt: skip
"""Error numbers of a machine that cannot go on: full, read-only, out of handles or memory."""


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


def is_machine_fault(error: BaseException | None) -> bool:
    """Whether an error, or what it came from, is the machine's fault: no page may be blamed for it.

    Libraries write where one does not expect it (a model unpacked into a temporary file), so it can come up anywhere.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in MACHINE_FAULTS:
            return True
        error = error.__cause__ or error.__context__
    return False
