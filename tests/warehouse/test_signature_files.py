"""History in files answers as history in memory does, with an index and without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.dedupe.history import Bucket, Query
from tasks.dedupe.stage import DedupeOptions, Published, dedupe, sketch
from warehouse.postings import open_postings, write_postings
from warehouse.signature_index import keep_current, open_index
from warehouse.signatures import SignatureFiles

WORDS = st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 20), max_size=60)


def article(number: int, text: str) -> dict[str, str]:
    return {"article_id": f"{number:032x}", "title": f"No. {number}", "text": text}


def texts() -> list[str]:
    return [" ".join(f"w{number}x{place % (40 + number)}" for place in range(120)) for number in range(30)]


def signatures() -> pa.Table:
    return dedupe(pa.Table.from_pylist([article(n, t) for n, t in enumerate(texts())])).tables["signatures"]


def written(folder: Path, **rows: pa.Table) -> list[Path]:
    """Signature files as a generation has them, with columns that dedupe does not know."""
    paths = []
    for name, table in rows.items():
        paths.append(folder / f"{name}.parquet")
        pq.write_table(table.append_column("run_id", pa.repeat(name, table.num_rows)), paths[-1], row_group_size=7)
    return paths


def batch() -> pa.Table:
    """Excerpts, an article that is known and a new revision."""
    some = [article(100 + n, t[len(t) // 4 :]) for n, t in enumerate(texts()[::3])]
    return pa.Table.from_pylist([*some, article(3, texts()[3]), article(4, texts()[4] + " more")])


def segments(folder: Path, files: list[Path]) -> list[tuple[int, int]]:
    """First file and rows of each segment."""
    return [(one.first, len(one.segment)) for one in open_index(folder, files)]


def test_files_memory_and_index_give_the_same(tmp_path: Path) -> None:
    old = signatures()
    paths = written(tmp_path, a=old.slice(0, 5), b=old.slice(5, 11), c=old.slice(16))
    in_memory = dedupe(batch(), Published(old)).tables
    assert in_memory["assignments"].column("duplicate_of").null_count == 2
    assert in_memory["assignments"].column("known").to_pylist()[-2:] == [True, False]
    keep_current(tmp_path / "middle", paths[1:2], min_rows=1)
    keep_current(tmp_path / "all", paths, min_rows=1)
    assert segments(tmp_path / "middle", paths) == [(1, 11)]
    assert segments(tmp_path / "all", paths) == [(0, 30)]
    for index in (None, tmp_path / "middle", tmp_path / "all"):
        tables = dedupe(batch(), SignatureFiles(paths, index)).tables
        for name in ("assignments", "relations", "signatures"):
            assert tables[name].equals(in_memory[name]), (index, name)


@pytest.mark.parametrize("count", [2, 3, 7])
def test_a_query_in_buckets_is_the_whole_query(tmp_path: Path, count: int) -> None:
    paths = written(tmp_path, a=signatures().slice(0, 12), b=signatures().slice(12))
    keep_current(tmp_path / "index", paths[:1], min_rows=1)
    sketches = sketch(batch())
    whole = Query(sketches, DedupeOptions())
    expected = SignatureFiles(paths).related(whole)
    history = SignatureFiles(paths, tmp_path / "index")
    parts = [history.hits(Query(sketches, DedupeOptions(), Bucket(n, count))) for n in range(count)]
    assert expected.num_rows > 10
    assert history.take(whole.rows([hits for part in reversed(parts) for hits in part])).equals(expected)
    assert max(len(hits.grams) for part in parts for hits in part) < len(SignatureFiles(paths).hits(whole)[0].grams)


def test_no_files_are_an_empty_history() -> None:
    articles = pa.Table.from_pylist([article(n, t) for n, t in enumerate(texts())])
    assert dedupe(articles, SignatureFiles([])).tables["articles"].num_rows == 30


def test_articles_are_found_by_id(tmp_path: Path) -> None:
    paths = written(tmp_path, a=signatures().slice(0, 12), b=signatures().slice(12))
    keep_current(tmp_path / "index", paths[:1], min_rows=1)
    wanted = pa.array([f"{n:032x}" for n in (3, 20, 99)])
    for index in (None, tmp_path / "index"):
        found = SignatureFiles(paths, index).articles(wanted).column("article_id").to_pylist()
        assert found == [f"{n:032x}" for n in (3, 20)]


def test_small_segments_are_joined_and_large_ones_left_alone(tmp_path: Path) -> None:
    old = signatures()
    rows = (20, 4, 2, 3)
    paths = written(tmp_path, **{f"f{n}": old.slice(0, count) for n, count in enumerate(rows)})
    held = []
    for count in range(1, 5):
        keep_current(tmp_path / "index", paths[:count], min_rows=3)
        held.append(segments(tmp_path / "index", paths[:count]))
    assert held == [[(0, 20)], [(0, 20), (1, 4)], [(0, 26)], [(0, 26), (3, 3)]]
    assert len(list((tmp_path / "index").iterdir())) == 2


def test_few_rows_have_no_index(tmp_path: Path) -> None:
    paths = written(tmp_path, a=signatures())
    keep_current(tmp_path / "index", paths)
    assert not (tmp_path / "index").exists()


def test_what_was_taken_down_leaves_the_index_with_its_file(tmp_path: Path) -> None:
    old = signatures()
    a, b, c = written(tmp_path, a=old.slice(0, 24), b=old.slice(24, 3), c=old.slice(27))
    index = tmp_path / "index"
    keep_current(index, [a, b, c], min_rows=1)
    assert segments(index, [a, b, c]) == [(0, 24), (1, 6)]
    [rewritten] = written(tmp_path, d=old.slice(25, 2))
    later = [a, rewritten, c]
    gone = old.column("article_id")[24].as_py()
    assert segments(index, later) == [(0, 24)]
    keep_current(index, later, min_rows=1)
    assert segments(index, later) == [(0, 24), (1, 5)]
    assert SignatureFiles(later, index).articles(pa.array([gone])).num_rows == 0
    assert not [path for path in index.rglob("*") if path.is_file() and gone.encode() in path.read_bytes()]


def test_a_compaction_is_indexed_anew(tmp_path: Path) -> None:
    old = signatures()
    paths = written(tmp_path, a=old.slice(0, 24), b=old.slice(24))
    keep_current(tmp_path / "index", paths, min_rows=1)
    compacted = written(tmp_path, z=old)
    keep_current(tmp_path / "index", compacted, min_rows=1)
    assert segments(tmp_path / "index", compacted) == [(0, 30)]
    assert segments(tmp_path / "index", paths) == []


def test_what_a_crash_left_is_passed_over_and_removed(tmp_path: Path) -> None:
    old = signatures()
    paths = written(tmp_path, a=old.slice(0, 20), b=old.slice(20))
    index = tmp_path / "index"
    keep_current(index, paths[:1], min_rows=1)
    single = next(index.iterdir()).rename(tmp_path / "single")
    keep_current(index, paths, min_rows=1)
    single.rename(index / "single")
    (index / "123.tmp").mkdir()
    (index / "rows.arrow").write_bytes(b"of an older layout")
    next(index.glob("a-2")).joinpath("files.json").write_text("[torn")
    assert segments(index, paths) == [(0, 20)]
    keep_current(index, paths, min_rows=1)
    assert segments(index, paths) == [(0, 30)]
    assert len(list(index.iterdir())) == 1


def test_a_disk_that_fails_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    paths = written(tmp_path, a=signatures())

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(np, "save", full)
    keep_current(tmp_path / "index", paths, min_rows=1)
    assert "no space left" in caplog.text
    assert segments(tmp_path / "index", paths) == []
    monkeypatch.undo()
    keep_current(tmp_path / "index", paths, min_rows=1)
    assert segments(tmp_path / "index", paths) == [(0, 30)]


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS, st.integers(1, 4))
def test_postings_are_found_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, values: list[int], wanted: list[int], most: int
) -> None:
    folder = tmp_path_factory.mktemp("postings")
    keys = (np.array(values, np.uint64) << np.uint64(32)) | np.arange(len(values), dtype=np.uint64)
    write_postings(folder, "grams", keys)
    asked = np.unique(np.array([*wanted, *values[::2]], np.uint32))
    place, rows = open_postings(folder, "grams").find(asked, most)
    expected = {(n, row) for n, v in enumerate(asked) for row in [r for r, w in enumerate(values) if w == v][-most:]}
    assert len(place) == len(expected)
    assert set(zip(place.tolist(), rows.tolist(), strict=True)) == expected
