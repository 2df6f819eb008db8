"""A text is found again by any eight words of it, whatever stands between them."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.publish.passages import RUN_WORDS, Passages, blanked
from tasks.span import Span

TEXT = "The “ferry” to Oddaholm sails at night,\n\nsaid Mayor Torvald Brekke on Monday. Nobody shall sleep on the quay."
FERRY = Passages([TEXT, "Night ferry approved"], ["https://www.harbour.example/2026/05/night-ferry-approved?id=7"])


@pytest.mark.parametrize(
    "found",
    [
        TEXT,
        f"<p>{html.escape(TEXT)}</p>",
        json.dumps({"text": TEXT}),
        json.dumps({"text": TEXT}, ensure_ascii=False),
        "… at night said <b>Mayor</b> Torvald Brekke on monday",
        "Read also: NIGHT FERRY APPROVED",
        "see https://www.harbour.example/2026/05/night-ferry-approved?id=7 there",
    ],
)
def test_a_part_is_found_however_it_is_written(found: str) -> None:
    assert FERRY.are_in(found)


@pytest.mark.parametrize(
    "other",
    [
        "",
        "The ferry to Oddaholm sails at dawn.",
        "https://www.harbour.example/2026/05/day-ferry-approved",
        "night ferry",
    ],
)
def test_another_text_is_not(other: str) -> None:
    assert not FERRY.are_in(other)


def test_a_short_headline_proves_nothing() -> None:
    assert not Passages(["Obituary", "Ferry sails"]).are_in("Obituary: Ferry sails")


def test_blanks_keep_offsets_and_line_ends() -> None:
    text = f"Menu\n{TEXT}\nFooter"
    spans = FERRY.spans(text)
    left = blanked(text, spans)
    assert (len(left), left.count("\n")) == (len(text), text.count("\n"))
    assert left.split() == ["Menu", ".", "Footer"]
    assert [span.of(text)[:9] for span in spans] == ["The “ferr"]


@given(st.lists(st.sampled_from("abcdefgh"), min_size=RUN_WORDS, max_size=40), st.data())
def test_any_run_of_words_of_a_text_is_found_in_any_other(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - RUN_WORDS))
    quoted = words[start : start + RUN_WORDS]
    [span, *more] = Passages([" ".join(words)]).spans("xx " + ", ".join(quoted) + " yy")
    assert not more
    assert span == Span(3, 3 + len(", ".join(quoted)))


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4))
def test_blanking_leaves_what_is_outside(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [Span(min(a, b), max(a, b)) for a, b in ends if max(a, b) <= len(text)][:1]
    left = blanked(text, spans)
    assert len(left) == len(text)
    inside = {at for span in spans for at in range(*span)}
    assert all(left[at] == text[at] for at in range(len(text)) if at not in inside)
    assert all(left[at] in " \n" for at in inside)
