"""Ids as people give them: whole, or the start of one."""

from __future__ import annotations

from expectations.errors import UsageError

MIN_CHARS = 6
"""Fewer are the start of too many ids."""


def start_of_id(given: str) -> str:
    """The id or start of an id that was given, in lower case as all ids are.

    Raises:
        UsageError: it is too short, or holds something else than letters and digits.
    """
    if len(given) < MIN_CHARS or not given.isalnum():
        raise UsageError(f"{given!r} is no id", f"Give at least the first {MIN_CHARS} characters of an id.")
    return given.lower()
