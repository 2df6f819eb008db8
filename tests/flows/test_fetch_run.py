"""The mill over a feed: pages fetched, published with what the feed says of them, and asked for politely afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.retry import Retry
from tests.flows.conftest import table_rows, turn_mill
from tests.site import HTML, Reply, rss, running_site, story
from warehouse.refused import Selection

pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("prefect_server")]

FETCH = {"allow_private": True, "host_seconds": 0.0, "revisit_seconds": 0.0, "retry_seconds": 0.01}


def test_a_feed_is_milled_a_second_run_finds_nothing_new_and_a_retry_what_was_missing(root: Path) -> None:
    from flows.mill import retry_refused
    from flows.settings import load_settings

    with running_site() as site:
        site.pages["/feed"] = Reply(rss(site, 1, 2, 3), etag='"feed"')
        for number in (1, 2):
            site.pages[f"/story/{number}"] = Reply(story(number), headers=HTML, etag=f'"{number}"')
        address = f"{site.url}/feed"
        first = turn_mill(root, (address,), fetch=FETCH)
        assert first.published
        assert (first.counts["inputs"], first.counts["pages"], first.counts["quarantined"]) == (3, 2, 1)
        assert first.counts["inputs_refused"] == 0, "what could not be fetched says nothing of what was read"
        articles = "select url, authors[1], source from 'WAREHOUSE/current/articles/**/*.parquet' order by url"
        assert table_rows(root, articles) == [
            (f"{site.url}/story/{number}", "Zoe Karlstrom", "127.0.0.1") for number in (1, 2)
        ]
        quarantine = "select rule, source_uri from 'WAREHOUSE/current/quarantine/**/*.parquet'"
        assert table_rows(root, quarantine) == [("http_status", f"{site.url}/story/3")]
        site.asked.clear()
        second = turn_mill(root, (address,), fetch=FETCH)
        assert (second.published, second.counts["inputs_known"]) == (False, 3)
        assert sorted(site.asked) == [("/feed", 304), ("/story/1", 304), ("/story/2", 304)]
        assert list((root / "_fetch" / "bodies").iterdir()) == [] or all(
            body.stat().st_size == 0 for body in (root / "_fetch" / "bodies").iterdir()
        ), "only the empty robots.txt is kept"
        site.pages["/story/3"] = Reply(story(3), headers=HTML)
        settings = load_settings(warehouse=root, runner="threads", fetch=FETCH)
        third = retry_refused(Retry(Selection(rules=("http_status",))), settings)
        assert (third.counts["pages"], third.counts["articles"], third.counts["quarantined"]) == (1, 1, 0)
