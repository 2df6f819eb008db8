"""When an HTML page was published: stated, shown, searched for, or told by the feed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from lxml import html

from tasks.clean.dates import Stamp, beside_date, read_stamp, url_day, written_days
from tasks.clean.draft import Hints
from tasks.clean.html_fields import Stated, library_date, stated_published
from tasks.clean.page import Line

UPDATED = re.compile(
    r"\W*(?:last\s)?(?:updated?|modified|edited|aktualisiert|mis à jour|actualizado|atualizado|aggiornato)",
    re.IGNORECASE,
)

ZONED = re.compile(r"(?:Z|[+-]\d\d:?\d\d)\s*$")
"""The end of an instant that states its zone."""


def published_date(
    root: html.HtmlElement,
    stated: Stated,
    lines: Sequence[Line],
    url: str | None,
    hints: Hints,
    today: date | None,
) -> Stamp | None:
    """The date that head or JSON-LD state, else the one shown beside the headline, else htmldate's, else the feed's.

    Many pages state the instant in UTC only: a day in the URL or beside the headline that is one off is the day in
    the page's own zone.
    """
    shown = shown_date(lines, today)
    published = stated_published(stated, today)
    if published:
        return _in_own_zone(published, [url_day(url), shown.day if shown else None])
    found = shown or library_date(stated, today) or searched_date(root, lines, url, today)
    return found or read_stamp(hints.published, hints.method, today)


def _in_own_zone(stamp: Stamp, days: Sequence[date | None]) -> Stamp:
    if stamp.day != stamp.instant.date() or stamp.precision == "day":
        return stamp
    day = next((d for d in days if d and abs((d - stamp.day).days) == 1), None)
    return replace(stamp, day=day) if day else stamp


def shown_date(lines: Sequence[Line], today: date | None) -> Stamp | None:
    """The date in a date line or byline near the headline: that of the line with the fewest other words."""
    dated = [line for line in lines if line.kind in {"date", "byline"} and not UPDATED.match(line.text)]
    dated.sort(key=lambda line: len(beside_date(line.text)))
    return next((stamp for line in dated if (stamp := _line_stamp(line, today))), None)


def _line_stamp(line: Line, today: date | None) -> Stamp | None:
    """The date of a line: what its `time` element states for machines, where a reader is not told another day.

    A clock time that is shown is given up only for one whose zone is stated.
    """
    shown, marked = read_stamp(line.text, "text", today), read_stamp(line.moment, "time", today)
    if shown is None or marked is None:
        return shown or marked
    agreed = _in_own_zone(marked, [shown.day])
    finer = shown.precision == "day" or ZONED.search(line.moment or "") is not None
    return agreed if agreed.day == shown.day and agreed.precision != "day" and finer else shown


def searched_date(root: html.HtmlElement, lines: Sequence[Line], url: str | None, today: date | None) -> Stamp | None:
    """The date by htmldate's search of URL, markup and text of a page.

    For a month or a year alone, such as that of a copyright notice, it answers the first day of it: such a day counts
    only where the page has it.
    """
    from htmldate import find_date  # (0.3 s of import)

    newest = today.isoformat() if today else "2099-12-31"
    found = find_date(root, original_date=True, url=url, max_date=newest, extensive_search=True)
    stamp = read_stamp(found, "inferred", today) if found else None
    return stamp if stamp and (stamp.day.day != 1 or _has_day(root, lines, url, stamp.day)) else None


def _has_day(root: html.HtmlElement, lines: Sequence[Line], url: str | None, day: date) -> bool:
    """The URL, a line or a meta tag holds this day, or the markup does in digits."""
    stated = (element.get("content") or "" for element in root.iter("meta"))
    if day == url_day(url) or any(day in written_days(text) for text in chain((line.text for line in lines), stated)):
        return True
    digits = rf"(?<!\d){day:%Y}(?P<mark>[-/.]?){day:%m}(?P=mark){day:%d}(?!\d)"
    return re.search(digits, html.tostring(root, encoding="unicode")) is not None
