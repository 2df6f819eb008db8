"""Notes about an author below the text, such as `Ann Lee covers courts for the Post`."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.clean.page import Line

MAX_WORDS = 80
MIN_BODY_LINES = 3
"""A text of fewer lines may be about nobody but its author."""
SPEAKS = (":", "’s ", "'s ")
"""Behind a name: an answer of an interview, or what is theirs."""


def mark_author_notes(lines: Sequence[Line], people: Sequence[str]) -> None:
    """Mark the last paragraphs that begin with the full name of an author, in whatever language.

    Nobody writes of himself so; and a text about one of its authors, such as an interview that names both, has the
    name in other paragraphs, too.
    """
    body = [line for line in lines if line.kind in {"body", "heading"}]
    names = [name for name in people if " " in name]
    notes: list[Line] = []
    for line in reversed(body[MIN_BODY_LINES:]):
        if not _is_note(line, names):
            break
        notes.append(line)
    rest = body[: len(body) - len(notes)]
    if notes and not any(name in line.text for name in names for line in rest):
        for line in notes:
            line.mark("furniture", "about the author")


def _is_note(line: Line, names: Sequence[str]) -> bool:
    if line.words > MAX_WORDS:
        return False
    behind = next((line.text[len(name) :] for name in names if line.text.startswith(name)), "x")
    return not behind[:1].isalnum() and not behind.startswith(SPEAKS)
