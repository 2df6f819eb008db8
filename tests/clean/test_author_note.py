"""Notes about the author below the text, and texts that are about their author."""

from __future__ import annotations

import pytest

from tasks.clean.author_note import mark_author_notes
from tasks.clean.draft import Hints
from tasks.clean.dump_page import read_dump
from tasks.clean.html_page import read_html
from tasks.clean.page import Line

TEXT = (
    "The mill at Tarnwick ground its last grain on Friday, its owner said, and then he stopped the wheel.",
    "It had stood by the weir since 1911, and three families lived on what it earned, the miller said at noon.",
    "The wheel goes to the museum of Oddaholm, where it will turn again in the summer if the council pays.",
)
NOTES = (
    "Ann Lee covers mills for the Vale Post.",
    "Ann Lee ist Redakteurin im Ressort Wirtschaft und lebt in Oddaholm.",
    "Ann Lee and Bo Ek are reporters in Oddaholm.",
)


def kept(*last: str, text: tuple[str, ...] = TEXT) -> list[str]:
    """The texts of the lines that stay, of a body with these at its end."""
    lines = [Line(part, 0, 0, kind="body") for part in (*text, *last)]
    mark_author_notes(lines, ["Ann Lee", "Bo Ek"])
    return [line.text for line in lines[len(text) :] if line.kind == "body"]


@pytest.mark.parametrize("note", NOTES)
def test_note_about_the_author(note: str) -> None:
    assert kept(note) == []
    assert kept(note, "Bo Ek reported from Velmora.") == []


@pytest.mark.parametrize(
    "line",
    ["Ann Lee: I would grind again tomorrow.", "Ann Lee’s mill is next.", "Cy Orr covers mills.", "Ann Leeson left."],
)
def test_last_line_that_is_none(line: str) -> None:
    assert kept(line) == [line]


def test_text_about_one_of_its_authors() -> None:
    assert kept(NOTES[0], text=(*TEXT, "The mill belongs to Ann Lee, who has none other.")) == [NOTES[0]]


def test_notes_of_pages_and_dumps() -> None:
    paragraphs = "".join(f"<p>{part}</p>" for part in (*TEXT, NOTES[0]))
    page = f"<article><h1>Tarnwick mill stops</h1><p class='byline'>By Ann Lee</p><div>{paragraphs}</div></article>"
    dump = "\n\n".join(("Tarnwick mill stops", "By Ann Lee", *TEXT, NOTES[0]))
    for _, drafts in (read_html(f"<html><body>{page}</body></html>", Hints(), None), read_dump(dump, Hints(), None)):
        assert [line.text for line in drafts[0].lines] == list(TEXT)
        assert drafts[0].authors == ("Ann Lee",)
