"""Dates, times, money, shares and quantities by rule, with their value in a common form.

A date's name is its ISO form when text and publication date give one (`2024-11-24`, `2022-02`, `1998`), else its
words; an amount's is `25000000 USD`, a share's `12.5 %`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tasks.enrich.money import CODES, MONEY, NUMBER, SIGNS, amount_of, begins_amount
from tasks.enrich.tagger import Words
from tasks.span import Span

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_NUMBER = {name[:3]: i for i, name in enumerate(MONTHS, 1)}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(_SHORT_MONTHS)})\b\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:1[5-9]|20)\d\d\b"
_PERIODS = ("week", "month", "year", "quarter", "weekend", "summer", "winter", "spring", "autumn")
_NEAR = ("yesterday", "today", "tomorrow", "Yesterday", "Today", "Tomorrow")
_AGO = r"(?:[Ll]ast|[Nn]ext|[Tt]his)"
_MONTH_CUE = rf"(?:{_AGO}|[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Ll]ate|[Ee]arly)"
_YEAR_CUE = r"(?:[Ii]n|[Ss]ince|[Bb]y|of|[Ff]rom|until|during|for|and|to|between)"
_LENGTHS = r"kilomet(?:er|re)s?|km²?|met(?:er|re)s?|cm|mm|miles?|feet|foot|ft|inch(?:es)?|yards?|nautical miles"
_WEIGHTS = r"kilograms?|kilos?|kg|grams?|tonnes?|tons?|lbs?"
_AREAS = r"acres?|hectares?|ha|lit(?:er|re)s?|gallons?|barrels?|bpd"
_POWERS = r"megawatts?|gigawatts?|kilowatts?|MW|GW|kWh|mph|km/h|kph|degrees(?: Celsius| Fahrenheit)?|°[CF]|knots"
_ZONE = r"(?: ?(?:GMT|UTC|CET|ET|EST|EDT|local time))?"

# A group's digits only tell the alternatives apart: `year2` is a year as `year` is.
_PATTERNS = {
    "MONEY": MONEY,
    "PERCENT": re.compile(rf"\b(?P<number>{NUMBER})(?: ?%| per ?cent\b| percentage points?\b|-percent\b)"),
    "TIME": re.compile(
        rf"\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?(?:[ap]\.m\.|[ap]m\b){_ZONE}"
        rf"|\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?{_ZONE}(?![\w:])"
        r"|\b(?:[01]\d|2[0-3])[0-5]\d ?GMT\b"
    ),
    "DATE": re.compile(
        rf"\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
        rf"|\b(?P<day>{_DAY})(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?"
        rf"|\b(?P<month2>{_MONTH}) (?P<day2>{_DAY})(?!:\d)(?:,? (?P<year2>{_YEAR}))?"
        rf"|\b(?P<month3>{_MONTH}),? (?P<year3>{_YEAR})"
        rf"|\b(?:{_MONTH_CUE} |[Mm]id-)(?P<month4>{_MONTH})(?! \d)(?!\w)"
        rf"|(?:\b(?P<turn>[Ll]ast|[Nn]ext|[Tt]his|[Oo]n) )?\b(?P<weekday>{'|'.join(_DAYS)})\b"
        rf"|\b(?P<near>{'|'.join(_NEAR)})\b"
        rf"|\b{_AGO} (?:{'|'.join(_PERIODS)})\b"
        r"|\b(?:1[5-9]|20)\d0s\b"
        rf"|\b{_YEAR_CUE} (?P<year4>{_YEAR})(?![,.]?\d)(?! [a-z]+s\b)"
    ),
    "QUANTITY": re.compile(
        rf"\b(?:{NUMBER})(?:[ -](?:thousand|million|billion))?[ -]?(?:square |cubic )?"
        rf"(?:{_LENGTHS}|{_WEIGHTS}|{_AREAS}|{_POWERS})(?!\w)"
    ),
}
_TELL_DATES = frozenset((*MONTHS, *_SHORT_MONTHS, *_DAYS, *_NEAR, *_PERIODS, "mid", "Mid"))


class Value(NamedTuple):
    """A value found in a text; `name` is its common form."""

    span: Span
    type: str
    name: str


def find_values(words: Words, published_on: date | None = None) -> list[Value]:
    """All values of a text in order, without overlap; relative dates are resolved against the day of publication."""
    found: list[Value] = []
    for kind, starts in _starts(words).items():
        found += _values(kind, starts, words.text, published_on)
    found.sort(key=lambda v: (v.span.start, -v.span.end))
    kept: list[Value] = []
    for value in found:
        if not kept or value.span.start >= kept[-1].span.end:
            kept.append(value)
    return kept


def _starts(words: Words) -> dict[str, list[int]]:
    """Where in the text a value of each kind may begin: trying its pattern at every letter takes three times as long.

    All begin with a number, but a date may also begin with a word of the calendar, or with the word before it or the
    number (`last week`, `in 1998`), and an amount with a code, or with a sign or the letters before it (`US$`).
    """
    odd = [word for word in words.distinct if not word.isalpha()]
    digits = {word for word in odd if word[0].isdecimal()}
    codes = words.distinct & CODES | {word for word in odd if begins_amount(word)}  # `USD 5`, `USD5`
    telling = digits | codes | words.distinct & (_TELL_DATES | SIGNS)
    numbers: list[int] = []
    dates: list[int] = []
    amounts: list[int] = []
    for i in [i for i, word in enumerate(words.texts) if word in telling]:
        word, start = words.texts[i], words.starts[i]
        if word in digits:
            numbers.append(start)
        if word in digits or word in _TELL_DATES:
            dates += words.starts[max(i - 1, 0) : i + 1]
        if word in SIGNS:
            amounts += range(max(start - 2, 0), start + 1)
        elif word in digits or word in codes:
            amounts.append(start)
    return {"MONEY": amounts, "PERCENT": numbers, "TIME": numbers, "DATE": dates, "QUANTITY": numbers}


def _matches_at(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """What `finditer` gives for a pattern whose matches begin at some of a few places."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match


