"""Which lines of a text dump are captions: by their credit, or because they stand there twice."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.clean.captions import has_credit, is_credit, may_have_credit
from tasks.clean.dump_heads import is_byline
from tasks.clean.dump_prose import is_sentence
from tasks.clean.furniture import furniture_reason
from tasks.clean.page import Line

CREDITED_WORDS = 80


def caption_keys(lines: Sequence[Line], keys: Sequence[str]) -> frozenset[str]:
    """Keys of the lines that are captions by their credit or because they stand twice in a row."""
    found = _credited_keys(lines, keys) | _repeated_keys(lines, keys)
    return found | {key for key, line in zip(keys, lines, strict=True) if _may_be_caption(line)}


def _credited_keys(lines: Sequence[Line], keys: Sequence[str]) -> frozenset[str]:
    """Captions by their credit: at the end, in the next line, or nothing but a credit."""
    found = set()
    for index, (line, key) in enumerate(zip(lines, keys, strict=True)):
        if not key or not 2 <= line.words <= CREDITED_WORDS or is_byline(line):
            continue
        if line.words <= 4 and furniture_reason(line.text):
            continue  # a share button in front of the networks
        behind = lines[index + 1] if index + 1 < len(lines) else None
        if has_credit(line.text) or is_credit(line.text) or (behind and _opens_credit(line, behind)):
            found.add(key)
    return frozenset(found)


def _may_be_caption(line: Line) -> bool:
    return line.words <= CREDITED_WORDS and may_have_credit(line.text) and not is_byline(line)


def _repeated_keys(lines: Sequence[Line], keys: Sequence[str]) -> frozenset[str]:
    """Lines set twice in a row, as pictures are on small and large screens."""
    return frozenset(a for a, b, line in zip(keys, keys[1:], lines, strict=False) if a and a == b and line.words >= 4)


def _opens_credit(line: Line, behind: Line) -> bool:
    """The credit stands in the next line: `A street in Riga (` / `Image:` / `Agency)`, or a label of its own."""
    if line.text.endswith("(") or behind.text.lower().startswith(("image:", "(image")):
        return True
    return is_credit(behind.text) and not behind.text.startswith("(") and line.words <= 40 and not is_sentence(line)
