"""Views and cross-table checks: rows in, rows out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.contract import Contract
from expectations.published import PUBLISHED
from expectations.references import CHECKS
from tasks.dedupe.changes import changes
from tasks.ids import stable_id
from tests.conftest import article, articles_table, row_of
from warehouse.duck import VIEWS, broken_references, connect, known, texts_of, view_sql
from warehouse.generations import Draft, Stamp
from warehouse.layout import Layout

ONE, TWO, THREE = (stable_id("article", n) for n in (1, 2, 3))


def warehouse_of(root: Path, **tables: list[dict[str, Any]]) -> Layout:
    """A warehouse with these rows."""
    root.mkdir(parents=True, exist_ok=True)
    draft = Draft(Layout(root), Stamp("key", datetime(2026, 6, 1, tzinfo=UTC), "0.1.0"))
    for name, rows in tables.items():
        draft.add(PUBLISHED[name], [pa.Table.from_pylist(rows, schema=PUBLISHED[name].stage_schema)])
    draft.complete(PUBLISHED.values())
    draft.publish()
    return Layout(root)


def quote(article_id: str, speaker: str | None, number: int, kind: str = "direct", revision: int = 1) -> dict[str, Any]:
    values = {
        "article_id": article_id,
        "revision": revision,
        "quote_id": stable_id("q", article_id, number),
        "kind": kind,
    }
    entity = None if speaker is None else stable_id(speaker)
    return row_of(PUBLISHED["quotes"], **values, text="No.", speaker=speaker, speaker_entity_id=entity, method="marks")


def entity(article_id: str, name: str, mentions: list[dict[str, Any]], revision: int = 1) -> dict[str, Any]:
    values = {"article_id": article_id, "revision": revision, "entity_id": stable_id(name), "name": name, "type": "GPE"}
    return row_of(PUBLISHED["entities"], **values, in_title=False, mentions=mentions)


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


def test_co_occurrences_has_each_pair_once(root: Path) -> None:
    names = {ONE: ("Oddaholm", "Vestness", "Skarn"), TWO: ("Vestness", "Oddaholm"), THREE: ("Oddaholm", "Skarn")}
    rows = [
        entity(article_id, name, [], 2 if article_id == TWO else 1)
        for article_id, those in names.items()
        for name in those
    ]
    day = entity(ONE, "2026-05-02", []) | {"type": "DATE"}
    old = entity(TWO, "Skarn", [])
    articles = [article(1), article(2), article(2, "Later.", revision=2), article(3, flags=["withdrawn"])]
    layout = warehouse_of(root, articles=articles, entities=[*rows, day, old])
    query = "select name, other_name, type, other_type, articles, first_published, last_published from co_occurrences"
    pairs = connect(layout).execute(query).fetchall()
    first, last = datetime(2026, 5, 2, tzinfo=UTC), datetime(2026, 5, 3, tzinfo=UTC)
    assert [({a, b}, *rest) for a, b, *rest in pairs[:1]] == [({"Oddaholm", "Vestness"}, "GPE", "GPE", 2, first, last)]
    assert sorted(sorted(pair[:2]) for pair in pairs[1:]) == [["Oddaholm", "Skarn"], ["Skarn", "Vestness"]]
    assert [pair[4] for pair in pairs] == [2, 1, 1]


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


@pytest.mark.parametrize("view", ["entities", "entity_timeline", "mentions"])
def test_a_filter_on_an_entity_goes_down_to_the_files(view: str, root: Path) -> None:
    """Else a query about one entity groups all of history."""
    entities = [entity(ONE, name, []) for name in ("Oddaholm", "Skarn", "Vestness")]
    connection = connect(warehouse_of(root, articles=[article(1)], entities=entities))
    query = f"explain (format json) select * from {view} where entity_id = '{stable_id('Oddaholm')}'"
    [(_, plan)] = connection.execute(query).fetchall()
    [scan] = [scan for scan in scans(json.loads(plan)) if "mentions" in scan["Projections"]]
    assert "entity_id" in str(scan.get("Filters")), scan


def scans(plan: Any) -> Iterator[dict[str, Any]]:
    """What a plan says of each file scan."""
    for node in plan:
        if "Function" in node.get("extra_info", {}):
            yield node["extra_info"]
        yield from scans(node.get("children", []))


def test_coverage_counts_the_copies_of_a_story(root: Path) -> None:
    copy = {"duplicate_of": ONE, "duplicate_kind": "near", "similarity": 0.9, "story_id": ONE, "cluster_id": ONE}
    layout = warehouse_of(root, articles=[article(1), article(2, source="The Tide", **copy), article(3)])
    rows = connect(layout).execute("select articles, sources, near_copies, exact_copies from coverage").fetchall()
    assert rows == [(2, 2, 1, 0)]


def test_outlets_of_a_story_are_told_by_their_hosts(root: Path) -> None:
    urls = ["https://www.tide.example/a", "http://tide.example:8080/b", "https://gale.example", None]
    articles = [article(number, url=url, story_id=ONE, cluster_id=ONE) for number, url in enumerate(urls, 1)]
    rows = connect(warehouse_of(root, articles=articles)).execute("select sources, outlets from coverage").fetchall()
    assert rows == [(1, 3)]


def test_coverage_has_stories_without_copies(root: Path) -> None:
    """An article of two revisions, and two articles of which neither is named as the other's copy."""
    articles = [article(1), article(1, "Later.", revision=2), article(2, story_id=THREE), article(4, story_id=THREE)]
    layout = warehouse_of(root, articles=articles)
    query = "select story_id, articles, updates from coverage order by updates"
    assert connect(layout).execute(query).fetchall() == [(THREE, 2, 0), (ONE, 1, 1)]


