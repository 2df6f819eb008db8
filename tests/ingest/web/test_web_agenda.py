"""What is asked for, when, and how often, over several runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.ingest.web.conftest import Runs
from tests.site import HTML, Reply, Site, story


def test_nothing_that_waits_to_be_published_is_fetched_again(runs: Runs, feed: Site) -> None:
    for page in feed.pages.values():
        assert isinstance(page, Reply)
        page.etag = ""  # such a server would send everything again
    before = runs.fetch("/feed")
    feed.asked.clear()
    assert runs.fetch("/feed") == before
    assert feed.paths() == ["/feed"]


def test_what_was_published_is_asked_for_conditionally_and_its_bytes_are_gone(runs: Runs, feed: Site) -> None:
    before = runs.fetch("/feed", publish=True)
    feed.asked.clear()
    after = runs.fetch("/feed")
    assert {status for _, status in feed.asked} == {304}
    assert runs.counts == {"unchanged": 4}
    assert {i.uri: i.sha256 for i in after.values()} == {i.uri: i.sha256 for i in before.values()}
    assert not any(Path(i.path).exists() for i in before.values())


def test_a_published_page_that_has_changed_is_a_new_input(runs: Runs, feed: Site) -> None:
    before = runs.fetch("/feed", publish=True)
    feed.pages["/story/2"] = Reply(story(2, " or longer"), headers=HTML, etag='"2b"')
    after = runs.fetch("/feed")
    assert [path for path in after if after[path].sha256 != before[path].sha256] == ["/story/2"]


def test_pages_are_looked_at_again_less_often_as_they_age(runs: Runs, feed: Site) -> None:
    runs.fetch("/feed", publish=True)
    feed.asked.clear()
    runs.fetch("/feed", revisit_seconds=3600.0)
    assert feed.paths() == ["/feed"]


@pytest.mark.usefixtures("feed")
def test_losing_the_state_costs_fetching_again_and_nothing_else(runs: Runs) -> None:
    before = runs.fetch("/feed", publish=True)
    for file in (runs.folder / "visits").iterdir():
        file.write_bytes(b'{"url": torn')
    after = runs.fetch("/feed")
    assert {(i.uri, i.sha256) for i in after.values()} == {(i.uri, i.sha256) for i in before.values()}
    assert runs.counts == {"listed": 1, "fetched": 3}


def test_a_body_that_was_lost_is_fetched_without_conditions(runs: Runs, feed: Site) -> None:
    Path(runs.fetch("/feed")["/story/1"].path).unlink()
    feed.asked.clear()
    assert Path(runs.fetch("/feed")["/story/1"].path).read_bytes() == story(1)
    assert feed.asked == [("/feed", 304), ("/story/1", 200)]


def test_attempts_are_counted_over_runs_and_end(runs: Runs, feed: Site) -> None:
    feed.pages["/story/2"] = Reply(status=503)
    first = runs.fetch("/feed", tries=1, max_attempts=2)["/story/2"]
    assert first.refusal == ("http_status", "the server answers 503; later runs try again, 2 in all")
    second = runs.fetch("/feed", tries=1, max_attempts=2)["/story/2"]
    assert second.refusal == ("http_status", "the server answers 503; it is not tried again")
    assert second.sha256 == first.sha256, "one row of quarantine, not one a run"
    runs.fetch("/feed", tries=1, max_attempts=2)
    assert feed.paths().count("/story/2") == 2


def test_a_page_that_comes_later_is_read_then(runs: Runs, feed: Site) -> None:
    feed.pages["/story/2"] = [Reply(status=503), Reply(story(2), headers=HTML)]
    runs.fetch("/feed", tries=1)
    assert runs.fetch("/feed", tries=1)["/story/2"].refusal is None


def test_a_page_waits_before_it_is_tried_again(runs: Runs, feed: Site) -> None:
    feed.pages["/story/2"] = Reply(status=503)
    for _ in range(2):
        runs.fetch("/feed", tries=1, attempt_seconds=600.0)
    assert feed.paths().count("/story/2") == 1


@pytest.mark.usefixtures("feed")
def test_pages_beyond_the_limit_wait_for_later_runs(runs: Runs) -> None:
    assert len(runs.fetch("/feed", source={"max_pages": 2})) == 2
    assert runs.counts["deferred"] == 1
    assert len(runs.fetch("/feed", source={"max_pages": 2})) == 3


@pytest.mark.usefixtures("feed")
def test_old_pages_are_passed_over(runs: Runs) -> None:
    assert set(runs.fetch("/feed", source={"since": date(2026, 6, 2)})) == {"/story/2", "/story/3"}
    assert set(runs.fetch("/feed")) == {"/story/1", "/story/2", "/story/3"}, "other terms: the feed is read again"


def test_atom_states_changes_and_only_changed_pages_are_asked_for(runs: Runs, site: Site) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Times</title>'
        '<entry><title>Quay</title><link href="/story/1"/><published>2026-06-01T08:00:00Z</published>'
        "<updated>{}</updated></entry></feed>"
    )
    site.pages["/atom"] = [Reply(atom.format(f"2026-06-0{n}T09:00:00Z").encode()) for n in (1, 1, 2)]
    site.pages["/story/1"] = Reply(story(1), headers=HTML)
    for _ in range(3):
        runs.fetch("/atom", publish=True)
    assert site.paths() == ["/atom", "/story/1", "/atom", "/atom", "/story/1"]


def test_only_sitemaps_that_their_index_dates_anew_are_asked_for(runs: Runs, site: Site) -> None:
    index = (
        "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2026-05-01</lastmod></sitemap>"
        "<sitemap><loc>/new.xml</loc><lastmod>{}</lastmod></sitemap></sitemapindex>"
    )
    site.pages["/index.xml"] = [Reply(index.format(f"2026-06-0{n}").encode()) for n in (1, 2)]
    for name in ("old", "new"):
        site.pages[f"/{name}.xml"] = Reply(b"<urlset></urlset>")
    for _ in range(2):
        runs.fetch("/index.xml")
    assert site.paths() == ["/index.xml", "/new.xml", "/old.xml", "/index.xml", "/new.xml"]


def test_pages_of_a_list_are_fetched_within_the_limit_and_looked_at_again_as_they_age(runs: Runs, feed: Site) -> None:
    addresses = [f"/story/{number}" for number in (1, 2, 3)]
    for expected in (2, 3):
        found = runs.fetch(*addresses, source={"max_pages": 2}, publish=True, revisit_seconds=3600.0)
        assert len(found) == expected
    runs.fetch(*addresses, revisit_seconds=3600.0)
    assert sorted(feed.paths()) == addresses
