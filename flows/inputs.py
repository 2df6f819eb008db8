"""What a run may read: the sources that were named, and the inputs found there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from expectations.errors import UsageError
from flows.settings import Settings
from tasks.ingest.inputs import InputFile
from tasks.ingest.sources import kind_of, scheme_of
from tasks.ingest.stage import discover
from warehouse.location import Location

NOT_READABLE = "0" * 64
"""Stands for the hash of an input that could not be opened, so that it is refused once, and read when it can be."""


def require_sources(sources: Sequence[str], settings: Settings) -> None:
    """Look whether every source can be there, before anything is started; no network is asked.

    Raises:
        UsageError: a source is neither a path, a glob, a URL nor a name of `[sources]`, or there is none.
    """
    for paths, _ in located(sources, settings, None):
        for path in paths:
            try:
                kind_of(path).require(path)
            except UsageError as error:
                named = ", ".join(settings.sources) or "none"
                raise UsageError(
                    error.reason, f"{error.instruction} Named sources in newsmill.toml: {named}."
                ) from error


def find_inputs(sources: Sequence[str], settings: Settings, source_name: str | None) -> list[InputFile]:
    """The inputs of all sources, each once, whether known or new.

    Raises:
        UsageError: a source is missing, or of no known kind.
        BadInputError: a store cannot be listed.
    """
    found: dict[str, InputFile] = {}
    for paths, name in located(sources, settings, source_name):
        found |= {item.uri: item for item in discover(paths, name, settings.ingest)}
    outside = [item for item in found.values() if not _is_own(item, settings.warehouse)]
    return [item if item.sha256 else replace(item, sha256=NOT_READABLE) for item in outside]


def located(
    sources: Sequence[str], settings: Settings, source_name: str | None
) -> Iterator[tuple[list[str], str | None]]:
    """The paths of each source, and what it is called in the tables.

    Raises:
        UsageError: no source was given, and the settings name none.
    """
    if not sources and not settings.sources:
        raise UsageError(
            "no source was given", "Name a path: `newsmill run inbox/`, or set [sources] in newsmill.toml."
        )
    for source in sources or settings.sources:
        yield (settings.sources[source], source) if source in settings.sources else ([source], source_name)


def _is_own(item: InputFile, warehouse: Location) -> bool:
    """Whether a file is the warehouse's own: `newsmill run .` must not mill its tables."""
    if not isinstance(warehouse, Path):
        return item.location.startswith(f"{warehouse}/")
    return not scheme_of(item.uri) and Path(item.location).resolve().is_relative_to(warehouse.resolve())
