"""The place in front of the first sentence: `PARIS (AP) — The …`."""

from __future__ import annotations

import re

from tasks.clean.byline import signed_agency

PLACE = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ-]+(?:[ -][A-ZÀ-Þ][\w'’.-]+){0,3}"
DATELINE = re.compile(
    rf"^(?P<place>{PLACE}(?:, {PLACE}){{0,2}})\s*"
    r"(?:,\s*(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})(?:,? \d{4})?)?"
    r"\s*(?:--)?\s*(?P<agency>\([^()\d]{2,40}\)|/[\w -]{2,30}/)?\s*(?:[-–—]{1,2}\s|--(?=\w)|:\s(?=[A-Z“\"]))"
)
MAX_CHARS = 90


def read_dateline(paragraph: str) -> tuple[str | None, str | None]:
    """Place and agency of a paragraph's dateline; (None, None) when it has none.

    Without an agency in brackets the place must be set in capitals, since `Name - words` opens other lines too.
    """
    match = DATELINE.match(paragraph[:MAX_CHARS])
    if match is None:
        return None, None
    place, agency = match["place"].rstrip("-"), match["agency"]
    if not agency and not place.split(",")[0].isupper():
        return None, None
    return place, signed_agency(agency) if agency else None
