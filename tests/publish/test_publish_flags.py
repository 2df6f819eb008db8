"""Articles that no model could read say so."""

from __future__ import annotations

import pyarrow as pa

from tasks.enrich.stage import UNREAD
from tasks.publish.flags import flagged, marks_of
from tests.conftest import article, articles_table


def test_articles_that_were_not_read_are_flagged() -> None:
    articles = articles_table(article(1), article(2, flags=["live"]), article(2, "Neu.", revision=2))
    unread = pa.table({"article_id": [article(2)["article_id"]], "revision": [1]}, schema=UNREAD)
    [table] = flagged([articles], marks_of(unread, {}))
    assert table.column("flags").to_pylist() == [[], ["live", "no_entities"], []]
    assert table.schema == articles.schema
    assert table.drop_columns("flags").equals(articles.drop_columns("flags"))


def test_nothing_changes_when_all_were_read() -> None:
    articles = articles_table(article(1))
    assert list(flagged([articles], marks_of(UNREAD.empty_table(), {}))) == [articles]


def test_articles_of_a_page_that_a_relaxed_rule_had_refused_say_so() -> None:
    inside, beside = (article(n, source_uri=f"in/a.zip#{name}") for n, name in ((1, "p.jsonl#7"), (2, "q.html")))
    allowed = {"in/a.zip#p.jsonl": ("no_article", "title_plausible")}
    [table] = flagged([articles_table(inside, beside)], marks_of(UNREAD.empty_table(), allowed))
    assert table.column("flags").to_pylist() == [["allowed:no_article", "allowed:title_plausible"], []]
