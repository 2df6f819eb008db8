"""What holds whatever comes in, and in whatever order it comes (docs/dedupe.md says which is which)."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import defaultdict
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.signatures import SIGNATURES
from tasks.dedupe.stage import Published, dedupe
from tests.dedupe.stories import corpus, row, story, table

ROWS = corpus()
CUTS = st.lists(st.integers(1, len(ROWS) - 1), max_size=4, unique=True)
WORDS = st.sampled_from(story(1).split())
TEXT = st.text(max_size=60) | st.lists(WORDS, max_size=80).map(" ".join)
LONG = st.sampled_from(["a" * 70_000, "漢" * 9_000, "x " * 20_000, "\ud7ff\U0010ffff\x00" * 500, "7" * 4_000])


def arrive(rows: list[dict[str, object]], cuts: list[int]) -> list[dict[str, Any]]:
    """Publish rows in this order, cut into batches; the signatures that are then published."""
    published = SIGNATURES.stage_schema.empty_table()
    for start, end in itertools.pairwise([0, *sorted(cuts), len(rows)]):
        made = dedupe(table(*rows[start:end]), Published(published)).tables["signatures"]
        published = pa.concat_tables([published, made])
    rows_of: list[dict[str, Any]] = published.to_pylist()
    return rows_of


def clusters(rows: list[dict[str, Any]]) -> set[frozenset[str]]:
    members = defaultdict(set)
    for one in rows:
        members[one["cluster_id"]].add(one["article_id"])
    return {frozenset(ids) for ids in members.values()}


WHOLE = clusters(arrive(ROWS, []))


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), CUTS)
def test_a_rebuild_gives_the_clusters_of_any_order_of_arrival(rng: random.Random, cuts: list[int]) -> None:
    rows = ROWS.copy()
    rng.shuffle(rows)
    assert clusters(arrive(rows, cuts)) == WHOLE
    assert len(WHOLE) == 12


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), CUTS)
def test_a_cluster_has_one_canonical_article_and_the_name_of_the_one_it_began_with(
    rng: random.Random, cuts: list[int]
) -> None:
    rows = ROWS.copy()
    rng.shuffle(rows)
    published = arrive(rows, cuts)
    heads: dict[str, str] = {}
    for one in published:
        if one["duplicate_of"] is None:
            assert heads.setdefault(one["cluster_id"], one["article_id"]) == one["article_id"] == one["cluster_id"]
    for one in published:
        assert (one["duplicate_of"] or one["article_id"]) == heads[one["cluster_id"]]


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), CUTS, st.integers(1, len(ROWS)))
def test_what_was_published_comes_again_as_it_was(rng: random.Random, cuts: list[int], count: int) -> None:
    rows = ROWS.copy()
    rng.shuffle(rows)
    published = pa.Table.from_pylist(arrive(rows, cuts), schema=SIGNATURES.stage_schema)
    some = rng.sample(rows, count)
    again = dedupe(table(*some), Published(published))
    assert all(again.tables["assignments"].column("known").to_pylist())
    assert again.tables["signatures"].num_rows == again.tables["relations"].num_rows == 0
    before = {one["article_id"]: one for one in published.to_pylist()}
    for one in again.tables["assignments"].to_pylist():
        assert {name: before[one["article_id"]][name] for name in ("cluster_id", "duplicate_of", "similarity")} == {
            name: one[name] for name in ("cluster_id", "duplicate_of", "similarity")
        }


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 230), st.integers(0, 230), st.integers(0, 60))
def test_how_alike_two_texts_are_does_not_depend_on_which_is_first(start: int, end: int, more: int) -> None:
    words = story(1).split()
    one, other = " ".join(words), " ".join([*words[min(start, end) : max(start, end)], *story(2).split()[:more]])
    there, back = (
        dedupe(table(row("a", a, 1), row("b", b, 2))).tables["relations"].to_pylist()
        for a, b in ((one, other), (other, one))
    )
    assert len(there) == len(back) <= 1
    for relation, turned in zip(there, back, strict=True):
        assert (relation["kind"], relation["similarity"]) == (turned["kind"], turned["similarity"])
        shares = (relation["article_share"], relation["related_share"])
        assert shares in {
            (turned["article_share"], turned["related_share"]),
            (turned["related_share"], turned["article_share"]),
        }
        if relation["kind"] == "contained":
            assert relation["article_id"] != turned["article_id"]
            assert shares[0] >= shares[1]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.fixed_dictionaries({
            "article_id": st.text(max_size=40) | st.sampled_from(["", "a", "b"]),
            "title": st.none() | st.text(max_size=20),
            "text": st.none() | TEXT | LONG,
            "url": st.none() | st.text(max_size=30) | st.sampled_from(["https://a.example/1", "http://", "https://@:/?#"]),
            "source_uri": st.none() | st.text(max_size=20),
            "content_hash": st.none() | st.sampled_from(["", "x"]),
            "revision": st.none() | st.integers(-5, 2**31 - 1),
            "published_at": st.none() | st.datetimes(timezones=st.just(dt.UTC)),
        }),
        max_size=6,
    )
)  # fmt: skip
def test_no_row_makes_it_raise(rows: list[dict[str, Any]]) -> None:
    types = {"revision": pa.int32(), "published_at": pa.timestamp("us", "UTC")}
    names = ("article_id", "title", "text", "url", "source_uri", "content_hash", "revision", "published_at")
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
    plain = [
        {k: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for k, v in r.items()} for r in rows
    ]
    articles = pa.Table.from_pylist(plain, schema=schema)
    made = dedupe(articles)
    again = dedupe(articles, Published(made.tables["signatures"]))
    assert made.tables["articles"].num_rows == len(rows)
    assert all(again.tables["assignments"].column("known").to_pylist())
