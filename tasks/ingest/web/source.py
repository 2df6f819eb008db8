"""Which sources are on the web, and the addresses that each stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO
from urllib.parse import urlsplit

from expectations.errors import UsageError
from tasks.ingest.decode import decode
from tasks.ingest.page import RefusedError, printable
from tasks.ingest.stream import read_page
from tasks.ingest.web.address import normal_url
from tasks.ingest.web.fault import FetchError
from tasks.ingest.web.listing import MAX_LISTING_BYTES, listed_lines

LIST = "urls:"
"""Before the path of a file that holds a list of addresses; without it the file is a page like any other."""
SCHEMES = ("http", "https")


def require_address(source: str) -> None:
    """Raises UsageError for an address that cannot be fetched, without asking for it."""
    try:
        normal_url(source)
    except FetchError as fault:
        shown = urlsplit(source).hostname or printable(source)[:200]
        raise UsageError(
            f"{shown} cannot be fetched: {fault.why}", "Give the whole address of a feed, sitemap, list or page."
        ) from fault


def listed_addresses(path: str, open_input: Callable[[str], BinaryIO]) -> tuple[str, ...]:
    """The addresses in a list, one a line, `#` before a remark.

    Raises:
        UsageError: it cannot be read, or names nothing.
    """
    try:
        with open_input(path) as stream:
            text = decode(read_page(stream, MAX_LISTING_BYTES)).text
    except (OSError, RefusedError) as fault:
        raise UsageError(f"the list {path} cannot be read: {fault}", "Check the path behind `urls:`.") from fault
    found = tuple(dict.fromkeys(entry.url for entry in listed_lines(text)))
    if not found:
        raise UsageError(f"the list {path} names no address", "Write one http(s) address a line.")
    return found
