"""Lines that belong to the page and not to the article: what their own words give away."""

from __future__ import annotations

import re

from tasks.clean.furniture_words import WITHIN, by_initial
from tasks.clean.page import count_words, joined, remembered

MAX_WORDS = 60
"""A longer line is prose, whatever it begins with."""

BY_INITIAL = by_initial()
INSIDE = tuple((word, reason, re.compile(pattern)) for word, (reason, pattern) in WITHIN.items())
QUOTES = ("“", '"', "‘", "«", "„")
"""Somebody is quoted: that is an article."""
LEADING = " \t*•·–—-|>»›[(_~#+（【［▶■◆▼※"
SERVICE = joined(r"""
    \b(?P<word>cookies?|privacy|terms of|subscri(?:be|bers?|bed|ption)|newsletters?|e-?mail address|inbox
    |junk folder|sign(?:ing)?[- ]?(?:in|up)|log(?:ging)?[- ]?in|(?:your|an|free|one) account|regist(?:er|ering
    |ration)|browser|websites?|advertis\w+|consent|opt(?:ing)?[- ]?out|third part(?:y|ies)|customer service
    |unlimited|free trial|digital access|web page|home delivery|personal (?:data|information)
    |california consumer|your (?:device|reading|favou?rite|contribution|support|city|day)|join the conversation
    |enjoy additional|donat(?:e|ion)|members?hip|become a member)\b
""")
ADDRESS = re.compile(r"\b(?:you|your|we|our|us)\b")
CLIP_TIME = re.compile(r"(?:watch\s)?\d{1,2}:\d{2}(?::\d{2})?(?=\s+(?!(?i:[ap]\.?m\b))\S)|\d{1,2}:\d{2}(?::\d{2})?$")
LONG_CHARS = 180
MIN_SERVICE_CHARS = 15
"""Two of the words of `SERVICE` and "we" are no shorter."""
ADDRESS_STARTS = ("http", "www.", "pic.")
URL_LINE = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+$")


@remembered
def furniture_reason(text: str) -> str | None:
    """Why the words of this line say that it is no part of an article; None when they do not."""
    if len(text) > 1_500:
        return None
    folded = text.casefold()
    if is_service(folded):
        return "service"
    if len(text) > 700 or (len(text) > MAX_WORDS and count_words(text) > MAX_WORDS):
        return None
    if folded.startswith(ADDRESS_STARTS) and URL_LINE.match(text):
        return "bare address"
    if (text[:1].isdigit() or folded.startswith("watch")) and CLIP_TIME.match(text):
        return "video"
    bare = folded.lstrip(LEADING)
    if bare.startswith(QUOTES):
        return None
    reason = _reason_of_start(bare) or (_reason_of_start(folded) if bare != folded else None)
    return reason or _reason_inside(bare)


def _reason_of_start(folded: str) -> str | None:
    pattern = BY_INITIAL.get(folded[:1])
    match = pattern.match(folded) if pattern else None
    return str(match.lastgroup).replace("_", " ") if match else None


def _reason_inside(folded: str) -> str | None:
    for word, reason, pattern in INSIDE:
        if word in folded and pattern.match(folded):
            return reason
    return None


def is_service(folded: str) -> bool:
    """The publisher speaks to the reader about accounts, subscriptions, cookies or terms.

    An article may use any of these words; but hardly two different ones, or three in a long paragraph, together with
    "you" or "we".
    """
    if len(folded) < MIN_SERVICE_CHARS or folded.startswith(QUOTES) or ADDRESS.search(folded) is None:
        return False
    found = {match["word"] for match in SERVICE.finditer(folded)}
    needed = 2 if len(folded) < LONG_CHARS else 3
    return len(found) >= needed
