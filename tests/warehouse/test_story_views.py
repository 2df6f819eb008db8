"""The views over stories: who carried one, who had it first, and what was corrected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from expectations.published import PUBLISHED
from tasks.dedupe.changes import changes
from tests.conftest import article, row_of
from tests.warehouse.view_rows import ONE, THREE, TWO, warehouse_of
from warehouse.duck import connect


def test_coverage_counts_the_copies_of_a_story(root: Path) -> None:
    copy = article(
        2, source="The Tide", duplicate_of=ONE, duplicate_kind="near", similarity=0.9, story_id=ONE, cluster_id=ONE
    )
    layout = warehouse_of(root, articles=[article(1), copy, article(3)])
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
