"""The stage as a whole: what is a copy of what, within a batch and against what was published."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.articles import ARTICLES
from expectations.contract import check
from expectations.relations import RELATIONS
from expectations.signatures import SIGNATURES
from tasks.dedupe.stage import EMPTY, DedupeOptions, History, Published, dedupe
from tests.dedupe.stories import VOCABULARY, corpus, row, story, table


def found(articles: pa.Table, history: History = EMPTY) -> dict[str, dict[str, Any]]:
    made = dedupe(articles, history).tables["assignments"]
    return {r["article_id"].rstrip("_"): r for r in made.to_pylist()}


def test_an_exact_copy_points_at_the_earlier_article() -> None:
    made = found(table(row("b", story(1).upper(), 5), row("a", story(1), 1), row("c", story(2), 3)))
    assert made["b"]["duplicate_of"] == "a".ljust(32, "_")
    assert (made["b"]["duplicate_kind"], made["b"]["similarity"]) == ("exact", 1.0)
    assert made["a"]["duplicate_of"] is None
    assert made["a"]["reason"] == "earliest published"
    assert made["c"]["cluster_id"] == "c".ljust(32, "_")


def test_a_truncated_reprint_lies_inside_the_full_text() -> None:
    full = story(3, 400)
    made = found(table(row("a", full, 1), row("b", full[:900], 2)))
    assert made["b"]["duplicate_kind"] == "contained"
    assert made["b"]["similarity"] > 0.9


def test_a_copy_with_new_sentences_is_near() -> None:
    full = story(3, 400)
    made = found(table(row("a", full, 1), row("b", full + "\n\n" + story(9, 40), 2)))
    assert made["b"]["duplicate_kind"] == "near"
    assert 0.8 < made["b"]["similarity"] < 1


def test_the_same_outlet_with_another_text_is_a_version() -> None:
    full = story(3, 400)
    made = found(table(row("a", full, 1, "valley"), row("b", full + "\n\n" + story(9, 40), 2, "valley")))
    assert made["b"]["duplicate_kind"] == "version"
    both = table(row("a", full, 1, "valley"), row("a", full + " New here.", 2, "valley"))
    assert dedupe(both).tables["relations"].column("changes")[0].as_py()["added"] == ["New here."]


def test_a_round_up_goes_with_its_largest_story_and_joins_none() -> None:
    one, two = story(4, 300), story(5, 180)
    made = found(table(row("a", one, 1), row("b", two, 2), row("r", f"{one}\n\n{two}", 3), row("c", two + " Fin.", 4)))
    assert made["r"]["cluster_id"] == made["a"]["cluster_id"]
    assert made["b"]["cluster_id"] == made["c"]["cluster_id"] != made["a"]["cluster_id"]


def test_reports_from_a_template_with_other_facts_stay_apart() -> None:
    def report(seed: int) -> str:
        rng = random.Random(seed)  # noqa: S311
        name = [rng.choice(VOCABULARY).title() + rng.choice(VOCABULARY) for _ in range(8)]
        number = [str(rng.randint(100, 99_999)) for _ in range(8)]
        line = "The maker of pumps at {} posted a profit of {} in the quarter, up on the year before."
        return " ".join(line.format(n, m) for n, m in zip(name, number, strict=True))

    made = found(table(*(row(f"t{seed}", report(seed), seed) for seed in range(6))))
    assert len({m["cluster_id"] for m in made.values()}) == 6


def test_a_footer_does_not_join_short_articles() -> None:
    footer = story(77, 90)
    made = found(table(*(row(f"n{seed}", f"{story(seed, 90)}\n\n{footer}", seed) for seed in range(6))))
    assert len({m["cluster_id"] for m in made.values()}) == 6


def test_empty_and_tiny_texts_are_no_copies() -> None:
    made = found(
        table(
            row("a", ""), row("b", ""), row("c", "Read more"), row("d", "Read more"), row("e", "Read more", title="d")
        )
    )
    assert made["a"]["cluster_id"] != made["b"]["cluster_id"]
    assert made["c"]["cluster_id"] != made["d"]["cluster_id"] == made["e"]["cluster_id"]


def test_a_later_copy_joins_the_published_cluster_even_when_it_is_older() -> None:
    first = dedupe(table(row("b", story(1), 5))).tables["signatures"]
    made = found(table(row("a", story(1), 1)), Published(first))
    assert made["a"]["duplicate_of"] == made["a"]["cluster_id"] == "b".ljust(32, "_")


def test_the_same_article_again_is_known_and_not_signed_again() -> None:
    batch = table(row("a", story(1), 1), row("b", story(1), 2), row("c", story(2), 3))
    first = dedupe(batch)
    again = dedupe(batch, Published(first.tables["signatures"]))
    assert again.tables["assignments"].column("known").to_pylist() == [True] * 3
    assert again.tables["signatures"].num_rows == again.tables["relations"].num_rows == 0
    for column in ("cluster_id", "duplicate_of", "duplicate_kind", "similarity", "revision"):
        assert again.tables["articles"].column(column).equals(first.tables["articles"].column(column))


def test_another_text_under_the_same_id_is_the_next_revision() -> None:
    first = dedupe(table(row("a", story(1), 1)))
    changed = table(row("a", story(1) + " Correction.", 2))
    second = dedupe(changed, Published(first.tables["signatures"]))
    assert second.tables["assignments"].to_pylist()[0]["revision"] == 2
    assert second.tables["assignments"].to_pylist()[0]["duplicate_of"] is None
    relation = second.tables["relations"].to_pylist()[0]
    assert (relation["kind"], relation["revision"], relation["related_revision"]) == ("version", 2, 1)
    both = pa.concat_tables([first.tables["signatures"], second.tables["signatures"]])
    assert dedupe(changed, Published(both)).tables["assignments"].column("known").to_pylist() == [True]


def test_twice_in_one_batch_the_first_wins() -> None:
    made = dedupe(table(row("a", story(1), 1), row("a", story(1), 1))).tables
    assert made["assignments"].column("known").to_pylist() == [False, True]
    assert made["articles"].num_rows == 2
    assert made["signatures"].num_rows == 1


def test_published_clusters_are_never_joined() -> None:
    one, two = story(4, 300), story(5, 300)
    first = dedupe(table(row("a", one, 1), row("b", two, 2))).tables["signatures"]
    made = dedupe(table(row("r", f"{one}\n\n{two}", 3)), Published(first)).tables
    assert made["assignments"].column("cluster_id")[0].as_py() in {"a".ljust(32, "_"), "b".ljust(32, "_")}
    assert {r["article_id"].rstrip("_") for r in made["relations"].to_pylist()} == {"a", "b"}


def test_tables_follow_their_contracts_and_input_columns_stay() -> None:
    batch = table(row("a", story(1), 1), row("b", story(1)[:700], 2)).append_column("mine", pa.array([1, 2]))
    made = dedupe(batch).tables
    assert made["signatures"].schema == SIGNATURES.stage_schema
    assert made["relations"].schema == RELATIONS.stage_schema
    assert made["articles"].column_names[: batch.num_columns] == batch.column_names
    assert made["articles"].schema.field("similarity").type == ARTICLES.schema.field("similarity").type
    lenient = made["relations"].set_column(0, "article_id", pa.array(["0" * 32] * made["relations"].num_rows))
    assert not [b for b in check(lenient, RELATIONS).breaches if b.rule.column not in ("article_id", "related_id")]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_optional_columns_may_be_missing_and_times_of_any_unit(unit: str) -> None:
    bare = pa.table({"article_id": ["x", "y"], "text": [story(1), story(1)], "title": [None, "t"]})
    assert dedupe(bare).tables["articles"].column("duplicate_of").null_count == 1
    times = pa.array([1_000, 2_000], pa.timestamp(unit))
    made = dedupe(bare.append_column("published_at", times)).tables["articles"]
    assert made.column("duplicate_of").to_pylist() == [None, "x"]


def test_no_articles_at_all() -> None:
    empty = pa.table({"article_id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    assert dedupe(empty).tables["articles"].num_rows == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(), max_size=8))
def test_no_text_makes_it_raise(texts: list[str]) -> None:
    clean = [t.encode("utf-8", "replace").decode() for t in texts]
    articles = pa.table({"article_id": [f"{n:032x}" for n in range(len(texts))], "text": pa.array(clean, pa.string())})
    made = dedupe(articles)
    again = dedupe(articles, Published(made.tables["signatures"]))
    assert all(again.tables["assignments"].column("known").to_pylist())


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rng: random.Random) -> None:
    rows = corpus()
    before = found(table(*rows))
    rng.shuffle(rows)
    assert found(table(*rows)) == before


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 47), max_size=4, unique=True))
def test_cutting_a_batch_in_order_of_time_changes_no_cluster(cuts: list[int]) -> None:
    rows = sorted(corpus(), key=lambda r: str(r["published_at"]))
    whole = found(table(*rows))
    signatures = SIGNATURES.stage_schema.empty_table()
    parts: dict[str, dict[str, Any]] = {}
    bounds = [0, *sorted(cuts), len(rows)]
    for start, end in itertools.pairwise(bounds):
        outcome = dedupe(table(*rows[start:end]), Published(signatures), DedupeOptions())
        signatures = pa.concat_tables([signatures, outcome.tables["signatures"]])
        parts |= {r["article_id"].rstrip("_"): r for r in outcome.tables["assignments"].to_pylist()}
    assert {k: v["cluster_id"] for k, v in parts.items()} == {k: v["cluster_id"] for k, v in whole.items()}
