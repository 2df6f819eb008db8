"""Bylines -> people and the agency: no job titles, no "Staff", no outlets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.clean.dates import without_date

AGENCIES = {
    "AP": "AP|The Associated Press|Associated Press",
    "AFP": "AFP|Agence France[- ]Presse|AFP News",
    "Reuters": "Reuters|Thomson Reuters",
    "dpa": "dpa|Deutsche Presse-Agentur",
    "EFE": "EFE|Agencia EFE",
    "ANSA": "ANSA",
    "Xinhua": "Xinhua|Xinhua News Agency",
    "PA": "PA|PA Media|Press Association|PA News Agency",
    "UPI": "UPI|United Press International",
    "TASS": "TASS|ITAR-TASS",
    "Kyodo": "Kyodo|Kyodo News",
    "Jiji": "Jiji|Jiji Press",
    "Yonhap": "Yonhap|Yonhap News Agency",
    "Bloomberg": "Bloomberg|Bloomberg News",
    "AAP": "AAP|Australian Associated Press",
    "CP": "The Canadian Press|Canadian Press|CP",
    "IANS": "IANS",
    "ANI": "ANI",
    "PTI": "PTI|Press Trust of India",
    "EPA": "EPA|European Pressphoto Agency|EPA-EFE",
    "Belga": "Belga",
    "APA": "APA",
    "NTB": "NTB",
    "Ritzau": "Ritzau",
    "Lusa": "Lusa",
    "Interfax": "Interfax",
    "RIA Novosti": "RIA Novosti|РИА Новости",
    "Anadolu": "Anadolu|Anadolu Agency|AA",
    "Bernama": "Bernama",
}
AGENCY = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<a{i}>{names})" for i, names in enumerate(AGENCIES.values())) + r")(?![\w-])"
)
BY = re.compile(
    r"^(?:(?:written|reported|posted|submitted|published|story|article|words|text|analysis|review|opinion|exclusive|updated)\s+)?"
    r"(?:by|von|par|por|da|di|av|af|door|par|przez|автор|от|de|بقلم|מאת)\b[:\s]+"
    r"|^(?:haber|yazan|yazar|muhabir|текст|كتب|كتبت|作者|记者|記者|撰文|文)\s*[:：]\s*",
    re.IGNORECASE,
)
LABEL = re.compile(r"^(?:authors?|by ?line|writer|reporter|автор|autor(?:en|es)?|auteur|autore)\s*:\s*", re.IGNORECASE)
SPLIT = re.compile(
    r"\s*(?:[;|•·/\n]|,(?!\s*(?:jr|sr|ph\.?d|md|m\.d)\b)|\s(?:and|und|et|och|og|en|with|&|и|y)\s|&)\s*", re.IGNORECASE
)
ROLE = re.compile(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|journalists?|columnists?|contributors?|contributing|"
    r"producers?|photographers?|bureau|desk|team|newsroom|editorial|board|news ?desk|admin(?:istrator)?|guest|special|"
    r"senior|chief|associate|assistant|managing|freelance|political|business|sports?|science|health|technology|"
    r"entertainment|royal|fashion|culture|presenter|anchor|professor|director|redaktion|redacción|rédaction|redazione|"
    r"newspaper|magazine|news|press|agency|agencies|media|network|online|digital|website|times|post|daily|tribune|"
    r"gazette|herald|"
    r"journal|chronicle|webmaster|author|editorin|wire|services?|reports?|sources?|published|updated|share|follow|"
    r"minutes?|hours?|ago|email|twitter|subscribe|bio|comments?|read|view|more|post(?:s|ed)?|by)\b",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "du",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "abu",
        "ben",
        "dos",
        "das",
        "do",
        "zu",
        "ter",
        "ten",
        "af",
        "av",
        "st",
    ]
)
TRAIL = re.compile(r"\s*(?:\(.*|@.*|https?://.*|[\w.+-]+@.*|\b(?:in|for|at|from|is an?|covers|on)\b(?:\s.*)?)$")
CAPITAL_TRAIL = re.compile(r"\s(?:FOR|AT|FROM|IN)\s.*$")
"""`ANN LEE FOR THE DAILY POST`"""
CHAIR = re.compile(r"^prof(?:essor|\.)?\s+(?=\w)", re.IGNORECASE)
"""A title in front of a name; behind it, it is a role."""
SECTIONS = re.compile(r",\s+in\s+(?!.*\b(?:and|with)\b).*$")
"""`By Ann Lee, in Business, Property`: what follows are sections or a place."""
ACRONYM = re.compile(r"[A-Z]{2,6}")
LONGEST_LINE = 400
"""Characters of a line with a name and what is told of it; a broken page may have a word of a megabyte."""
WITH_AGENCY = re.compile(r"\bwith ([A-Z]{2,6})$")
MAX_BYLINE_CHARS = 300
MAX_NAME_WORDS = 6


@dataclass(frozen=True)
class Byline:
    """Who wrote it: people in the order stated, and the agency when one is named."""

    people: tuple[str, ...] = ()
    agency: str | None = None


def find_agency(text: str) -> str | None:
    """The usual short name of a news agency named in this text."""
    match = AGENCY.search(text)
    if match is None:
        return None
    number = next(i for i in range(len(AGENCIES)) if match.group(f"a{i}"))
    return list(AGENCIES)[number]


def signed_agency(text: str) -> str | None:
    """An agency where one is sure to be named, as in the brackets of a dateline: a known one, or an acronym."""
    name = text.strip(" ()")
    return find_agency(name) or (name if ACRONYM.fullmatch(name) else None)


def is_agency(text: str) -> bool:
    """The whole text is the name of a known agency."""
    match = AGENCY.fullmatch(text.strip())
    return match is not None


def _bare(text: str) -> str:
    """A byline without "By", label and date."""
    line = without_date(" ".join(text[:MAX_BYLINE_CHARS].split()))
    line = SECTIONS.sub("", line)
    return LABEL.sub("", BY.sub("", line)).strip(" .,:–—-|")


def byline_parts(texts: Iterable[str]) -> list[str]:
    """Whatever bylines name, people or not: `By TPN, in Property` names TPN and `in Property`."""
    return [part for text in texts for part in SPLIT.split(_bare(text)) if part]


def read_byline(text: str) -> Byline:
    """People and agency of one byline, such as "By Ann Lee and Bo Ek, The Associated Press"."""
    line = _bare(text)
    unknown = WITH_AGENCY.search(line)
    agency = find_agency(line) or (unknown[1] if unknown else None)
    if agency:
        line = AGENCY.sub(" | ", line)
    people = [name for part in SPLIT.split(line) if (name := person(part))]
    return Byline(tuple(dict.fromkeys(_without_places(line, people))), agency)


def _without_places(line: str, people: list[str]) -> list[str]:
    """`Ann Lee, Tarnwick`: behind the comma that follows a full name, a single word is a place."""
    full = any(" " in name for name in people)
    return [name for name in people if " " in name or not full or f", {name}" not in line]


def read_bylines(texts: Iterable[str]) -> Byline:
    """Several statements of authors as one byline; who is named twice stands once."""
    read = [read_byline(text) for text in texts]
    people = dict.fromkeys(name for byline in read for name in byline.people)
    agency = next((byline.agency for byline in read if byline.agency), None)
    return Byline(tuple(people), agency)


def person(text: str) -> str | None:
    """The text as the name of a person, or None when it does not look like one."""
    if len(text) > LONGEST_LINE:
        return None
    name = TRAIL.sub("", BY.sub("", text.strip(" .,:–—-\"'“”*"))).strip(" .,:–—-")
    name = CHAIR.sub("", name)
    if name.isupper() and " " in name:
        name = CAPITAL_TRAIL.sub("", name).title()
    words = name.split()
    if not 1 <= len(words) <= MAX_NAME_WORDS or len(name) < 3 or len(name) > 60 or ACRONYM.fullmatch(name):
        return None
    if any(c.isdigit() for c in name) or ROLE.search(name) or not _name_shaped(words):
        return None
    return name


def _name_shaped(words: list[str]) -> bool:
    """Every word begins with a capital (or a letter without case), but for particles."""
    lower = [w for w in words if w[0].islower()]
    return all(w.casefold() in PARTICLES or "'" in w or "’" in w for w in lower) and len(lower) < len(words)
