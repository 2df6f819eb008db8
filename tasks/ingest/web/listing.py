"""What a feed, a sitemap or a list of addresses names; told by content, like every input."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from tasks.ingest.columns import Columns
from tasks.ingest.decode import decode
from tasks.ingest.feed import content_of, hints_of_entry, parsed_feed
from tasks.ingest.hints import hints_of
from tasks.ingest.json_records import JSON_FEED
from tasks.ingest.magic import Format
from tasks.ingest.packed import gunzipped
from tasks.ingest.page import Hints, RefusedError
from tasks.ingest.sniff import head_text, sniff
from tasks.ingest.stream import HEAD_BYTES, Allowance, read_page
from tasks.ingest.web.sitemap import Place, places_in

MAX_LISTING_BYTES = 60_000_000
"""A sitemap may have 50 MB; a larger listing is refused."""
_LIST = re.compile(r"\s*(?:#[^\n]*\n\s*)*https?://[^\s<>\"]+[ \t]*(?:\r?\n|\Z)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One address of a listing, with what the listing says of it."""

    url: str
    """As written there; may be relative."""
    hints: Hints = field(default_factory=Hints)
    changed: str | None = None
    """When the page was changed last, as written there."""
    dated: date | None = None
    """When it was published or changed, where that can be read."""
    content: str = ""
    """The whole text of the page, as HTML, where the listing has it."""
    listing: bool = False
    """Whether it may be a listing itself."""


def entries_in(stream: io.BufferedReader) -> Iterator[Entry] | None:
    """The entries of a listing in its order, or None when the stream is none; never raises but RefusedError."""
    head = stream.peek(HEAD_BYTES)
    form = sniff(head, Columns()).format
    if form is Format.GZIP:
        return entries_in(gunzipped(stream, Allowance(MAX_LISTING_BYTES)))
    if form is Format.SITEMAP:
        return map(_of_place, places_in(stream))
    if form is Format.FEED:
        return _feed(_text(stream))
    if form is Format.JSON:
        return _json_feed(_text(stream)) if JSON_FEED in head_text(head) else None
    if form in (Format.TEXT, Format.CSV) and _LIST.match(head_text(head)):
        return listed_lines(_text(stream))
    return None


def listed_lines(text: str) -> Iterator[Entry]:
    """The addresses of a list: one a line, empty lines and those that begin with # passed over."""
    for line in text.splitlines():
        if (url := line.strip()) and not url.startswith("#"):
            yield Entry(url, listing=True)


def newest_first(entries: Iterator[Entry], since: date | None, limit: int) -> list[Entry]:
    """At most `limit` entries, without those dated before `since`; in the listing's order where nothing is dated."""
    taken = [e for e in islice(entries, limit) if since is None or e.dated is None or e.dated >= since]
    return sorted(taken, key=lambda e: (e.dated is not None, e.dated or date.min), reverse=True)


def _text(stream: io.BufferedReader) -> str:
    return decode(read_page(stream, MAX_LISTING_BYTES)).text


def _of_place(place: Place) -> Entry:
    hints = Hints(title=place.title, published=place.published, language=place.language, tags=place.tags, method="feed")
    dated = day_of(place.changed) or day_of(place.published)
    return Entry(place.url, hints, place.changed, dated, listing=place.listing)


def _feed(text: str) -> Iterator[Entry]:
    parsed = parsed_feed(text)
    language = parsed.feed.get("language")
    linked = [(url, entry) for entry in parsed.entries if (url := entry.get("link"))]
    if parsed.bozo and not linked:
        raise RefusedError("bad_record", f"the feed is broken ({parsed.bozo_exception})", text[:1000])
    for url, entry in linked:
        hints = replace(hints_of_entry(entry, language), url=None, method="feed")
        content = content_of(entry) if entry.get("content") else ""
        yield Entry(url, hints, _changed(entry), _day_of_entry(entry), content)


def _changed(entry: Any) -> str | None:
    """Atom and JSON Feed state when an entry changed; the date of an RSS item is that of its publication."""
    updated = entry["updated"] if "updated" in entry else None  # noqa: SIM401 - its `get` falls back on `published`
    return str(updated) if updated and updated != entry.get("published") else None


def _day_of_entry(entry: Any) -> date | None:
    parts = entry["updated_parsed"] if "updated_parsed" in entry else entry.get("published_parsed")
    try:
        return date(*parts[:3]) if parts else None
    except ValueError:
        return None


def _json_feed(text: str) -> Iterator[Entry]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise RefusedError("bad_record", f"the JSON feed is broken ({str(fault)[:200]})", text[:1000]) from fault
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict) or not isinstance(url := item.get("url") or item.get("external_url"), str):
            continue
        hints = replace(hints_of(item, Columns()), url=None, method="feed")
        changed = item.get("date_modified")
        content = item.get("content_html")
        yield Entry(
            url,
            hints,
            changed if isinstance(changed, str) else None,
            day_of(changed) or day_of(hints.published),
            content if isinstance(content, str) else "",
        )


def day_of(written: object) -> date | None:
    """The day of a W3C date or time (UTC), None for anything else."""
    if not isinstance(written, str):
        return None
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    try:
        return found.astimezone(UTC).date() if found.tzinfo else found.date()
    except OverflowError:
        return found.date()
