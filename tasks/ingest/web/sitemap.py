"""Sitemaps, indexes of sitemaps and news sitemaps: read element by element, entities never expanded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

MAX_CHARS = 4_000
"""What is kept of one value."""


@dataclass(frozen=True)
class Place:
    """One `<url>` or `<sitemap>`, as written there."""

    url: str
    listing: bool = False
    changed: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()


def places_in(stream: IO[bytes]) -> Iterator[Place]:
    """The places of a sitemap in its order; of a broken one those that can be read.

    Nothing outside the document is loaded, and an entity that it declares stays what it is: no expansion, however
    deep, and no file or address that it names.
    """
    from lxml import etree

    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        for _, element in etree.iterparse(stream, events=("end",), recover=True, **options):
            name = _name(element)
            if name not in ("url", "sitemap"):
                continue
            found = _values(element)
            if url := found.get("loc"):
                yield _place(url, found, listing=name == "sitemap")
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        return


def _values(element: Any) -> dict[str, str]:
    """The first text by name of everything below an element; pictures and films have addresses of their own."""
    found: dict[str, str] = {}
    for inner in element.iter():
        if (name := _name(inner)) and inner.text and not _belongs_to_media(inner):
            found.setdefault(name, inner.text.strip()[:MAX_CHARS])
    return {name: value for name, value in found.items() if value}


def _belongs_to_media(element: Any) -> bool:
    return any(f"sitemap-{kind}" in str(element.tag) for kind in ("image", "video"))


def _name(element: Any) -> str:
    """The name without its namespace; empty for comments and entities."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _place(url: str, found: dict[str, str], *, listing: bool) -> Place:
    return Place(
        url,
        listing,
        found.get("lastmod"),
        found.get("title"),
        found.get("publication_date"),
        found.get("language"),
        tuple(part.strip() for part in found.get("keywords", "").split(",") if part.strip()),
    )
