"""Instants as pages write them: moment in UTC, precision, and where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from tasks.clean.months import month_number
from tasks.clean.page import remembered

FIRST_YEAR = 1990
"""No page on the web is older; an earlier date is the birth of a field, not of an article."""
WORD = r"([^\s\d.,:;()|/•·–—-]{2,20})"
"""Looked up by `month_number`: a table is read faster than a pattern of two hundred names is tried at every letter."""
WHOLE_YEAR = r"((?:19|20)\d\d(?=\d{1,2}:\d\d)|\d{4}(?!\d))"
"""A clock time may be glued to a year: `April 25, 20232:26 PM`."""
DAY_MONTH_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|\.|º)?\s+(?:de\s+|of\s+)?{WORD}\.?,?\s+(?:de\s+)?{WHOLE_YEAR}", re.IGNORECASE
)
MONTH_DAY_YEAR = re.compile(rf"{WORD}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{WHOLE_YEAR}", re.IGNORECASE)
GLUED_MONTH = re.compile(r"(?<=[a-z])[A-Z][a-z]+$")
"""`2 minute readApril 25, 2023`"""
YEAR_MONTH_DAY = re.compile(r"(?<!\d)(\d{4})(?:[-/.]|[年년]\s?)(\d{1,2})(?:[-/.]|[月월]\s?)(\d{1,2})(?!\d)")
URL_DAY = re.compile(r"/((?:19|20)\d{2})([-/]?)([01]?\d)\2([0-3]?\d)(?=[-/._]|$)")
YEAR = re.compile(r"\d{4}|/\d\d\s\d")
SHORT_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
"""A day or month; every pattern of a day asks for one, and many a line holds a year alone."""
NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|(?<=/)\d\d(?=\s\d{1,2}:\d\d))(?!\d)")
"""Two digits are a year when a clock time follows: `11/19/19 06:56 AM`."""
CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*([ap])?\.?m?\.?\b", re.IGNORECASE)
DAY_FIRST_CLOCK = re.compile(r"\b\d{1,2}h\d{2}\b")
"""Who writes a clock time so, as in French and Portuguese, writes the day before the month."""
MAIL_DATE = re.compile(
    r"(?:[a-z]{3,9},? +)?\d{1,2} +[a-z]{3} +\d{4} +\d{1,2}:\d{2}(?::\d{2})?"
    r"(?: *(?:[+-]\d{4}|[a-z]{1,5}))?(?: +\(\w+\))?",
    re.IGNORECASE,
)
"""RFC 5322; the library's reader makes a date of almost anything."""
ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9,
    "IST": 5.5, "AEST": 10, "AEDT": 11, "SAST": 2, "WIB": 7, "HKT": 8, "SGT": 8,
}  # fmt: skip
"""Hours ahead of UTC of the zone names that news pages print."""
REGIONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
"""Names that mean standard time in winter and daylight saving time in summer; CT and MT are states, too."""
ZONE = re.compile(
    r"\b(?:GMT|UTC)([+-]\d{1,2})(?::?(\d{2}))?(?!\d)|([+-]\d{2}):?(\d{2})\b|\b("
    + "|".join(ZONES)
    + r"|ET|PT|(?:(?<=\d )|(?<=[AaPp][Mm] )|(?<=[Mm]\. ))[CM]T)(?:\b|(?=[A-Z][a-z]))"
)


@dataclass(frozen=True)
class Stamp:
    """A date with the precision it was stated in, and the method that read it."""

    instant: datetime
    precision: str
    method: str
    day: date
    """The day as written, in the zone of the page."""

    def on_stated_day(self) -> Stamp:
        """The same date where the UTC day is the day as written, else that day alone.

        An article of 01:00 in Tokyo stands under that day on its page and in every archive; its instant lies on the
        day before in UTC. Who groups by day must find it where the page says, so the time of day is given up.
        """
        if self.instant.date() == self.day:
            return self
        midnight = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        return Stamp(midnight, "day", self.method, self.day)


def plausible(instant: datetime, today: date | None) -> bool:
    """Neither before the web nor later than tomorrow; without `today` any year before 2100 passes."""
    if instant.year < FIRST_YEAR or instant.year >= 2100:
        return False
    return today is None or instant.date() <= today + timedelta(days=1)


def read_stamp(text: str | None, method: str, today: date | None) -> Stamp | None:
    """A date as a machine or a person wrote it; None when there is none or it is not plausible.

    A time without a zone is taken as UTC.
    """
    if not text or len(text) > 200:
        return None
    found = _machine_date(text.strip()) or written_date(text)
    if found is None:
        return None
    moment, precision = found
    instant = _in_utc(moment)
    return Stamp(instant, precision, method, moment.date()) if plausible(instant, today) else None


def url_day(url: str | None) -> date | None:
    """The day in the path of a URL, such as `/2024/05/09/`."""
    match = URL_DAY.search(url or "")
    place = _place(int(match[1]), int(match[3]), int(match[4]), match.start(), match.end()) if match else None
    return place[0] if place else None


