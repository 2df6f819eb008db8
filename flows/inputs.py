"""What a run may read: the sources that were named, and the inputs found there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from expectations.errors import UsageError
from flows.settings import Settings, Source
from tasks.ingest.inputs import InputFile
from tasks.ingest.local import path_shown_as
from tasks.ingest.sources import kind_of, scheme_of, web_addresses
from tasks.ingest.stage import discover
from tasks.ingest.web.crawl import WebSource
from tasks.ingest.web.source import SCHEMES
from tasks.known import read_before
from warehouse import generations
from warehouse.layout import Layout
from warehouse.location import Location

NOT_READABLE = "0" * 64
"""Stands for the hash of an input that could not be opened, so that it is refused once, and read when it can be."""


@dataclass(frozen=True)
class Found:
    """What the sources held when a command looked, before it started a flow."""

    sources: tuple[str, ...]
    settings: Settings
    source_name: str | None
    inputs: list[InputFile]
    new: int
    """How many of them no run had read."""


_found: ContextVar[Callable[[], Found | None]] = ContextVar("found", default=lambda: None)


def require_sources(sources: Sequence[str], settings: Settings) -> None:
    """Look whether every source can be there, before anything is started; no network is asked.

    Raises:
        UsageError: a source is neither a path, a glob, a URL nor a name of `[sources]`, or there is none.
    """
    for source, _ in located(sources, settings, None):
        for location in source.locations:
            try:
                kind_of(location).require(location)
            except UsageError as error:
                named = ", ".join(settings.sources) or "none"
                raise UsageError(
                    error.reason, f"{error.instruction} Named sources in newsmill.toml: {named}."
                ) from error


def find_inputs(sources: Sequence[str], settings: Settings, source_name: str | None) -> list[InputFile]:
    """The inputs of all sources, each once, whether known or new; those on the web are fetched.

    Raises:
        UsageError: a source is missing, or of no known kind.
        BadInputError: a store cannot be listed.
        WarehouseError: another run is fetching for too long.
    """
    found: dict[str, InputFile] = {}
    on_the_web: list[WebSource] = []
    for source, name in located(sources, settings, source_name):
        for location in source.locations:
            if addresses := web_addresses(location):
                on_the_web += _web_sources(location, addresses, name, source, settings)
            else:
                found |= {item.uri: item for item in discover([location], name, settings.ingest)}
    warehouse = settings.warehouse
    own = warehouse.resolve() if isinstance(warehouse, Path) else warehouse
    outside = _without_own(found.values(), own)
    inputs = [item if item.sha256 else replace(item, sha256=NOT_READABLE) for item in outside]
    return inputs + (_fetched(on_the_web, settings) if on_the_web else [])


def not_read(found: Sequence[InputFile], lineage: Sequence[str]) -> list[InputFile]:
    """The inputs that no run has read: by path and bytes."""
    seen = read_before(((item.uri, item.sha256) for item in found), lineage)
    return [item for item in found if (item.uri, item.sha256) not in seen]


def look(sources: Sequence[str], settings: Settings, source_name: str | None) -> Found | None:
    """The inputs there are, known or new; None where only the web can tell.

    Raises:
        UsageError: a source is missing, or of no known kind.
        BadInputError: a store cannot be listed.
    """
    named = [source for source, _ in located(sources, settings, source_name)]
    if any(web_addresses(place) for source in named for place in source.locations):
        return None
    inputs = find_inputs(sources, settings, source_name)
    lineage = generations.current_files(Layout(settings.warehouse), "lineage")
    return Found(tuple(sources), settings, source_name, inputs, len(not_read(inputs, lineage)))


@contextmanager
def handed_on(found: Callable[[], Found | None]) -> Iterator[None]:
    """Let the flow that is called inside take what this has found, or finds then: no file is hashed twice."""
    token = _found.set(found)
    try:
        yield
    finally:
        _found.reset(token)


def inputs_to_plan(sources: Sequence[str], settings: Settings, source_name: str | None) -> list[InputFile]:
    """As `find_inputs`; what was found for these very sources and settings, and handed on, is not looked for again."""
    found = _found.get()()
    if found is not None and (found.sources, found.settings, found.source_name) == (
        tuple(sources), settings, source_name
    ):  # fmt: skip
        return found.inputs
    return find_inputs(sources, settings, source_name)


def located(sources: Sequence[str], settings: Settings, source_name: str | None) -> Iterator[tuple[Source, str | None]]:
    """The places of each source, and what it is called in the tables.

    Raises:
        UsageError: no source was given, and the settings name none.
    """
    if not sources and not settings.sources:
        raise UsageError(
            "no source was given", "Name a path: `newsmill run inbox/`, or set [sources] in newsmill.toml."
        )
    for source in sources or settings.sources:
        named = settings.sources.get(source)
        yield (named, source) if named else (Source(locations=[source]), source_name)


def _web_sources(
    location: str, addresses: Sequence[str], name: str | None, source: Source, settings: Settings
) -> Iterator[WebSource]:
    """A source of the settings as a whole; without a name, each address under that of its host."""
    limit = source.max_pages or settings.fetch.max_pages
    if name:
        yield WebSource(name, tuple(addresses), limit, source.since)
        return
    for address in addresses:
        yield WebSource(_host_of(address) or location, (address,), limit, source.since)


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError as error:
        raise UsageError(f"{address} is no address: {error}", "Correct it, or quote it in the shell.") from error


def find_again(sources: Mapping[str, str], settings: Settings, *, fetch: bool) -> dict[str, InputFile | None]:
    """Inputs of earlier runs by their URI, None for those that are gone.

    Args:
        sources: what each is called in the tables, by its URI.
        settings: limits and the warehouse.
        fetch: fetch those on the web, whether or not they have changed; else they are taken for there.
    """
    on_the_web = {uri: name for uri, name in sources.items() if scheme_of(uri) in SCHEMES}
    found: dict[str, InputFile | None] = {
        uri: InputFile(uri, name, 0, NOT_READABLE) for uri, name in on_the_web.items()
    }
    if fetch and on_the_web:
        wanted = [WebSource(name, (uri,), 1) for uri, name in on_the_web.items()]
        found |= {item.uri: item for item in _fetched(wanted, settings, anew=True) if item.uri in on_the_web}
    for uri in sources.keys() - on_the_web.keys():
        try:
            there = find_inputs([path_shown_as(uri)], settings, sources[uri])
        except UsageError:
            there = []
        found[uri] = next((item for item in there if item.uri == uri), None)
    return found


def _fetched(sources: Sequence[WebSource], settings: Settings, *, anew: bool = False) -> list[InputFile]:
    """What is on the web, fetched as a Prefect task."""
    from flows.artifacts import Board, show_fetch
    from tasks.ingest.task import fetch_task

    layout = Layout(settings.warehouse)
    count = sum(len(source.addresses) for source in sources)
    label = f"{count} address{'es' if count > 1 else ''}"
    lineage = generations.current_files(layout, "lineage")
    fetch = fetch_task(label, sources, layout, lineage, settings.fetch, settings.lock_wait_seconds, anew=anew)
    show_fetch(Board(), fetch)
    return fetch.inputs


def _without_own(items: Iterable[InputFile], warehouse: Location) -> list[InputFile]:
    """Those that are no files of a warehouse (a resolved path): `newsmill run .` must not mill its own tables."""
    if not isinstance(warehouse, Path):
        return [item for item in items if not item.location.startswith(f"{warehouse}/")]
    # To resolve each of many thousand files is slow: where its folder lies says where a file lies that is no link.
    inside = cache(lambda path: Path(path).resolve().is_relative_to(warehouse))

    def is_own(path: str) -> bool:
        return bool(inside(path if os.path.islink(path) else os.path.dirname(path)))  # noqa: PTH114, PTH120  (as above)

    return [item for item in items if scheme_of(item.uri) or not is_own(item.location)]