def relation(article_id: str, related_id: str, **values: Any) -> dict[str, Any]:
    defaults = {"kind": "near", "revision": 1, "related_revision": 1, "evidence": "3 of 4", "similarity": 0.5}
    return row_of(PUBLISHED["relations"], article_id=article_id, related_id=related_id, **(defaults | values))


CHANGED = changes("The ferry sails at 9.", "The ferry sails at 10.")


def test_spread_says_who_was_first_and_who_cut(root: Path) -> None:
    of_one = {"duplicate_of": ONE, "story_id": ONE, "cluster_id": ONE}
    noon = datetime(2026, 5, 2, 12, tzinfo=UTC)
    layout = warehouse_of(
        root,
        articles=[
            article(1, published_at=noon, word_count=200),
            article(2, source="The Tide", duplicate_kind="contained", published_at=noon, word_count=80, **of_one),
            article(3, source="The Gull", duplicate_kind="near", published_at=noon - timedelta(minutes=1), **of_one),
            article(3, source="The Gull", revision=2, duplicate_kind="near", published_at=None, **of_one),
            article(4),
        ],
        relations=[
            relation(TWO, ONE, kind="contained", article_share=1.0, related_share=0.25),
            relation(ONE, THREE, article_share=0.5, related_share=0.75),
            relation(THREE, THREE, revision=2, kind="version", changes=CHANGED),
        ],
    )
    query = """
        select article_id, first_source, seconds_after, kind, share_cut, share_added, words_more, revisions,
               changes.numbers_added
        from spread"""
    assert connect(layout).execute(query).fetchall() == [
        (ONE, "Harbour Times", 0, "canonical", None, None, None, 1, None),
        (TWO, "Harbour Times", 0, "contained", 0.75, 0.0, -120, 1, None),
        (THREE, "Harbour Times", None, "near", 0.5, 0.25, -187, 2, ["10"]),
    ]


def test_an_article_of_two_revisions_has_not_spread(root: Path) -> None:
    layout = warehouse_of(root, articles=[article(1), article(1, "A later text.", revision=2)])
    assert connect(layout).execute("select * from spread").fetchall() == []


def test_corrections_lists_new_revisions_with_what_they_changed(root: Path) -> None:
    layout = warehouse_of(
        root,
        articles=[
            article(1, title="At 9"),
            article(1, "Later.", revision=2, title="At 10"),
            article(1, "Last.", revision=3, title="At 10"),
            article(2),
        ],
        relations=[
            relation(ONE, ONE, revision=2, kind="version", changes=CHANGED),
            relation(ONE, ONE, revision=3, kind="version", changes=CHANGED),
            relation(ONE, ONE, revision=3, related_revision=2, kind="version", changes=changes("It is.", "It was.")),
            relation(TWO, ONE, changes=CHANGED),
        ],
    )
    query = "select revision, compared_with, former_title, changed, numbers_added, added from corrections"
    assert connect(layout).execute(query).fetchall() == [
        (3, 2, None, [{"before": "It is.", "after": "It was."}], [], []),
        (2, 1, "At 9", CHANGED["changed"], ["10"], []),
    ]


