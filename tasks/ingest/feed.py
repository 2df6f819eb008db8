"""RSS and Atom: entries become pages, with what the feed says about them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import IO, Any

from tasks.ingest.decode import decode
from tasks.ingest.make import page_of_text
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import Hints, Item, Items, Origin, RefusedError
from tasks.ingest.stream import read_page

_ROOT = re.compile(r"<(?:rss|feed|rdf:rdf|channel)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,500}\?>", re.IGNORECASE)


def feed_pages(stream: IO[bytes], origin: Origin, options: IngestOptions) -> Items:
    """Pages of a feed's entries, numbered from 1: the content, or the summary where there is none."""
    text = decode(read_page(stream, options.max_page_bytes)).text
    parsed = parsed_feed(text)
    if not parsed.entries:
        raise RefusedError("empty", "the feed has no entries", text[:1000])
    language = parsed.feed.get("language")
    for number, entry in enumerate(parsed.entries, start=1):
        yield _page(entry, language, origin.record(number), options)


def parsed_feed(text: str) -> Any:
    """A feed as feedparser reads it; raises RefusedError when nothing can be read, or it declares entities."""
    import io

    import feedparser

    _refuse_entities(text)
    xml = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode("utf-8")
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            io.BytesIO(xml), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (OverflowError, ValueError) as error:  # a character by a number that is none
        raise RefusedError("bad_record", f"the feed cannot be read ({error})", text[:1000]) from error
    if parsed.bozo and not parsed.entries:
        raise RefusedError("bad_record", f"the feed has no entries ({parsed.bozo_exception})", text[:1000])
    return parsed


def _refuse_entities(text: str) -> None:
    """Entities declared by a document can be made to expand without end; no feed needs them."""
    root = _ROOT.search(text)
    if "<!ENTITY" in text[: root.start() if root else None].upper():
        raise RefusedError("unsupported", "the feed declares XML entities, which are not expanded", text[:1000])


def _page(entry: Any, language: str | None, place: Origin, options: IngestOptions) -> Item:
    content = content_of(entry)
    hints = hints_of_entry(entry, language)
    data = json.dumps([content, *vars(hints).values()], ensure_ascii=False).encode("utf-8", "replace")
    if not content.strip():
        return place.refusal("empty", "the entry has neither content nor a summary", document=data)
    return page_of_text(content, data, place, options, replace(hints, method="feed"))


def content_of(entry: Any) -> str:
    """The longest content, or the summary when there is none."""
    contents = [value for part in entry.get("content", []) if isinstance(value := part.get("value"), str)]
    return max(contents, key=len, default="") or str(entry.get("summary", ""))


def hints_of_entry(entry: Any, language: str | None) -> Hints:
    """What the entry says about its page; the feed's language stands for its own."""
    authors = [a.get("name") or a.get("email") for a in entry.get("authors", [])] or [entry.get("author")]
    tags = [t.get("term") for t in entry.get("tags", [])]
    return Hints(
        url=entry.get("link") or None,
        title=entry.get("title") or None,
        published=entry.get("published") or entry.get("updated") or None,
        authors=tuple(a for a in authors if a),
        tags=tuple(t for t in tags if t),
        language=language or None,
    )
