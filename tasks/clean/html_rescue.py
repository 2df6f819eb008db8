"""Articles whose text is not in the visible tree: held in a script, or only described."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.clean.html_body import is_paragraph, squash
from tasks.clean.page import Line, count_words

MIN_WORDS = 60
PARAGRAPH = re.compile(r"\s*(?:\n|<br\s*/?>|</p>)\s*", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{1,300}>")


def hidden_paragraphs(lines: Sequence[Line], shown: int, extracted: str, stated_body: str | None) -> list[str]:
    """Paragraphs that the extractor or JSON-LD has and the visible lines have not.

    `shown` is the number of words of lines that the extractor's text holds; [] when the page shows its text.
    """
    for text in (extracted, stated_body or ""):
        if 2 * shown >= count_words(text):
            continue
        parts = [" ".join(TAG.sub(" ", part).split()) for part in PARAGRAPH.split(text)]
        if _is_hidden([part for part in parts if part], lines):
            return [part for part in parts if part]
    return []


def _is_hidden(parts: Sequence[str], lines: Sequence[Line]) -> bool:
    """Most of the words stand in no visible line, and they are more than the page shows in paragraphs."""
    page = squash(" ".join(line.text for line in lines))
    missing = sum(count_words(part) for part in parts if squash(part)[:200] not in page)
    total = sum(count_words(part) for part in parts)
    return missing >= MIN_WORDS and 2 * missing > total > sum(line.words for line in lines if is_paragraph(line))


def append_paragraphs(lines: list[Line], paragraphs: Sequence[str], reason: str) -> None:
    """Add paragraphs behind the lines of a page, as body."""
    offset = lines[-1].end + 1 if lines else 0
    for text in paragraphs:
        lines.append(Line(text, offset, offset + len(text), tag="p", kind="body", reason=reason))
        offset += len(text) + 1
