"""A page from bytes or from a decoded text, or the refusal of what is none."""

from __future__ import annotations

import hashlib

from tasks.ingest.decode import REPLACEMENT, Decoded, decode, storable
from tasks.ingest.hints import hints_of
from tasks.ingest.markdown import front_matter, is_markdown
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import Hints, Origin, Page
from tasks.ingest.sniff import is_html
from tasks.outcome import Refusal

MAX_REPLACED_CHARS = 2
"""So many are no reason to refuse even the shortest page."""


def page_of_bytes(
    data: bytes, origin: Origin, options: IngestOptions, declared: str | None = None, hints: Hints | None = None
) -> Page | Refusal:
    """A page of its own bytes; `declared` is the codec that HTTP states."""
    return _page(decode(data, declared), data, origin, options, hints or Hints())


def page_of_text(text: str, record: bytes, origin: Origin, options: IngestOptions, hints: Hints) -> Page | Refusal:
    """A page that is a value of a record; the document is the whole `record`, a tag is enough to make it HTML."""
    return _page(storable(text), record, origin, options, hints, fragment=True)


def _page(
    decoded: Decoded, data: bytes, origin: Origin, options: IngestOptions, hints: Hints, *, fragment: bool = False
) -> Page | Refusal:
    text = decoded.text
    if not text.strip():
        return origin.refusal("empty", "it has no content", document=data)
    unreadable = text.count(REPLACEMENT)
    if unreadable > max(MAX_REPLACED_CHARS, options.max_replaced_share * len(text)):
        share = f"{unreadable / len(text):.0%}"
        return origin.refusal(
            "undecodable", f"{share} of its characters cannot be decoded as {decoded.encoding}", document=data
        )
    media_type = "text/html" if is_html(text, fragment=fragment) else "text/plain"
    if media_type == "text/plain" and is_markdown(text):
        media_type = "text/markdown"
        fields, text = front_matter(text)
        hints = hints.filled(hints_of(fields, options.columns))
        if not text.strip():
            return origin.refusal("empty", "it has no content behind the fields in front of it", document=data)
    return Page(
        document_id=hashlib.sha256(data).hexdigest(),
        source=storable(origin.source).text,
        source_uri=storable(origin.uri).text,
        media_type=media_type,
        content=text,
        bytes=len(data),
        encoding=decoded.encoding,
        replaced_chars=decoded.replaced,
        hints=hints,
    )
