"""Articles whose text is not in the visible tree: held in a script, or only described."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.clean.html_body import is_paragraph, squash
from tasks.clean.page import Line, count_words

MIN_WORDS = 60
PARAGRAPH = re.compile(r"\s*(?:\n|<br\s*/?>|</p>)\s*", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{1,300}>")


def hidden_paragraphs(lines: Sequence[Line], extracted: str, stated_body: str | None) -> list[str]:
    """Paragraphs that the extractor or JSON-LD has and the visible lines have not; [] when the page shows its text."""
    shown = squash(" ".join(line.text for line in lines))
    best: list[str] = []
    for text in (extracted, stated_body or ""):
        parts = [" ".join(TAG.sub(" ", part).split()) for part in PARAGRAPH.split(text)]
        parts = [part for part in parts if part]
        missing = sum(count_words(p) for p in parts if squash(p)[:200] not in shown)
        total = sum(count_words(p) for p in parts)
        prose = sum(line.words for line in lines if is_paragraph(line))
        if missing >= MIN_WORDS and 2 * missing > total > prose:
            best = best or parts
    return best


def append_paragraphs(lines: list[Line], paragraphs: Sequence[str], reason: str) -> None:
    """Add paragraphs behind the lines of a page, as body."""
    offset = lines[-1].end + 1 if lines else 0
    for text in paragraphs:
        lines.append(Line(text, offset, offset + len(text), tag="p", kind="body", reason=reason))
        offset += len(text) + 1
