"""What several questions about a text dump need to know of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tasks.clean.captions import has_credit
from tasks.clean.dump_heads import is_headline
from tasks.clean.dump_prose import is_sentence
from tasks.clean.html_body import squash
from tasks.clean.page import Line

PLAIN_SHARE = 0.8


class Survey(NamedTuple):
    """The lines of a dump with what several questions about them need."""

    lines: Sequence[Line]
    keys: Sequence[str]
    """The squashed text of each line."""
    prose: Sequence[int | None]
    """Words of the lines that are sentences, 0 for others, for captions and repetitions, None for rules and dots."""


def survey(lines: Sequence[Line]) -> Survey:
    """Look at every line once."""
    keys = [squash(line.text) for line in lines]
    return Survey(lines, keys, _prose_words(lines, keys))


def is_plain_dump(dump: Survey) -> bool:
    """A dump of articles alone: it begins with a headline and nearly all its words are those of sentences.

    The dump of a whole page holds its menus, teasers and notices too, and begins with these.
    """
    return any(is_headline(line) for line in dump.lines[:2]) and is_prose(dump, PLAIN_SHARE)


def is_prose(dump: Survey, share: float) -> bool:
    """So many of the words of a dump, each line counted once, stand in sentences."""
    once = {key: line.words for key, line in zip(dump.keys, dump.lines, strict=True)}
    return sum(words or 0 for words in dump.prose) >= share * sum(once.values())


def _prose_words(lines: Sequence[Line], keys: Sequence[str]) -> list[int | None]:
    seen: set[str] = set()
    words: list[int | None] = []
    for index, (line, key) in enumerate(zip(lines, keys, strict=True)):
        twice = key in seen or key == (keys[index + 1] if index + 1 < len(keys) else None)
        sentence = not twice and is_sentence(line) and not has_credit(line.text)
        words.append(None if not key else line.words if sentence else 0)
        seen.add(key)
    return words
