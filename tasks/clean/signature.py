"""The line under a headline that names who wrote it, as dumps glue it: name, role, handle, date and age in one."""

from __future__ import annotations

import re
from collections.abc import Container

from tasks.clean.byline import BY, ROLE, SPLIT, Byline, is_agency, person, read_bylines
from tasks.clean.captions import hints_at_credit
from tasks.clean.dates import cut_dates, written_date
from tasks.clean.page import joined

GLUED = re.compile(r"(?<=[a-z]{5})(?=[A-Z])")
"""A role or house is glued to a name (`Ann LeeringStaff Writer`); no prefix of a surname is as long (`FitzGerald`)."""
BY_GLUED = re.compile(r"^[Bb]y(?=[A-Z])")
HANDLE = re.compile(r"(?:(?<![\w.-])[a-z0-9._-]+)?@\S+")
"""A handle or an address; what is glued in front of a handle is the name."""
AGE = re.compile(
    r"\b(?:\d+ ?|an? )(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|years?)\b"
    r"(?: ago| read)?|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? \d{1,2}:\d{2} ?[ap]?m?\b"
    r"|\b(?:today|yesterday)(?: at)?,? \d{1,2}:\d{2}",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"(?<=\w) (?:(?:staff|senior|chief|deputy|associate|political|business|sports?|science|health|technology|education|"
    r"environment|economics|foreign|diplomatic|crime|legal|media|social|affairs|religious|arts|culture|home|security|"
    r"defen[cs]e|data|community) )*(?:editor|correspondent|reporter|writer|columnist|contributor)\b.*$",
    re.IGNORECASE,
)
"""`Ann Lee Education editor`"""
FOLLOW = re.compile(r"\s*[+|]?\s*\bfollow\b.*$", re.IGNORECASE)
LABELLED = "者："
"""Author or reporter: in Chinese a label names each part of a line of date, source and author."""
PARTS = re.compile(r"\s*[|•·]\s*|\s+[/–—-]+\s*|\s*/\s+|\s+(?=by [A-Z])|\s+(?=(?:作者|记者|記者|来源|來源)[:：])")
CREDITED = re.compile(r"[/|]")
MIN_NAME_WORDS, MAX_NAME_WORDS = 2, 4
MAX_CHARS, MAX_WORDS_BEFORE = 200, 3
NO_NAME = joined(r"""
    (?i:\b(?:the|this|that|all|our|your|my|best|top|key|latest|breaking|live|new|related|watch|listen|see|video|photos?
    |gallery|image|story|stories|article|content|topics?|tags?|sections?|categor(?:y|ies)|series|opinions?|features?
    |analysis|world|national?|local|international|united|middle|east|west|north|south|weather|markets?|money|travel
    |food|recipes?|life|lifestyle|house|party|court|university|college|city|county|state|street|department|government
    |ministry|events?|summit|conference|tv|home|page|site|menu|mode|search|sign|log|account|profile|privacy|terms
    |contact|about|points?|facts?|links?|deals?|black friday|print|pdf|edit|download|dive|donate|reply|cancel|apps?
    |premium|sponsored|promo)\b)
""")
"""Words of menus, buttons and sections, which stand beside bylines and are capitalised like names."""


def read_signature(text: str) -> Byline:
    """People and agency of a line in the header of an article.

    Of several parts those that begin with "By" count, else the first: `Ann Lee - Nov 19, 2019`, `Nov 19 2019 by Ann
    Lee`, `By Ann Lee | Nov 19, 2019 | Topic: Ships`. In `Velmora: Ann Lee` the name follows the place.
    """
    parts = _parts(text)
    signed = [part for part in parts if BY.match(part)] or [part.rpartition(": ")[2] for part in parts[:1]]
    return read_bylines(signed)


def hints_at_by(text: str) -> bool:
    """A quick look for a "By" where a byline may have it."""
    return len(text) <= MAX_CHARS and (
        " by " in text or LABELLED in text or BY.match(text) is not None or BY_GLUED.match(text) is not None
    )


def is_signed_by(text: str, *, dated: bool) -> bool:
    """A part of the line is "By" and a name; in front of it stands nothing, or hardly anything but a date."""
    parts = _parts(text)
    by = next((i for i, part in enumerate(parts) if BY.match(part) and _names(part)), None)
    if by is None:
        return False
    return by == 0 or (dated and sum(len(part.split()) for part in parts[:by]) <= MAX_WORDS_BEFORE)


def is_signature(text: str, common: Container[str] = ()) -> bool:
    """The line begins with the names of people and holds nothing else but their role, house, handle, date or age.

    Names are made of words that are not `common` ones, which are written with small letters elsewhere.
    """
    if len(text) > MAX_CHARS or text[:1].islower() or not text[:1].isalpha():
        return False
    parts = _parts(text)
    if not parts or (CREDITED.search(text) and hints_at_credit(text)):
        return False
    names = SPLIT.split(parts[0])
    people = [name for name in names if _may_be_person(name, common)]
    return bool(people) and all(name in people or ROLE.search(name) or is_agency(name) for name in names)


def _names(part: str) -> bool:
    byline = read_bylines([part])
    return bool(byline.people or byline.agency)


def _may_be_person(name: str, common: Container[str]) -> bool:
    words = name.split()
    if not MIN_NAME_WORDS <= len(words) <= MAX_NAME_WORDS or NO_NAME.search(name) or person(name) is None:
        return False
    return not any(word.lower() in common for word in words[1:])


def tells_when(text: str) -> bool:
    """A line with a full date, the age of the article, or the handle that stands beside a byline."""
    return written_date(text) is not None or AGE.search(text) is not None or text.startswith("@")


def _parts(text: str) -> list[str]:
    line = BY_GLUED.sub("By ", text)
    line = AGE.sub(" | ", FOLLOW.sub("", HANDLE.sub(" | ", GLUED.sub(" | ", line))))
    parts = (OFFICE.sub("", part.strip(" ,;:.()-–—")) for part in PARTS.split(cut_dates(line, " | ")))
    return [part for part in parts if part]
