"""A record, as a mapping of names to values, into a page with hints; for JSON, CSV and Parquet alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tasks.ingest.columns import Columns, present
from tasks.ingest.decode import decode, storable
from tasks.ingest.make import page_of_text
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import HintMethod, Hints, Origin, Page
from tasks.outcome import Refusal

Record = Mapping[str, Any]
MAX_HINT_CHARS = 2_000
MAX_HINTS = 100


def page_of_record(
    record: Record, data: bytes, origin: Origin, options: IngestOptions, method: HintMethod = "record"
) -> Page | Refusal:
    """The page that a record holds; `data` are the bytes of the record, by which the document is known."""
    columns = options.columns
    names = present(record, columns.page)
    if not names:
        return origin.refusal("bad_record", f"the record has no page; its fields are {_names(record)}", document=data)
    value = _first(record, names)
    if value is None:
        return origin.refusal("empty", f"the record has nothing in {_names(names)}", document=data)
    found = page_of_text(value, data, origin, options, replace(hints_of(record, columns), method=method))
    if isinstance(found, Page) and found.hints.url is None:
        return replace(found, hints=replace(found.hints, url=_url_of_id(record)))
    return found


def hints_of(record: Record, columns: Columns) -> Hints:
    """What the record says about its page."""

    def one(field: str) -> str | None:
        return next(iter(_texts(_value(record, getattr(columns, field)))), None)

    def many(field: str) -> tuple[str, ...]:
        return tuple(_listed(_value(record, getattr(columns, field))))[:MAX_HINTS]

    return Hints(
        url=one("url"),
        title=one("title"),
        published=one("published"),
        authors=many("authors"),
        section=one("section"),
        tags=tuple(part for tag in many("tags") for part in _parts(tag))[:MAX_HINTS],
        language=one("language"),
    )


def _value(record: Record, names: tuple[str, ...]) -> Any:
    return next((v for name in present(record, names) if (v := record[name]) not in (None, "", [])), None)


def _first(record: Record, names: Iterable[str]) -> str | None:
    for name in names:
        text = _page_text(record[name])
        if text and text.strip():
            return text
    return None


def _page_text(value: Any) -> str | None:
    """A page's text: a string, bytes as Parquet keeps them, or a list of paragraphs."""
    if isinstance(value, bytes):
        return decode(value).text
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else None


def _texts(value: Any) -> list[str]:
    """A hint's value as texts: strings, numbers and dates as they are written, objects by their name."""
    if isinstance(value, list | tuple):
        return [text for part in value[:MAX_HINTS] for text in _texts(part)]
    if isinstance(value, dict):
        return _texts(next((value[k] for k in ("name", "title", "term", "href", "url", "@id") if value.get(k)), None))
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


def _url_of_id(record: Record) -> str | None:
    """JSON Feed and JSON-LD may keep the address in the id."""
    value = record.get("id") or record.get("@id")
    return value[:MAX_HINT_CHARS] if isinstance(value, str) and re.match(r"https?://", value) else None


def _names(names: Iterable[str]) -> str:
    return ", ".join(repr(name[:40]) for name in list(names)[:12]) or "none"
