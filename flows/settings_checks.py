"""What pydantic does not check of settings: the sections, which are plain dataclasses of the stages."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from expectations.errors import UsageError

MAY_BE_ZERO = frozenset(
    {"clean.max_seconds", "fetch.max_redirects", "fetch.max_wait_seconds", "ingest.max_replaced_share"}
)
"""Limits that may forbid a thing altogether, or be none."""


def require_range(section: str, options: Any) -> None:
    """No number of a section is negative, and no size, count or limit is nothing.

    Raises:
        UsageError: one is; the message names the setting.
    """
    for name, value in ((field.name, getattr(options, field.name)) for field in dataclasses.fields(options)):
        if dataclasses.is_dataclass(value):
            require_range(f"{section}.{name}", value)
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        limits = name.startswith("max_") or (isinstance(value, int) and not name.startswith("min_"))
        if value < 0 or (value == 0 and limits and f"{section}.{name}" not in MAY_BE_ZERO):
            raise UsageError(
                f"a setting cannot be used: {section}.{name} is {value}",
                "Give a number above 0." if limits else "Give 0 or more.",
            )


PREFIX, CONFIG_VARIABLE = "NEWSMILL_", "NEWSMILL_CONFIG"


def require_known_variables(variables: Iterable[str], settings: Collection[str]) -> None:
    """A misspelt setting of the environment is an error, as it is in the file; within a section pydantic looks.

    Raises:
        UsageError: a variable names no setting.
    """
    for variable in variables:
        name = variable.upper().removeprefix(PREFIX).split("__")[0].lower()
        if variable.upper().startswith(PREFIX) and variable != CONFIG_VARIABLE and name not in settings:
            raise UsageError(
                f"unknown setting {variable} in the environment", "docs/settings.md lists all settings; unset it."
            )


def require_known(path: Path, sections: Mapping[str, type[Any]]) -> None:
    """A misspelt setting is an error, also in the sections, which are plain dataclasses; no file is none.

    Raises:
        UsageError: the file is no TOML, or has a setting that no section knows.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no readable TOML: {error}", "Correct the line that the message names.") from error
    for section, options in sections.items():
        if not isinstance(given.get(section, {}), dict):
            raise UsageError(f"{path}: {section} is no setting but a group of them", f"Write them below [{section}].")
        names = {field.name for field in dataclasses.fields(options)}
        unknown = sorted(set(given.get(section, {})) - names)
        if unknown:
            raise UsageError(
                f"{path}: unknown setting {section}.{unknown[0]}",
                f"Settings of [{section}]: {', '.join(sorted(names))}.",
            )
