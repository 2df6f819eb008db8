"""Views: rows in, rows out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from expectations.entities import VALUE_TYPES
from tasks.ids import stable_id
from tests.conftest import article
from tests.warehouse.view_rows import ONE, THREE, TWO, entity, quote, warehouse_of
from warehouse.duck import VIEWS, connect, view_sql


def test_articles_shows_the_latest_canonical_revision(root: Path) -> None:
    layout = warehouse_of(
        root,
        articles=[
            article(1),
            article(1, "A later text.", revision=2),
            article(2, duplicate_of=ONE, duplicate_kind="near", similarity=0.9),
            article(3, flags=["withdrawn"]),
        ],
    )
    rows = connect(layout).execute("select article_id, revision from articles").fetchall()
    assert rows == [(ONE, 2)]
    assert connect(layout).execute("select count(*) from all_articles").fetchone() == (4,)


def test_quotes_and_entities_follow_the_revision_that_is_shown(root: Path) -> None:
    layout = warehouse_of(
        root,
        articles=[article(1), article(1, "A later text.", revision=2)],
        quotes=[quote(ONE, "Ilse Norberg", 1), quote(ONE, "Ilse Norberg", 2, revision=2)],
        entities=[entity(ONE, "Oddaholm", [], revision=1), entity(ONE, "Vestness", [], revision=2)],
    )
    connection = connect(layout)
    assert connection.execute("select quote_id from quotes").fetchall() == [(stable_id("q", ONE, 2),)]
    assert connection.execute("select name from entities").fetchall() == [("Vestness",)]


def test_what_is_made_of_an_article_is_shown_with_it(root: Path) -> None:
    """Whatever hides a revision hides its entities and quotes, and what is counted of them; nothing else does."""
    copy = {"duplicate_of": ONE, "duplicate_kind": "near", "similarity": 0.9, "story_id": ONE}
    articles = [
        *(article(1, f"Text {revision}.", revision=revision) for revision in (1, 2, 3)),
        *(article(2), article(2, "Withdrawn.", revision=2, flags=["live", "withdrawn"])),
        *(article(3), article(3, "A copy now.", revision=2, **copy)),
        *(article(4, flags=["paywall"]), article(5, "A copy.", **copy)),
    ]
    keys = [(row["article_id"], row["revision"]) for row in articles]
    span = {"start": 0, "end": 1, "text": "T"}
    layout = warehouse_of(
        root,
        articles=articles,
        entities=[entity(article_id, "Tor Vik", [span], revision) for article_id, revision in keys],
        quotes=[quote(article_id, "Tor Vik", revision, revision=revision) for article_id, revision in keys],
    )
    connection = connect(layout)
    shown = [(ONE, 3), (stable_id("article", 4), 1)]
    for view in ("articles", "entities", "quotes", "quoted", "mentions"):
        rows = connection.execute(f"select article_id, revision from {view}").fetchall()
        assert sorted(rows) == sorted(shown), view
    assert connection.execute("select quotes, articles from speakers").fetchall() == [(2, 2)]
    assert connection.execute("select sum(articles), sum(quotes) from entity_timeline").fetchone() == (2, 2)
    hidden = connection.execute("select distinct article_id, revision from raw.hidden").fetchall()
    assert sorted(hidden + shown) == sorted(keys)


def test_speakers_counts_by_entity_and_kind(root: Path) -> None:
    layout = warehouse_of(
        root,
        articles=[article(1), article(2)],
        quotes=[
            quote(ONE, "Ilse Norberg", 1),
            quote(ONE, "Ilse Norberg", 2, "indirect"),
            quote(TWO, "Ilse Norberg", 3),
            quote(TWO, "Tor Vik", 4),
            quote(TWO, None, 5),
        ],
    )
    rows = connect(layout).execute("select speaker, quotes, direct, indirect, articles from speakers").fetchall()
    assert rows == [("Ilse Norberg", 3, 2, 1, 2), ("Tor Vik", 1, 1, 0, 1)]


def test_quoted_says_when_and_where_somebody_was_quoted(root: Path) -> None:
    layout = warehouse_of(
        root,
        articles=[article(1), article(2, source="Wire")],
        quotes=[quote(ONE, "Tor Vik", 1), quote(TWO, "Tor Vik", 2)],
    )
    query = "select source, title, published_at::date::varchar from quoted where speaker = 'Tor Vik' order by title"
    assert connect(layout).execute(query).fetchall() == [
        ("Harbour Times", "Ferry sails 1 times", "2026-05-02"),
        ("Wire", "Ferry sails 2 times", "2026-05-03"),
    ]


def test_of_roles_equally_frequent_the_first_is_shown(root: Path) -> None:
    roles = ("mayor", "minister", "minister", None, None, None, "mayor")
    quotes = [quote(ONE, "Tor Vik", number) | {"speaker_role": role} for number, role in enumerate(roles)]
    quotes.append(quote(ONE, "Ilse Norberg", 9))
    layout = warehouse_of(root, articles=[article(1)], quotes=quotes)
    assert connect(layout).execute("select speaker, role from speakers").fetchall() == [
        ("Tor Vik", "mayor"),
        ("Ilse Norberg", None),
    ]


def test_mentions_shows_the_words_around(root: Path) -> None:
    text = "Ferries to Oddaholm sail daily."
    layout = warehouse_of(
        root,
        articles=[article(1, text)],
        entities=[entity(ONE, "Oddaholm", [{"start": 11, "end": 19, "text": "Oddaholm"}])],
    )
    rows = connect(layout).execute("select before, text, after from mentions").fetchall()
    assert rows == [("Ferries to ", "Oddaholm", " sail daily.")]


def test_co_occurrences_has_each_pair_in_both_orders(root: Path) -> None:
    names = {ONE: ("Oddaholm", "Vestness", "Skarn"), TWO: ("Vestness", "Oddaholm"), THREE: ("Oddaholm", "Skarn")}
    days = {ONE: (first := date(2026, 5, 2)), TWO: (last := date(2026, 5, 3)), THREE: date(2026, 5, 4)}
    rows = [
        entity(article_id, name, [], 2 if article_id == TWO else 1) | {"published_on": days[article_id]}
        for article_id, those in names.items()
        for name in those
    ]
    day = entity(ONE, "2026-05-02", []) | {"type": "DATE"}
    old = entity(TWO, "Skarn", [])
    articles = [article(1), article(2), article(2, "Later.", revision=2), article(3, flags=["withdrawn"])]
    layout = warehouse_of(root, articles=articles, entities=[*rows, day, old])
    query = "select name, other_name, type, other_type, articles, first_published, last_published from co_occurrences"
    assert connect(layout).execute(query).fetchall() == [
        ("Oddaholm", "Vestness", "GPE", "GPE", 2, first, last),
        ("Vestness", "Oddaholm", "GPE", "GPE", 2, first, last),
        ("Oddaholm", "Skarn", "GPE", "GPE", 1, first, first),
        ("Skarn", "Oddaholm", "GPE", "GPE", 1, first, first),
        ("Skarn", "Vestness", "GPE", "GPE", 1, first, first),
        ("Vestness", "Skarn", "GPE", "GPE", 1, first, first),
    ]
    once = "select count(*) from co_occurrences where entity_id < other_entity_id"
    assert connect(layout).execute(once).fetchall() == [(3,)]


def test_co_occurrences_leaves_out_every_type_of_value() -> None:
    assert tuple(re.findall("'([A-Z]+)'", view_sql("co_occurrences"))) == VALUE_TYPES


def test_entity_timeline_counts_by_day(root: Path) -> None:
    noon = datetime(2026, 5, 2, 12, tzinfo=UTC)
    spans = [{"start": n, "end": n + 1, "text": "T"} for n in range(3)]
    layout = warehouse_of(
        root,
        articles=[
            article(1, published_at=noon),
            article(2, published_at=noon + timedelta(hours=11)),
            article(3, published_at=None),
        ],
        entities=[
            entity(ONE, "Tor Vik", spans) | {"published_on": noon.date()},
            entity(TWO, "Tor Vik", spans[:1]) | {"published_on": noon.date()},
            entity(THREE, "Tor Vik", []),
        ],
        quotes=[quote(ONE, "Tor Vik", 1), quote(ONE, "Tor Vik", 2), quote(TWO, None, 3), quote(TWO, "Ilse Norberg", 4)],
    )
    query = "select name, type, day, articles, mentions, quotes from entity_timeline"
    assert connect(layout).execute(query).fetchall() == [
        ("Tor Vik", "GPE", noon.date(), 2, 4, 2),
        ("Tor Vik", "GPE", None, 1, 0, 0),
    ]


def test_entity_timeline_shows_the_name_of_most_articles(root: Path) -> None:
    names = ["Vik", "Tor Vik", "Vik", "Tor Vik", "A. Vik"]
    days = [date(2026, 5, 2)] * 5 + [date(2026, 5, 3)]
    entities = [
        entity(stable_id("article", n), "Tor Vik", []) | {"name": name, "published_on": day}
        for n, (name, day) in enumerate(zip([*names, "Vik"], days, strict=True), 1)
    ]
    layout = warehouse_of(root, articles=[article(n) for n in range(1, 7)], entities=entities)
    query = f"select name, articles from entity_timeline where entity_id = '{stable_id('Tor Vik')}'"
    assert connect(layout).execute(query).fetchall() == [("Tor Vik", 5), ("Vik", 1)]


@pytest.mark.parametrize("view", ["entities", "entity_timeline", "mentions", "co_occurrences"])
def test_a_filter_on_an_entity_goes_down_to_the_files(view: str, root: Path) -> None:
    """Else a query about one entity groups all of history."""
    entities = [entity(ONE, name, []) for name in ("Oddaholm", "Skarn", "Vestness")]
    connection = connect(warehouse_of(root, articles=[article(1)], entities=entities))
    query = f"explain (format json) select * from {view} where entity_id = '{stable_id('Oddaholm')}'"
    [(_, plan)] = connection.execute(query).fetchall()
    of_entities = [scan for scan in scans(json.loads(plan)) if "entity_id" in scan["Projections"]]
    filters = [str(scan.get("Filters")) for scan in of_entities]
    assert sum("entity_id" in filter_ for filter_ in filters) == 1, filters


def scans(plan: Any) -> Iterator[dict[str, Any]]:
    """What a plan says of each file scan."""
    for node in plan:
        if "Function" in node.get("extra_info", {}):
            yield node["extra_info"]
        yield from scans(node.get("children", []))


def test_every_view_works_on_a_warehouse_without_rows(root: Path) -> None:
    connection = connect(warehouse_of(root))
    for view in VIEWS:
        assert connection.execute(f"select count(*) from {view}").fetchone() == (0,), view


def test_every_view_says_what_it_is() -> None:
    assert all(view_sql(name).startswith("-- ") for name in VIEWS)
