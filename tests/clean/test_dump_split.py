"""Where the articles of a dump begin: what stands beside their headlines, above them, or below the text before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tasks.clean.draft import Draft, Hints
from tasks.clean.dump_page import read_dump
from tests.clean import skelwick

BARGE = (
    "Barge strikes harbour bridge at Skelwick",
    "Mona Teller",
    "14 March 2026",
    skelwick.BARGE[:4],
)
STORE = (
    "Council of Ardmoor sells grain store",
    "Peter Quill",
    "15 March 2026",
    skelwick.STORE[:4],
)
LAMBS = (
    "A quiet evening among the travel books",
    "Sanna Ruud",
    "16 March 2026",
    (
        "A ewe that had fled from a trailer gave birth to three lambs in the reading room of Tolvik on Sunday.",
        "The librarian found the animal between two shelves and called a vet, who came with a lamp and a bucket.",
        "All four have gone back to the farm, and the room stays shut until its carpet has been cleaned at last.",
    ),
)
MENU = "Home\nNews\nSport\nCulture\nWeather\nSign in\n"
END = "About us\nContact\nTerms of use\n"
Story = tuple[str, str, str, tuple[str, ...]]


def text(story: Story) -> str:
    return "\n".join(story[3]) + "\n"


def above(story: Story) -> str:
    return f"By {story[1]}, {story[2]}\n{story[0]}\n{text(story)}Share\n"


def below(story: Story) -> str:
    return f"{story[0]}\n{text(story)}Posted by {story[1]} on {story[2]}\n2 comments\n"


def told(draft: Draft) -> Story:
    day = f"{draft.published.day:%-d %B %Y}" if draft.published else ""
    return (draft.title or "", ", ".join(draft.authors), day, tuple(line.text for line in draft.lines))


@pytest.mark.parametrize("layout", [above, below])
def test_signed_above_or_below(layout: Callable[[Story], str]) -> None:
    _, drafts = read_dump(f"{MENU}{layout(BARGE)}{layout(STORE)}{END}", Hints(), None)
    assert [told(draft) for draft in drafts] == [BARGE, STORE]


def test_a_headline_that_shares_no_word_with_its_text_is_signed_and_dated() -> None:
    signed = "".join(f"{s[0]}\nBy {s[1]}\n{s[2]}\n{text(s)}" for s in (BARGE, LAMBS))
    _, drafts = read_dump(MENU + signed + END, Hints(), None)
    assert [told(draft) for draft in drafts] == [BARGE, LAMBS]


def test_briefs_are_signed_and_dated() -> None:
    briefs = "".join(f"{s[0]}\nBy {s[1]}\n{s[2]}\n{s[3][0]}\n{s[3][1]}\n" for s in (BARGE, STORE, LAMBS))
    _, drafts = read_dump(MENU + briefs + END, Hints(), None)
    assert [told(draft) for draft in drafts] == [(*s[:3], s[3][:2]) for s in (BARGE, STORE, LAMBS)]


def test_datelines() -> None:
    wired = "".join(f"{s[0]}\nTOLVIK, {s[2][:8]} (AP) – {text(s)}" for s in (BARGE, STORE))
    _, drafts = read_dump(f"World wire\n{wired}", Hints(), None)
    assert [(draft.title, draft.dateline) for draft in drafts] == [(BARGE[0], "TOLVIK"), (STORE[0], "TOLVIK")]


def test_a_gap_wider_than_those_between_paragraphs() -> None:
    dump = "\n\n\n".join("\n\n".join((s[0], *s[3])) for s in (BARGE, STORE))
    _, drafts = read_dump(dump, Hints(), None)
    assert [(draft.title, len(draft.lines)) for draft in drafts] == [(BARGE[0], 4), (STORE[0], 4)]


def test_a_heading_below_a_credit_begins_nothing() -> None:
    article = f"{BARGE[0]}\nBy {BARGE[1]}\n{BARGE[2]}\n{text(BARGE)}"
    _, drafts = read_dump(f"{MENU}{article}Credits: Supplied Image;\n{STORE[0]}\n{text(STORE)}{END}", Hints(), None)
    assert len(drafts) == 1


def test_a_heading_below_the_date_of_its_article_begins_nothing() -> None:
    article = f"{BARGE[0]}\n{BARGE[2]}\nA harbour and its bridge: what we know\n{text(BARGE)}"
    _, drafts = read_dump(f"{MENU}{above(STORE)}{article}{END}", Hints(), None)
    assert [draft.title for draft in drafts] == [STORE[0], BARGE[0]]