def _values(kind: str, starts: Sequence[int], text: str, published_on: date | None) -> Iterator[Value]:
    for match in _matches_at(_PATTERNS[kind], text, starts):
        parts = {name.rstrip("234"): value for name, value in match.groupdict().items() if value}
        span = _span_of(match, kind)
        words = span.of(text)
        if kind == "MONEY":
            name = amount_of(match)
        elif kind == "PERCENT":
            name = f"{parts['number'].replace(',', '')} %"
        elif kind == "DATE":
            name = _iso(parts, published_on) or " ".join(words.split())
        else:
            name = " ".join(words.split())
        yield Value(span, kind, name)


def _span_of(match: re.Match[str], kind: str) -> Span:
    """A date's span leaves out the preposition that gave it away."""
    names = ("month4", "year4", "weekday") if kind == "DATE" else ()
    for name in names:
        if match[name]:
            return Span(*match.span(name))
    return Span(*match.span())


def _iso(parts: dict[str, str], published_on: date | None) -> str | None:
    """The ISO form of a date, as precise as the text and the day of publication make it."""
    if "iso" in parts:
        return parts["iso"]
    if "month" in parts:
        return _calendar_date(parts, published_on)
    if "year" in parts:
        return parts["year"]
    if published_on is None:
        return None
    if "near" in parts:
        days = {"yesterday": -1, "today": 0, "tomorrow": 1}[parts["near"].lower()]
        return _shifted(published_on, days)
    if "weekday" in parts:
        return _nearest_weekday(parts["weekday"], parts.get("turn", ""), published_on)
    return None


def _calendar_date(parts: dict[str, str], published_on: date | None) -> str | None:
    month = _MONTH_NUMBER[parts["month"][:3]]
    day = int(re.sub(r"\D", "", parts["day"])) if "day" in parts else None
    if "year" in parts:
        year = int(parts["year"])
    elif published_on is None:
        return None
    else:
        # A month without a year is the one nearest to publication.
        distance = month - published_on.month
        year = published_on.year + (-1 if distance > 6 else 1 if distance < -6 else 0)
    try:
        return f"{year:04d}-{month:02d}" if day is None else date(year, month, day).isoformat()
    except ValueError:
        return None


def _nearest_weekday(weekday: str, turn: str, published_on: date) -> str | None:
    """News looks back: a weekday is the last one, the day of publication included; `next` looks ahead."""
    back = (published_on.weekday() - _DAYS.index(weekday)) % 7
    if turn.lower().startswith("next"):
        return _shifted(published_on, 7 - back if back else 7)
    if turn.lower().startswith("last") and back == 0:
        back = 7
    return _shifted(published_on, -back)


def _shifted(day: date, days: int) -> str | None:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return None
