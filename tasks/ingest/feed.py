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
    import io

    import feedparser

    text = decode(read_page(stream, options.max_page_bytes)).text
    _refuse_entities(text)
    xml = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode("utf-8")
    headers = {"content-type": "application/xml; charset=utf-8"}
    parsed = feedparser.parse(
        io.BytesIO(xml), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.entries:
        why = f"the feed has no entries{_fault(parsed)}"
        raise RefusedError("bad_record" if parsed.bozo else "empty", why, text[:1000])
    language = parsed.feed.get("language")
    for number, entry in enumerate(parsed.entries, start=1):
        yield _page(entry, language, origin.record(number), options)


def _refuse_entities(text: str) -> None:
    """Entities declared by a document can be made to expand without end; no feed needs them."""
    root = _ROOT.search(text)
    if "<!ENTITY" in text[: root.start() if root else None].upper():
        raise RefusedError("unsupported", "the feed declares XML entities, which are not expanded", text[:1000])


def _page(entry: Any, language: str | None, place: Origin, options: IngestOptions) -> Item:
    content = _content(entry)
    hints = _hints(entry, language)
    data = json.dumps([content, *vars(hints).values()], ensure_ascii=False).encode("utf-8", "replace")
    if not content.strip():
        return place.refusal("empty", "the entry has neither content nor a summary", document=data)
    return page_of_text(content, data, place, options, replace(hints, method="feed"))


def _content(entry: Any) -> str:
    """The longest content, or the summary when there is none."""
    contents = [value for part in entry.get("content", []) if isinstance(value := part.get("value"), str)]
    return max(contents, key=len, default="") or str(entry.get("summary", ""))


def _hints(entry: Any, language: str | None) -> Hints:
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


def _fault(parsed: Any) -> str:
    return f" ({parsed.bozo_exception})" if parsed.bozo else ""
