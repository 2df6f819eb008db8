"""Captions of pictures and their credits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.clean.page import count_words, remembered

HOUSES = (
    r"AFP(?:/File)?|AP(?: Photo| Images)?|Reuters|EPA(?:-EFE)?|EFE|PA(?: Wire| Images| Media)?|Getty(?: Images)?|"
    r"Shutterstock|Alamy|dpa|ANSA|TASS|Xinhua|Bloomberg|iStock(?:photo)?|SWNS|Rex(?: Features)?|Press Association|"
    r"Associated Press|Zuma(?: Press)?|USA Today Sports|Handout|NurPhoto|Anadolu(?: Agency)?|Unsplash|Pexels|Pixabay|"
    r"Flickr|Wikimedia|stock (?:image|photo|picture)|file (?:image|picture|pic)|Canadian Press|Kyodo|Sipa|Imago|"
    r"Instagram|Facebook|Twitter|File(?: photo)?|Supplied|NASA"
)
"""Agencies and sources that stand behind a caption."""
WORD = r"(?:(?:[A-ZÀ-Þ]\w?\.-?)+|[A-ZÀ-Þ][\w'’-]+)"
"""A full stop stands behind initials and titles (`J.R.`, `Dr.`) only: behind another word the sentence ends."""
WORDS = r"(?:[\w'’ -]|(?<=\b\w)\.|(?<=\b\w\w)\.)"
NAME = rf"{WORD}(?:\s{WORD}){{0,3}}"
LABELLED = (
    r"(?:(?:image|photo(?:graph)?|picture|pic|video)?\s*"
    r"(?:credits?|source|copyright|courtesy(?: of)?)\s*(?:[:/]|\.{3}|…)|"
    r"(?:photo(?:graph)?s?|pictures?|image|pic|illustration|foto)\s*(?:by|:|/|©|courtesy of)|©)\s*"
)
"""What stands in front of a credit."""
LABEL = re.compile(rf"[\s,|(\[–—-]*\b{LABELLED}(?P<who>[^.]{{2,90}}?)[\s)\].]*$", re.IGNORECASE)
LABEL_BEFORE = re.compile(LABELLED, re.IGNORECASE)
BRACKETED = re.compile(rf"\s*[(\[](?P<who>[^()\[\]]{{0,80}}\b(?:{HOUSES})\b[^()\[\]]{{0,40}})[)\]]\.?\s*$")
NAMED = re.compile(
    r"(?:(?<=[.!?”\"'’])|\s[|–—-])\s+(?P<who>(?:[\w.'’-]+\s){0,4}?(?:/\s*)?(?:[\w.'’ -]{2,40}/\s?)?"
    rf"(?:{HOUSES})(?:\s?/\s?[\w .'’-]{{2,40}})?)\s*$"
)
HOUSE_END = re.compile(rf"(?<!,)\s(?P<who>(?:{WORD}\s(?:{WORD}\s)?(?:/|for|via)\s?)?(?:{HOUSES}))\s*$")
AFTER_STOP = re.compile(r"(?<=[.!?”\"'’])\s+[(\[](?P<who>[A-ZÀ-Þ][^()\[\].!?\d]{1,60})[)\]]\s*$")
SLASHED = re.compile(
    rf"\s(?P<who>{NAME}\s?/\s?(?:{HOUSES})(?:\s[A-Z]\w+)?|(?:{HOUSES})\s?/\s?[A-Z][\w .'’-]{{2,40}})\s*$"
)
COURTESY = re.compile(r"[\s.,(](?P<who>[Cc]ourtesy (?:of (?:the )?)?[A-ZÀ-Þ][^.,()]{2,60})[.)]?$")
PIPED = re.compile(r"\s\|\s(?P<who>[A-ZÀ-Þ][^|\d]{1,60})$")
ACRONYM = re.compile(r"(?<=[.!?”\"’])\s(?P<who>[A-Z]{2,6}(?:\s?/\s?[A-Z][\w .'’-]{2,40})?)$")
PARTED = re.compile(rf"(?<=[\w.!?”\"’]\s)(?P<who>{NAME}\s?/\s?{NAME}|{NAME}:\s{NAME})$")
SIGNED = re.compile(r"(?<=[.!?”\"’])\s(?P<who>(?:The\s)?[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+){1,4})$")
ONLY_CREDIT = re.compile(
    r"^[(\[]?(?:(?:image|photo|picture|photograph|video|illustration|foto|pic)s?\s*"
    r"(?:credit|copyright|by|:|source|courtesy)|credits?\s*:|©|"
    rf"{WORDS}{{0,40}}\s*[/|]\s*(?:{HOUSES})\b|(?:{HOUSES})\s*(?:[/|]|$)|{WORDS}{{2,40}}\s(?:{HOUSES})\)?$)",
    re.IGNORECASE,
)
PATTERNS = (BRACKETED, LABEL, AFTER_STOP, SLASHED, COURTESY, NAMED, HOUSE_END)
LOOSE_PATTERNS = (PARTED, SIGNED)
LOOSE_MARK = re.compile(r"[/:]|[.!?”\"'’]\s")
"""One of these stands in whatever a loose pattern finds."""
MIN_CAPTION_WORDS = 6
MIN_PICTURED_WORDS = 5
MAX_CAPTION_CHARS = 400
HINT_WORDS = frozenset(re.findall(r"[a-z]+", HOUSES.casefold())) - frozenset(("images", "sports", "today", "news"))
HINT_PARTS = ("credit", "source", "copyright", "courtesy", "photo", "pic", "image", "illustration", "foto", "©")
LETTERS = re.compile(r"[a-z]+")
TAKEN_BY = ("摄", "攝", "撮影")
"""Chinese and Japanese captions end with who took the picture, and with this word."""
STOPS = (".", "!", "?", "”", '"')


@dataclass(frozen=True)
class Caption:
    """What a picture shows, and who took it."""

    text: str
    credit: str | None = None


@remembered
def hints_at_credit(line: str) -> bool:
    """A quick look for any word by which a credit could be known."""
    folded = line.casefold()
    return any(part in folded for part in HINT_PARTS) or not HINT_WORDS.isdisjoint(LETTERS.findall(folded))


def split_caption(line: str) -> Caption:
    """Part a caption from the credit at its end; the whole line when there is none."""
    for pattern in (PIPED, *PATTERNS, ACRONYM, *LOOSE_PATTERNS):
        match = pattern.search(line)
        if match and len(line[: match.start()].split()) >= 2:
            return Caption(line[: match.start()].rstrip(" |-–—,("), bare_credit(match["who"]) or None)
    return Caption(line)


def bare_credit(credit: str) -> str:
    """Who took a picture, without brackets and label: `(Image: Ann Lee)`."""
    bare = credit.strip(" .()[]-–—")
    label = LABEL_BEFORE.match(bare)
    return bare[label.end() :] if label else bare


@remembered
def has_credit(line: str) -> bool:
    """A caption by its end: a credit in brackets, behind a label, or a picture agency after the sentence."""
    tail = line[-160:]
    if not hints_at_credit(tail):
        return tail.endswith((")", "]")) and AFTER_STOP.search(tail) is not None
    return any(pattern.search(tail) for pattern in PATTERNS)


@remembered
def may_have_credit(line: str) -> bool:
    """As `has_credit`, or capitalised names alone behind the end of a sentence or parted by a slash or colon."""
    if has_credit(line) or line.endswith(TAKEN_BY):
        return True
    tail = line[-160:]
    if line.endswith(STOPS) or line.count(" ") < MIN_CAPTION_WORDS or LOOSE_MARK.search(tail) is None:
        return False
    matches = (pattern.search(tail) for pattern in LOOSE_PATTERNS)
    return any(m and len(line[: m.start()].split()) >= MIN_CAPTION_WORDS for m in matches)


def captions_picture(line: str) -> bool:
    """A line right behind a picture is its caption when a credit closes it, be it only behind a bar."""
    if len(line) > MAX_CAPTION_CHARS or count_words(line) < MIN_PICTURED_WORDS:
        return False
    return PIPED.search(line) is not None or may_have_credit(line)


@remembered
def is_credit(line: str) -> bool:
    """A line that is nothing but a credit."""
    if len(line) > 100 or not (hints_at_credit(line) or "video" in line.casefold()):
        return False
    return ONLY_CREDIT.match(line) is not None
