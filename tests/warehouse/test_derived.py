"""Columns that follow from the other rows of a file."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from expectations.quotes import QUOTES
from warehouse.derived import DERIVED, first_of_speaker

COLUMNS = ("article_id", "revision", "start", "speaker", "speaker_entity_id")
TYPES = pa.schema([QUOTES.schema.field(name) for name in COLUMNS]).remove_metadata()

Row = tuple[str, int, int, str | None, str | None]


def quotes(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in rows], schema=TYPES)


def test_first_of_speaker() -> None:
    rows: list[Row] = [
        ("a", 1, 90, "Ann Lee", None), ("a", 1, 10, "ANN LEE", None), ("a", 1, 50, "Lee", "person:1"),
        ("a", 1, 70, "Ann", "person:1"), ("a", 2, 70, "Ann", "person:1"), ("b", 1, 70, "Ann", "person:1"),
        ("b", 1, 1, None, None),
    ]  # fmt: skip
    assert first_of_speaker(quotes(rows)).to_pylist() == [False, True, True, False, True, True, False]


def test_no_quotes() -> None:
    assert first_of_speaker(quotes([])).to_pylist() == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.integers(1, 2), st.integers(0, 5), st.sampled_from(["Ann", "ANN", "Bo", None]),
            st.sampled_from(["x", "y", None]),
        ),
        max_size=30,
    )
)  # fmt: skip
def test_one_row_for_each_speaker_of_a_revision_and_none_before_it(rows: list[Row]) -> None:
    first: dict[tuple[str, int, str], list[int]] = {}
    starts: dict[tuple[str, int, str], list[int]] = {}
    for (article, revision, start, speaker, entity), is_first in zip(rows, first_of_speaker(quotes(rows)), strict=True):
        who = entity or (speaker and speaker.lower())
        if who is None:
            assert not is_first.as_py()
            continue
        starts.setdefault((article, revision, who), []).append(start)
        if is_first.as_py():
            first.setdefault((article, revision, who), []).append(start)
    assert first == {key: [min(of)] for key, of in starts.items()}


def test_published_columns_are_derived_by_their_names() -> None:
    assert [column.name for column in QUOTES.columns if column.name in DERIVED] == ["first_of_speaker"]
