"""What a record, or the fields in front of a text, say about a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from html import unescape
from typing import Any

from tasks.ingest.columns import Columns, present
from tasks.ingest.decode import storable
from tasks.ingest.page import Hints

MAX_HINT_CHARS = 2_000
MAX_HINTS = 100
SAID_BY = ("name", "title", "main", "rendered", "$date", "term", "href", "url", "@id")
"""Keys under which an object says what it is, as those of WordPress and of MongoDB's exports do."""
TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


def hints_of(record: Mapping[str, Any], columns: Columns) -> Hints:
    """What the record says about its page."""

    def one(field: str) -> str | None:
        return next(iter(_texts(_value(record, getattr(columns, field)))), None)

    def many(field: str) -> tuple[str, ...]:
        return tuple(_listed(_named(_value(record, getattr(columns, field)))))[:MAX_HINTS]

    return Hints(
        url=one("url"),
        title=one("title"),
        published=one("published"),
        authors=many("authors"),
        section=next(iter(_texts(_named(_value(record, columns.section)))), None),
        tags=tuple(part for tag in many("tags") for part in _parts(tag))[:MAX_HINTS],
        language=one("language"),
    )


def _value(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((v for name in present(record, names) if (v := record[name]) not in (None, "", [])), None)


def _named(value: Any) -> Any:
    """Without the numbers under which a system keeps its authors, sections and tags."""
    if isinstance(value, list):
        return [part for part in value if not isinstance(part, int)]
    return None if isinstance(value, int) else value


def _texts(value: Any) -> list[str]:
    """A hint's value as texts: strings, numbers and dates as they are written, objects by their name."""
    if isinstance(value, list | tuple):
        return [text for part in value[:MAX_HINTS] for text in _texts(part)]
    if isinstance(value, dict):
        said = next(((key, value[key]) for key in SAID_BY if value.get(key)), ("", None))
        return [unescape(TAG.sub("", text)) for text in _texts(said[1])] if said[0] == "rendered" else _texts(said[1])
    if isinstance(value, datetime | date):
        return [value.isoformat()]
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        text = storable(str(value)[:MAX_HINT_CHARS]).text.strip()
        return [text] if text else []
    return []


def _listed(value: Any) -> list[str]:
    """Several values; a CSV cell may hold them as a JSON list or separated by semicolons or bars."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            return _texts(json.loads(value))
        except (ValueError, RecursionError):
            return _texts(value)
    if isinstance(value, str):
        return [part for piece in re.split(r"[;|]", value) for part in _texts(piece)]
    return _texts(value)


def _parts(tag: str) -> list[str]:
    return [part.strip() for part in tag.split(",") if part.strip()]
