"""What changed between two versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.dedupe.changes import MOST_CHARS, MOST_LISTED, changes

BEFORE = "The bridge in Torvik was closed. At least 4 people were hurt, said Ana Brode. Work goes on."
AFTER = "The bridge in Torvik was closed. At least 7 people were hurt, said Ana Brode. Trains are late. Work goes on."


def test_sentences_numbers_and_names() -> None:
    made = changes(BEFORE, AFTER)
    assert made["changed"] == [
        {
            "before": "At least 4 people were hurt, said Ana Brode.",
            "after": "At least 7 people were hurt, said Ana Brode.",
        }
    ]
    assert made["added"] == ["Trains are late."]
    assert made["removed"] == []
    assert (made["numbers_added"], made["numbers_removed"]) == (["7"], ["4"])
    assert changes(BEFORE, BEFORE.replace("Ana Brode", "Ivo Lunt"))["names_added"] == ["Ivo Lunt"]


def test_decimal_points_end_no_sentence() -> None:
    assert changes("It rose 3.5 per cent.", "It rose 3.6 per cent.")["changed"][0]["after"] == "It rose 3.6 per cent."


@given(st.text(max_size=400), st.text(max_size=400))
def test_it_is_small_and_mirrored(before: str, after: str) -> None:
    there, back = changes(before, after), changes(after, before)
    assert there["numbers_added"] == back["numbers_removed"]
    assert all(len(values) <= MOST_LISTED for values in there.values())
    assert all(len(s) <= MOST_CHARS for s in there["added"] + there["removed"])
    same = changes(before, before)
    assert not any(same.values())