def _machine_date(text: str) -> tuple[datetime, str] | None:
    """A date in a machine's notation, in its own zone."""
    if re.fullmatch(r"\d{10}(?:\d{3})?", text):
        seconds = int(text[:10])
        return datetime.fromtimestamp(seconds, UTC), "second"
    if re.fullmatch(r"\d{4}-\d{2}", text) and 1 <= int(text[5:]) <= 12:
        return datetime(int(text[:4]), int(text[5:]), 1, tzinfo=UTC), "month"
    try:
        moment = datetime.fromisoformat(re.sub(r"\s*(UTC|GMT)$", "Z", text))
    except ValueError:
        if not MAIL_DATE.fullmatch(text):
            return None
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return moment, _precision(text)


def _precision(text: str) -> str:
    if not re.search(r"\d[T ]\d{1,2}:?\d{2}|\d{1,2}:\d{2}", text):
        return "day"
    return "second" if re.search(r"\d{1,2}:\d{2}:\d{2}|T\d{6}", text) else "minute"


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        return datetime(1, 1, 1, tzinfo=UTC)


def written_date(text: str) -> tuple[datetime, str] | None:
    """The first full date in a line as people write dates, with the clock time beside it."""
    day = _written_day(text)
    if day is None:
        return None
    rest = text[: day[1]] + " " + text[day[2] :]
    clock = CLOCK.search(rest)
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        return datetime(day[0].year, day[0].month, day[0].day, tzinfo=UTC), "day"
    hour = int(clock[1]) % 12 + (12 if clock[4] in "pP" else 0) if clock[4] else int(clock[1])
    second = int(clock[3]) if clock[3] and int(clock[3]) < 60 else 0
    moment = datetime(day[0].year, day[0].month, day[0].day, hour, int(clock[2]), second, tzinfo=_zone(rest))
    return moment, "second" if clock[3] else "minute"


def written_days(text: str) -> Iterator[date]:
    """All full dates in a line."""
    rest = text
    while day := _written_day(rest):
        yield day[0]
        rest = rest[day[2] :]


def without_date(text: str) -> str:
    """A line up to the first date in it, such as the name in front of `30 August 2023, 4:45pm`."""
    day = _written_day(text)
    return text[: day[1]].rstrip(" ,|•·–—-:(") if day and day[1] > 0 else text


def without_leading_date(text: str) -> str:
    """A line without the date that it begins with: `March 12, 2026 by Ann Lee` names her behind it."""
    day = _written_day(text)
    return text[day[2] :].lstrip(" ,|•·–—-:") if day and day[1] == 0 else text


def beside_date(text: str) -> str:
    """What stands in a line beside its date and clock time; the whole line when it has no date."""
    day = _written_day(text)
    return CLOCK.sub("", text[: day[1]] + text[day[2] :]).strip() if day else text


def cut_dates(text: str, mark: str) -> str:
    """The line with a mark for each date, and for clock times beside them."""
    rest = text
    while day := _written_day(rest):
        rest = rest[: day[1]] + mark + rest[day[2] :]
    return CLOCK.sub(mark, rest) if rest is not text else text


def _zone(text: str) -> tzinfo:
    match = ZONE.search(text)
    if match is None:
        return UTC
    if match[5] in REGIONS:
        return ZoneInfo(REGIONS[match[5]])
    if match[5]:
        return timezone(timedelta(hours=ZONES[match[5]]))
    hours, minutes = match[1] or match[3], match[2] or match[4] or 0
    ahead = timedelta(hours=abs(int(hours)), minutes=int(minutes))
    return timezone(-ahead if hours[0] == "-" else ahead) if ahead < timedelta(hours=24) else UTC


@remembered
def _written_day(text: str) -> tuple[date, int, int] | None:
    """A day with the place where it stands in the text."""
    if not (YEAR.search(text) and SHORT_NUMBER.search(text)):
        return None
    for match in DAY_MONTH_YEAR.finditer(text):
        if month := month_number(match[2]):
            return _place(int(match[3]), month, int(match[1]), match.start(), match.end())
    for match in MONTH_DAY_YEAR.finditer(text):
        glued = GLUED_MONTH.search(match[1])
        name = glued[0] if glued else match[1]
        if month := month_number(name):
            return _place(int(match[3]), month, int(match[2]), match.end(1) - len(name), match.end())
    return _numeric_day(text)


def _numeric_day(text: str) -> tuple[date, int, int] | None:
    if match := YEAR_MONTH_DAY.search(text):
        return _place(int(match[1]), int(match[2]), int(match[3]), match.start(), match.end())
    if match := NUMERIC.search(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += 2000 * (year < 100)
        if second > 12:
            return _place(year, first, second, match.start(), match.end())
        if first > 12 or match[2] == "." or first == second or DAY_FIRST_CLOCK.search(text):
            return _place(year, second, first, match.start(), match.end())
    return None


def _place(year: int, month: int, day: int, start: int, end: int) -> tuple[date, int, int] | None:
    try:
        return date(year, month, day), start, end
    except ValueError:
        return None
