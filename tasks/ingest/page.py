"""What the readers yield: pages, refusals, and records that are no pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from tasks.outcome import Refusal

Rule = Literal[
    "empty",
    "binary",
    "undecodable",
    "too_large",
    "decompression_bomb",
    "truncated_archive",
    "bad_record",
    "unsupported",
    "unreadable",
    "missing",
    "robots",
    "refused_address",
    "http_status",
    "redirects",
    "timeout",
    "unreachable",
    "broken_response",
]
"""From `robots` on: rules of pages that could not be fetched."""
HintMethod = Literal["record", "feed"]
"""Who states a hint: the record of an archive or table, or a feed."""
EXCERPT_CHARS = 200


class RefusedError(Exception):
    """Raised inside a reader for what cannot be read on; becomes one refusal, never leaves `read`."""

    def __init__(self, rule: Rule, why: str, payload: bytes | str = b"") -> None:
        super().__init__(why)
        self.rule: Rule = rule
        self.why = why
        self.payload = payload


@dataclass(frozen=True)
class Hints:
    """What a record, feed or archive says about its page, as written there."""

    url: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    method: HintMethod = "record"

    def filled(self, others: Hints) -> Hints:
        """These hints, and those of others where nothing is known."""
        names = [field.name for field in fields(self) if not getattr(self, field.name)]
        return replace(self, **{name: getattr(others, name) for name in names})


@dataclass(frozen=True)
class Page:
    """A decoded page; the columns of the contract `pages`."""

    document_id: str
    source: str
    source_uri: str
    media_type: str
    content: str
    bytes: int
    encoding: str
    replaced_chars: int
    hints: Hints = Hints()


@dataclass(frozen=True)
class Skipped:
    """A record that is no page and need not be one, such as the request of a WARC."""


Item = Page | Refusal | Skipped
Items = Iterator[Item]


@dataclass(frozen=True)
class Origin:
    """Where something is read: the URI so far, the name of its source, and how deep in containers it lies."""

    uri: str
    source: str
    depth: int = 0
    charset: str | None = None
    """The codec that HTTP states."""
    hints: Hints = Hints()
    """What is known of the page, when the whole is one page."""

    def record(self, name: str | int) -> Origin:
        """A record of this container; what was said of the whole is not said of it."""
        return Origin(f"{self.uri}#{printable(str(name))}", self.source, self.depth)

    def inner(self) -> Origin:
        """The same place, one container deeper."""
        return replace(self, depth=self.depth + 1)

    def refusal(self, rule: Rule, why: str, payload: bytes | str = b"", document: bytes | None = None) -> Refusal:
        """A refusal that names this place.

        `document` are all bytes of the page or record, when they could be read; `payload` is what to show of it, by
        default its start.
        """
        uri = printable(self.uri)
        return Refusal(
            stage="ingest",
            rule=rule,
            reason=f"{uri}: {printable(why)}",
            source_uri=uri,
            source=printable(self.source),
            document_id=hashlib.sha256(document).hexdigest() if document else None,
            payload=excerpt(payload or document or b""),
        )


def printable(text: str) -> str:
    """The text with what cannot be printed escaped: control characters, lone surrogates, line ends."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def excerpt(data: bytes | str) -> str | None:
    """The first characters of a payload, printable; None when there is none."""
    start = data[:EXCERPT_CHARS]
    text = start if isinstance(start, str) else start.decode("utf-8", "replace")
    return printable(text)[:EXCERPT_CHARS] or None
