"""Words, shingles and facts of texts, hashed many at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.dedupe.candidates import Pairs
from tasks.dedupe.facts import bare
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import HashFilter, sets_of
from tasks.dedupe.shingle import hash_words
from tasks.dedupe.sketch import sketch
from tasks.dedupe.verify import measure, same_facts

ALL = DedupeOptions(sample_one_in=1, threads=1)
SETS = ("grams", "facts")
TEXTS = st.lists(st.text(st.sampled_from("ab É漢字“.,3\n'😀Ж"), max_size=40), max_size=6)


def words(*texts: str) -> tuple[list[int], list[int], list[bool], list[bool]]:
    raw = [t.encode() for t in texts]
    made = hash_words(b"".join(raw), np.cumsum([0, *map(len, raw)]))
    return made.hashes.tolist(), made.bounds.tolist(), made.numbers.tolist(), made.names.tolist()


def signed(texts: list[str], options: DedupeOptions = ALL) -> pa.Table:
    return sketch(
        pa.table({"article_id": [str(n) for n in range(len(texts))], "text": pa.array(texts, pa.string())}), options
    )


def test_case_and_marks_make_no_difference() -> None:
    one, two = words("The ÉCOLE of Żory — “closed”"), words("the école of żory closed")
    assert one[0] == two[0]
    assert len(set(one[0])) == 5


def test_words_end_with_the_document() -> None:
    hashes, bounds, _, _ = words("one two", "three", "", "two")
    assert bounds == [0, 2, 3, 3, 4]
    assert hashes[1] == hashes[3]


def test_long_words_are_hashed_whole() -> None:
    hashes, _, _, _ = words("abcdefghijklmnopq abcdefghijklmnopr abcdefgh abcdefghi")
    assert len(set(hashes)) == 4


def test_characters_of_scripts_without_spaces_are_words() -> None:
    assert len(words("漢字テスト")[0]) == 5
    assert len(words("слово другое")[0]) == 2


def test_names_and_numbers() -> None:
    _, _, numbers, names = words("On Monday Élodie Brandt paid 12 euros. She left. “We” stay")
    assert [n for n, yes in enumerate(numbers) if yes] == [5]
    assert [n for n, yes in enumerate(names) if yes] == [1, 2, 3]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_text_is_signed_alike_alone_and_among_others(texts: list[str]) -> None:
    together = signed(texts)
    for row, text in enumerate(texts):
        alone = signed([text])
        for column in ("word_count", "text_hash", *SETS):
            assert together.column(column)[row].as_py() == alone.column(column)[0].as_py()


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_sets_are_sorted_and_measuring_is_symmetric(texts: list[str]) -> None:
    table = signed([*texts, " ".join(texts)])
    for name in SETS:
        for values in table.column(name).to_pylist():
            assert values == sorted(set(values))
    grams, count = sets_of(table.column("grams")), table.num_rows
    left, right = np.divmod(np.arange(count * count), count)
    there, back = measure(grams, Pairs(left, right)), measure(grams, Pairs(right, left))
    assert np.array_equal(there.shared, back.shared)
    assert np.array_equal(there.left_share, back.right_share)
    lists = [set(v) for v in table.column("grams").to_pylist()]
    assert there.shared.tolist() == [len(lists[a] & lists[b]) for a, b in zip(left, right, strict=True)]


def test_facts_agree_or_contradict_where_they_stand() -> None:
    report = "The shop in {} sold {} lamps on the day, said {} of the firm."
    one = report.format("Torvik", "12", "Brode")
    table = signed([one, report.format("Mosund", "77", "Lunt"), f"Early today. {one} More later from Lunt."])
    told = sets_of(table.column("facts"))
    pairs = Pairs(np.array([0, 0]), np.array([1, 2]))
    assert same_facts(told, pairs, ALL).tolist() == [False, True]
    assert bare(told).sizes.tolist() == [3, 3, 4]


@given(st.lists(st.integers(0, 2**32 - 1), max_size=50), st.lists(st.integers(0, 2**32 - 1), max_size=50))
def test_a_filter_finds_what_is_there(wanted: list[int], values: list[int]) -> None:
    mixed = np.array([*values, *wanted[::2]], np.uint32)
    known = np.unique(np.array(wanted, np.uint32))
    places, there = HashFilter(known).find(mixed)
    assert places.tolist() == [n for n, v in enumerate(mixed.tolist()) if v in set(wanted)]
    assert np.array_equal(known[there], mixed[places])


def test_sketches_do_not_hold_on_to_the_texts(tmp_path: Path) -> None:
    texts = [f"{n} " * 20_000 for n in range(90)]
    columns = {name: [f"{name} {n}" for n in range(90)] for name in ("article_id", "title", "url", "content_hash")}
    pq.write_table(pa.table(columns | {"text": texts}), tmp_path / "a.parquet")
    before = pa.total_allocated_bytes()
    with pq.ParquetFile(tmp_path / "a.parquet") as file:
        sketches = [sketch(pa.table(batch)) for batch in file.iter_batches(30)]
    assert pa.total_allocated_bytes() - before < sum(map(len, texts)) / 10
    assert [made.num_rows for made in sketches] == [30] * 3
