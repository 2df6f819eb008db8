"""A quote in its paragraph, cut into pieces that are marked: the words quoted, who spoke, and what says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

MARGIN_CHARS = 240
"""Of the paragraph around the quote, so much is shown on each side."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text and what it is: quote, cue, speaker, or None for what stands around."""

    text: str
    kind: str | None = None


def pieces(quote: Mapping[str, Any]) -> list[Piece]:
    """The paragraphs of a quote, cut at its spans, cue and speaker; marks that overlap go to the first named."""
    text: str = quote["article"]
    start, end = window(text, quote["start"], quote["end"])
    kinds: list[str | None] = [None] * (end - start)
    marks = [("quote", span["start"], span["end"]) for span in quote["spans"]]
    marks += [(name, quote[f"{name}_start"], quote[f"{name}_end"]) for name in ("cue", "speaker")]
    for kind, low, high in marks:
        for place in range(max(low - start, 0), min(high - start, end - start)) if low is not None else ():
            kinds[place] = kinds[place] or kind
    found = _runs(text[start:end], kinds)
    before = [Piece("… ")] if start and text[start - 1] != "\n" else []
    after = [Piece(" …")] if end < len(text) and text[end] != "\n" else []
    return before + found + after


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraphs in which a quote stands, cut to MARGIN_CHARS on each side at a space."""
    opening, closing = paragraphs(text, start, end)
    if start - opening > MARGIN_CHARS:
        space = text.find(" ", start - MARGIN_CHARS, start)
        opening = start - MARGIN_CHARS if space < 0 else space + 1
    if closing - end > MARGIN_CHARS:
        space = text.rfind(" ", end, end + MARGIN_CHARS)
        closing = end + MARGIN_CHARS if space < 0 else space
    return opening, closing


def paragraphs(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraphs begin and end in which [start, end) stands."""
    before, after = text.rfind("\n\n", 0, start), text.find("\n\n", end)
    return before + 2 if before >= 0 else 0, after if after >= 0 else len(text)


def _runs(text: str, kinds: list[str | None]) -> list[Piece]:
    found: list[Piece] = []
    first = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or kinds[place] != kinds[first]:
            found.append(Piece(text[first:place], kinds[first]))
            first = place
    return found


def web_address(url: str | None) -> str | None:
    """The URL when a link may lead there; None for `javascript:` and everything else that is no web page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
