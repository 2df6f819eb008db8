"""Single lines of a text dump that may be headline, byline or date of an article."""

from __future__ import annotations

import re

from tasks.clean.byline import BY, person
from tasks.clean.captions import has_credit, is_credit
from tasks.clean.dates import beside_date, written_date
from tasks.clean.furniture import furniture_reason
from tasks.clean.page import Line, remembered

MAX_BESIDE_DATE = 40
BREADCRUMB = re.compile(r"\w\s?[>›»]\s?\w")
AGO = re.compile(r"\b\d+ (?:second|minute|min|hour|hr|day|week|month|year)s?\b(?: ago|$)", re.IGNORECASE)
MIN_HEADLINE_WORDS = 5
UNFINISHED = (",", ";", ":", "...", "…")


def is_headline(line: Line) -> bool:
    """A line that may be a headline: neither too short nor too long, no furniture, no credit."""
    return 3 <= line.words <= 32 and may_be_headline(line)


def may_be_headline(line: Line) -> bool:
    """As `is_headline`, of two words to forty."""
    if not 2 <= line.words <= 40 or line.text.endswith(UNFINISHED) or len(line.text) > 250:
        return False
    return not is_date_line(line) and _reads_as_headline(line.text)


@remembered
def _reads_as_headline(text: str) -> bool:
    if text.startswith(("—", "–", "- ", "@", "#", "•")) or AGO.search(text) or _is_breadcrumb(text):
        return False
    return not (furniture_reason(text) or is_credit(text) or has_credit(text) or BY.match(text))


def _is_breadcrumb(text: str) -> bool:
    return (">" in text or "›" in text or "»" in text) and BREADCRUMB.search(text) is not None


def is_date_line(line: Line) -> bool:
    """A line that is a date with at most a label, a time and a place beside it."""
    if line.words > 12 or "@" in line.text or line.text.startswith(("—", "–", "-")):
        return False
    return written_date(line.text) is not None and len(beside_date(line.text)) <= MAX_BESIDE_DATE


def is_byline(line: Line) -> bool:
    """By Somebody, Somebody alone, or Place: Somebody."""
    return line.words <= 14 and _reads_as_byline(line.text)


@remembered
def _reads_as_byline(text: str) -> bool:
    signed = BY.match(text) is not None
    if not (signed or ": " in text) or text.endswith((".", "?", "!")) or furniture_reason(text):
        return False
    if signed:
        return True
    place, _, name = text.partition(": ")
    if len(place) < 3 or len(place.split()) > 3 or any(word[0].islower() for word in place.split()):
        return False
    return len((person(name) or "").split()) >= 2
