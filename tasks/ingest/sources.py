"""Which things there are to read, by the kind of their address.

Another kind of source is another entry in `KINDS`: what tells at once whether an address can be right, what finds the
inputs behind it, and what opens one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from expectations.errors import UsageError
from tasks.ingest.inputs import InputFile
from tasks.ingest.local import SUPPORTED, find_local, open_local, require_local
from tasks.ingest.options import IngestOptions
from tasks.ingest.stores import find_store, is_store, open_store, require_store
from tasks.ingest.web.source import LIST, SCHEMES, listed_addresses, require_address

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?://|\\\\)")


@dataclass(frozen=True)
class Kind:
    """A kind of source."""

    require: Callable[[str], None]
    """Raises UsageError for an address that cannot be right; fast, and asks no network."""
    find: Callable[[str, str | None, IngestOptions], Iterator[InputFile]]
    """The inputs behind an address in a stable order; raises UsageError or BadInputError."""
    open: Callable[[str], BinaryIO]
    """The bytes of one input; raises OSError."""


def _fetched_only(source: str, source_name: str | None, options: IngestOptions) -> Iterator[InputFile]:
    del source_name, options
    raise UsageError(
        f"{source} is fetched from the web, which only the whole mill does", "Use `newsmill run`, or give a file."
    )


def _require_list(source: str) -> None:
    """What stands behind `urls:` is a path, or another address."""
    path = source.removeprefix(LIST)
    kind_of(path).require(path)


def _open_fetched(location: str) -> BinaryIO:
    raise FileNotFoundError(f"{location} was not fetched")


LOCAL = Kind(require_local, find_local, open_local)
STORE = Kind(require_store, find_store, open_store)
WEB = Kind(require_address, _fetched_only, _open_fetched)
URLS = Kind(_require_list, _fetched_only, _open_fetched)


def kind_of(source: str) -> Kind:
    """The kind of an address; raises UsageError when there is none."""
    scheme = scheme_of(source)
    if source.startswith(LIST):
        return URLS
    if scheme in SCHEMES:
        return WEB
    if scheme in ("", "file"):
        return LOCAL
    if is_store(scheme):
        return STORE
    raise UsageError(f"Cannot read {source}: sources of the kind {scheme}:// are not supported.", SUPPORTED)


def scheme_of(source: str) -> str:
    """`s3` of `s3://bucket/key`, in lower case; empty for a path."""
    found = _SCHEME.match(source)
    return found[1].lower() if found else ""


def is_here(item: InputFile) -> bool:
    """Whether its bytes lie on this machine, where the workers of a cluster cannot read them."""
    return scheme_of(item.location) in {"", "file"}


def find(source: str, source_name: str | None, options: IngestOptions) -> Iterator[InputFile]:
    """The inputs of one source in a stable order; raises UsageError when it is of no known kind or missing."""
    return kind_of(source).find(source, source_name, options)


def open_input(location: str) -> BinaryIO:
    """The bytes of an input; raises OSError, or StoreError when its store fails."""
    return kind_of(location).open(location)


def web_addresses(source: str) -> tuple[str, ...]:
    """The addresses to fetch of a source on the web; none for any other source.

    Raises:
        UsageError: a list of addresses cannot be read, or names nothing.
    """
    path = source.removeprefix(LIST)
    if scheme_of(path) in SCHEMES:
        return (path,)
    return listed_addresses(path, open_input) if source.startswith(LIST) else ()


def distinct(files: Iterable[InputFile]) -> list[InputFile]:
    """The files without those named twice."""
    return list({file.uri: file for file in files}.values())
