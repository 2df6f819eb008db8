"""Which column or key of a record holds what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from expectations.errors import UsageError

MAX_NAMES_KEPT = 64


@dataclass(frozen=True)
class Columns:
    """Names under which JSON, CSV and Parquet records keep a page and what they say about it.

    Names are tried in order; case, spaces, hyphens and underscores do not count (`Date Published` is `date_published`).
    The first non-empty value of `html`, else of `text`, is the page; whether it is HTML is sniffed from the value.
    """

    html: tuple[str, ...] = ("html", "raw_html", "page_html", "content_html", "html_content")
    """The page, when it has one of these."""
    text: tuple[str, ...] = (
        *("text", "content", "body", "article", "article_body", "full_text", "main_text", "page", "content_text"),
        "body_text",
        *("markdown", "markdown_content", "content_markdown", "summary", "description"),
    )
    """Else the page; whether it is HTML is sniffed."""
    url: tuple[str, ...] = (
        "url",
        "link",
        "canonical_url",
        "source_url",
        "page_url",
        "permalink",
        "uri",
        "external_url",
        "url_source",
        "web_url",
    )
    """Its address."""
    title: tuple[str, ...] = ("title", "headline", "web_title", "name")
    """Its headline."""
    published: tuple[str, ...] = (
        *("published_at", "published", "date_published", "date_publish", "publish_date", "published_date"),
        *("pub_date", "publication_date", "date", "datetime", "time", "timestamp", "created_at"),
        *("published_time", "article_published_time", "web_publication_date"),
    )
    """When it was published."""
    authors: tuple[str, ...] = ("authors", "author", "byline", "creator", "by")
    """Who wrote it."""
    section: tuple[str, ...] = ("section", "section_name", "article_section", "category", "rubric")
    """Its section."""
    tags: tuple[str, ...] = ("tags", "keywords", "topics", "categories")
    """Its tags."""
    language: tuple[str, ...] = ("language", "lang", "in_language", "locale")
    """Its language."""

    def with_names(self, mapping: Mapping[str, str | Iterable[str]]) -> Columns:
        """These columns with other names tried first, e.g. `{"text": "Volltext", "url": ["Adresse"]}`.

        Raises UsageError for a field that does not exist.
        """
        known = {f.name for f in fields(self)}
        unknown = sorted(set(mapping) - known)
        if unknown:
            raise UsageError(
                f"Unknown field in the column mapping: {', '.join(unknown)}.",
                f"Map one of: {', '.join(sorted(known))}.",
            )
        given = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in mapping.items()}
        return replace(self, **{name: names + getattr(self, name) for name, names in given.items()})

    @property
    def page(self) -> tuple[str, ...]:
        """Names of columns that may hold a page, best first."""
        return self.html + self.text


def folded(name: str) -> str:
    """A column name as it is compared: letters and digits only, lower case."""
    return "".join(c for c in name.casefold() if c.isalnum())


def present(names: Iterable[str], wanted: tuple[str, ...]) -> list[str]:
    """Those of `names` that are wanted, in the order of `wanted`."""
    given = tuple(names)
    found = _found if len(given) <= MAX_NAMES_KEPT else _found.__wrapped__
    return list(found(given, wanted))


@lru_cache(maxsize=1_024)
def _found(names: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Kept, because the records of a file nearly always have the same names."""
    by_name: dict[str, str] = {}
    for name in names:
        by_name.setdefault(folded(name), name)
    return tuple(by_name[key] for key in dict.fromkeys(map(folded, wanted)) if key in by_name)