def test_a_revision_without_a_relation_is_still_a_correction(root: Path) -> None:
    layout = warehouse_of(root, articles=[article(1), article(1, "Another text.", revision=2)])
    assert connect(layout).execute("select revision, compared_with, added from corrections").fetchall() == [
        (2, None, None)
    ]


def test_every_view_works_on_a_warehouse_without_rows(root: Path) -> None:
    connection = connect(warehouse_of(root))
    for view in VIEWS:
        assert connection.execute(f"select count(*) from {view}").fetchone() == (0,), view


def test_every_view_says_what_it_is() -> None:
    assert all(view_sql(name).startswith("-- ") for name in VIEWS)


def test_known_finds_the_values_that_are_in_the_files(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["a", "b"], "n": [1, 2]}), tmp_path / "x.parquet")
    wanted = pa.table({"id": ["b", "c", "b"]})
    assert known([str(tmp_path / "x.parquet")], ["id"], wanted).to_pylist() == [{"id": "b"}]
    assert known([], ["id"], wanted).num_rows == 0


def test_texts_are_found_by_article_in_all_revisions(tmp_path: Path) -> None:
    paths = [tmp_path / f"ingested_on=2026-06-0{n}" / "x.parquet" for n in (1, 2, 3)]
    for path, number in zip(paths, (1, 2, 1), strict=True):
        path.parent.mkdir()
        pq.write_table(articles_table(article(number), article(3, "Later.", revision=len(path.parent.name))), path)
    files = [str(path) for path in paths]
    found = texts_of(files, pa.array([ONE])).to_pylist()
    assert found == [{"article_id": ONE, "revision": 1, "text": article(1)["text"]}] * 2
    assert texts_of([], pa.array([ONE])).num_rows == texts_of(files, pa.array(["f" * 32])).num_rows == 0


BROKEN: dict[str, dict[str, list[dict[str, Any]]]] = {
    "duplicate_of_is_canonical": {"articles": [article(1), article(2, duplicate_of=THREE, duplicate_kind="near")]},
    "article_published_once": {"articles": [article(1), article(1)]},
    "entities_of_canonical": {"entities": [entity(TWO, "Oddaholm", [])]},
    "quotes_of_canonical": {"quotes": [quote(TWO, None, 1)]},
    "speaker_is_entity": {"quotes": [quote(ONE, "Ilse Norberg", 1)]},
    "article_has_document": {"documents": []},
}


@pytest.mark.parametrize("name", [None, *CHECKS])
def test_a_check_counts_what_does_not_fit_together(name: str | None, tmp_path: Path) -> None:
    """Each check finds its fault and only its own; without a fault, none finds anything."""
    document = row_of(PUBLISHED["documents"], document_id=article(1)["document_id"])
    other = row_of(PUBLISHED["documents"], document_id=article(2)["document_id"])
    rows = {"articles": [article(1)], "entities": [], "quotes": [], "documents": [document, other]}
    rows |= BROKEN.get(name or "", {})
    new = {table: [written(tmp_path, PUBLISHED[table], values)] for table, values in rows.items()}
    found = {row["check"] for row in broken_references(CHECKS, new, []).to_pylist() if row["broken"]}
    assert found == ({name} if name else set())


def test_a_copy_may_point_at_an_article_published_before(tmp_path: Path) -> None:
    before = written(tmp_path, PUBLISHED["articles"], [article(1)], "before")
    rows = {"articles": [article(2, duplicate_of=ONE, duplicate_kind="near")], "entities": [], "quotes": []}
    rows["documents"] = [row_of(PUBLISHED["documents"], document_id=article(2)["document_id"])]
    new = {table: [written(tmp_path, PUBLISHED[table], values)] for table, values in rows.items()}
    assert not any(row["broken"] for row in broken_references(CHECKS, new, [before]).to_pylist())


def written(folder: Path, contract: Contract, rows: list[dict[str, Any]], name: str = "new") -> str:
    path = folder / f"{name}.{contract.name}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=contract.stage_schema), path)
    return str(path)
