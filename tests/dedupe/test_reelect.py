"""A cluster that loses its canonical article gets another and keeps its id."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.dedupe.reelect import REELECTED
from tasks.dedupe.stage import Published, dedupe, reelect
from tests.dedupe.stories import corpus, row, story, table
from warehouse.signatures import SignatureFiles

FULL = story(3, 400)
SIGNED = dedupe(
    table(
        row("a", FULL, 1),
        row("b", FULL[:1200], 2),
        row("c", FULL, 3),
        row("d", f"{FULL}\n\n{story(9, 40)}", 3),
        row("e", story(8), 4),
        row("f", story(8), 5),
    )
).tables["signatures"]


def ids(*names: str) -> pa.Array:
    return pa.array([name.ljust(32, "_") for name in names], pa.string())


def remaining(removed: pa.Array) -> dict[str, tuple[str | None, str | None]]:
    rows = reelect(SIGNED, removed).to_pylist()
    named = [(r["article_id"].rstrip("_"), (r["duplicate_of"] or "").rstrip("_"), r["duplicate_kind"]) for r in rows]
    return {article: (of or None, kind) for article, of, kind in named}


def test_the_next_by_the_rule_stands_for_the_cluster_and_the_others_are_measured_against_it() -> None:
    assert remaining(ids("a")) == {"b": (None, None), "c": ("b", "contained"), "d": ("b", "contained")}
    assert remaining(ids("a", "b")) == {"c": ("d", "near"), "d": (None, None)}
    made = reelect(SIGNED, ids("a")).to_pylist()
    assert {r["cluster_id"] for r in made} == {"a".ljust(32, "_")}
    assert [r["reason"] for r in made if r["duplicate_of"] is None] == ["earliest published"]
    assert [r["similarity"] for r in made] == [None, pytest.approx(1, abs=0.2), pytest.approx(1, abs=0.2)]


def test_what_keeps_its_canonical_article_or_is_gone_stays_out() -> None:
    assert remaining(ids("b", "c")) == {}
    assert remaining(ids("e", "f")) == {}
    assert remaining(ids("nowhere")) == {}
    assert reelect(SIGNED.slice(0, 0), ids()).schema == REELECTED


def test_all_revisions_of_the_new_canonical_article_stand_for_the_cluster() -> None:
    later = dedupe(table(row("c", f"{FULL} Correction.", 9)), Published(SIGNED)).tables["signatures"]
    made = reelect(pa.concat_tables([SIGNED, later]), ids("a", "b", "d")).to_pylist()
    assert [(r["article_id"].rstrip("_"), r["revision"], r["duplicate_of"]) for r in made] == [
        ("c", 1, None),
        ("c", 2, None),
    ]


@settings(max_examples=10, deadline=None)
@given(st.sets(st.sampled_from([r["article_id"] for r in corpus()]), min_size=1, max_size=40))
def test_whatever_goes_each_cluster_that_remains_has_one_canonical_article(removed: set[object]) -> None:
    left = {r["article_id"]: r for r in CORPUS.to_pylist() if r["article_id"] not in removed}
    for changed in reelect(CORPUS, pa.array(sorted(map(str, removed)))).to_pylist():
        left[changed["article_id"]] |= changed
    for member in left.values():
        head = left[member["duplicate_of"] or member["article_id"]]
        assert head["duplicate_of"] is None
        assert head["cluster_id"] == member["cluster_id"]
    heads = [r["cluster_id"] for r in left.values() if r["duplicate_of"] is None]
    assert len(heads) == len(set(heads)) == len({r["cluster_id"] for r in left.values()})


CORPUS = dedupe(table(*corpus())).tables["signatures"]


def test_a_later_copy_joins_the_cluster_under_its_new_canonical_article(tmp_path: Path) -> None:
    pq.write_table(SIGNED, tmp_path / "all.parquet")
    changed = {
        r["article_id"]: r
        for r in reelect(SignatureFiles([tmp_path / "all.parquet"]).beside(ids("a")), ids("a")).to_pylist()
    }
    rows = [r | changed.get(r["article_id"], {}) for r in SIGNED.to_pylist() if r["article_id"] != "a".ljust(32, "_")]
    for r in rows:
        r.pop("reason", None)
    history = pa.Table.from_pylist(rows, schema=SIGNED.schema)
    made = dedupe(table(row("z", FULL, 20)), Published(history)).tables["assignments"].to_pylist()[0]
    assert (made["cluster_id"].rstrip("_"), made["duplicate_of"].rstrip("_")) == ("a", "b")


def test_beside_gives_every_member_of_the_clusters_of_an_article(tmp_path: Path) -> None:
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for path, part in zip(paths, (SIGNED.slice(0, 2), SIGNED.slice(2)), strict=True):
        pq.write_table(part, path)
    found = SignatureFiles(paths).beside(ids("c")).column("article_id").to_pylist()
    assert [name.rstrip("_") for name in found] == ["a", "b", "c", "d"]
