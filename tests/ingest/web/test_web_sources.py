"""Feeds, sitemaps, lists, pages and archives of a site that behaves: what is fetched, when, and how often."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from expectations.errors import UsageError
from tasks.ingest.sources import kind_of, web_addresses
from tasks.ingest.stage import discover, read
from tests.ingest.made_files import warc_of
from tests.ingest.web.conftest import Runs
from tests.site import HTML, Reply, Site, rss, story


def test_a_feed_gives_the_pages_of_its_entries_the_newest_first(runs: Runs, feed: Site) -> None:
    found = runs.fetch("/feed")
    assert feed.paths() == ["/feed", "/story/3", "/story/2", "/story/1"]
    assert runs.counts == {"listed": 1, "fetched": 3}
    assert feed.agents == {"newsmill"}
    page = found["/story/1"]
    assert Path(page.path).read_bytes() == story(1)
    assert (page.source, page.charset) == ("Harbour Times", "utf-8")
    assert (page.hints.title, page.hints.method) == ("Quay 1 stays closed", "feed")


def test_pages_are_read_with_what_the_feed_says_of_them(runs: Runs, feed: Site) -> None:
    [outcome] = read(list(runs.fetch("/feed").values()))
    rows = {row["source_uri"]: row for row in outcome.tables["pages"].to_pylist()}
    row = rows[feed.url + "/story/2"]
    assert row["url"] == feed.url + "/story/2"
    assert row["published_hint"] == "Mon, 02 Jun 2026 08:00:00 GMT"
    assert row["authors_hint"] == ["Zoe Karlstrom"]
    assert row["hint_method"] == "feed"


def test_the_text_in_a_feed_serves_when_the_page_cannot_be_fetched(runs: Runs, site: Site) -> None:
    text = "<p>" + "The harbour board said the quay stays closed. " * 15 + "</p>"
    whole = f"<content:encoded><![CDATA[{text}]]></content:encoded>"
    site.pages["/feed"] = Reply(rss(site, 1, content=whole))
    site.pages["/short"] = Reply(rss(site, 2, content="<description>The quay stays closed.</description>"))
    page = runs.fetch("/feed")["/story/1"]
    assert page.refusal is None
    assert runs.counts["from_feed"] == 1
    assert "The harbour board said" in next(read([page])).tables["pages"].column("content")[0].as_py()
    assert runs.fetch("/short")["/story/2"].refusal is not None


def test_json_feed(runs: Runs, site: Site) -> None:
    items = [{"id": "1", "url": f"{site.url}/story/1", "title": "Quay", "date_published": "2026-06-01T08:00:00Z"}, 7]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Times", "items": items}
    site.pages["/feed.json"] = Reply(json.dumps(feed).encode())
    site.pages["/story/1"] = Reply(story(1), headers=HTML)
    assert runs.fetch("/feed.json")["/story/1"].hints.published == "2026-06-01T08:00:00Z"


NEWS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def test_sitemaps_indexes_and_news(runs: Runs, site: Site) -> None:
    index = (
        f'<?xml version="1.0"?><sitemapindex {NEWS}><sitemap><loc>{site.url}/news.xml.gz</loc></sitemap></sitemapindex>'
    )
    urls = (
        f'<?xml version="1.0"?><urlset {NEWS}><url><loc>{site.url}/story/1</loc><lastmod>2026-06-01</lastmod></url>'
        f"<url><loc>{site.url}/story/2</loc><news:news><news:publication><news:name>Harbour Times</news:name>"
        "<news:language>en</news:language></news:publication><news:publication_date>2026-06-02T08:00:00Z"
        "</news:publication_date><news:title>Quay 2 stays closed</news:title></news:news></url></urlset>"
    )
    site.pages["/sitemap.xml"] = Reply(index.encode(), etag='"i"')
    site.pages["/news.xml.gz"] = Reply(gzip.compress(urls.encode()), headers={"Content-Type": "application/gzip"})
    for number in (1, 2, 3):
        site.pages[f"/story/{number}"] = Reply(story(number), headers=HTML)
    found = runs.fetch("/sitemap.xml", publish=True)
    assert site.paths() == ["/sitemap.xml", "/news.xml.gz", "/story/2", "/story/1"]
    hints = found["/story/2"].hints
    assert (hints.title, hints.published, hints.language) == ("Quay 2 stays closed", "2026-06-02T08:00:00Z", "en")
    more = urls.replace("</urlset>", f"<url><loc>{site.url}/story/3</loc></url></urlset>")
    site.pages["/news.xml.gz"] = Reply(gzip.compress(more.encode()))
    assert set(runs.fetch("/sitemap.xml")) == {"/story/1", "/story/2", "/story/3"}, "below an index that is unchanged"


def test_a_broken_sitemap_gives_what_can_be_read_and_loads_nothing(runs: Runs, site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"{site.url}/secret")
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    site.pages["/sitemap.xml"] = Reply(
        f'<!DOCTYPE urlset [<!ENTITY l0 "lol"><!ENTITY x SYSTEM "file://{secret}">{entities}]>'
        f"<urlset {NEWS}><url><loc>&x;</loc></url><url><loc>{site.url}/story/1</loc></url>"
        f"<url><loc>&l9;</loc></url><url><loc>{site.url}/story/2</lo".encode()
    )
    site.pages["/story/1"] = Reply(story(1), headers=HTML)
    found = runs.fetch("/sitemap.xml")
    assert found["/story/1"].refusal is None
    assert "/secret" not in found
    assert not any("lol" in path for path in found)


def test_a_list_may_name_feeds_and_pages(runs: Runs, feed: Site) -> None:
    feed.pages["/list.txt"] = Reply(f"# what we read\n{feed.url}/feed\n\n{feed.url}/story/4\n".encode())
    feed.pages["/story/4"] = Reply(story(4), headers=HTML)
    assert set(runs.fetch("/list.txt")) == {f"/story/{n}" for n in (1, 2, 3, 4)}


def test_lists_on_this_machine(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text("# harbour\nhttps://harbour.example/feed\n\nhttps://harbour.example/feed\nnot an address\n")
    assert web_addresses(f"urls:{path}") == ("https://harbour.example/feed", "not an address")
    assert web_addresses(str(path)) == ()
    assert web_addresses("urls:https://harbour.example/list") == ("https://harbour.example/list",)
    path.write_text("# nothing yet\n")
    with pytest.raises(UsageError, match="names no address"):
        web_addresses(f"urls:{path}")
    with pytest.raises(UsageError, match="no file or folder"):
        kind_of("urls:missing.txt").require("urls:missing.txt")


def test_what_is_no_address_is_refused_by_name(runs: Runs, feed: Site) -> None:
    link = "<item><title>Write to us</title><link>mailto:desk@harbour.example</link></item>"
    feed.pages["/feed"] = Reply(rss(feed, 1, extra=link))
    found = runs.fetch("/feed", "not an address")
    assert found["mailto:desk@harbour.example"].refusal is not None
    assert found["not an address"].refusal is not None
    assert found["/story/1"].refusal is None


def test_a_page_by_its_address(runs: Runs, feed: Site) -> None:
    assert set(runs.fetch("/story/1", publish=True)) == {"/story/1"}
    runs.fetch("/story/1")
    assert feed.asked == [("/story/1", 200), ("/story/1", 304)]


def test_an_archive_by_its_address_may_be_larger_than_a_page(runs: Runs, site: Site) -> None:
    pages = [(f"https://wire.example/{n}", story(n) * 200, "Content-Type: text/html") for n in range(3)]
    site.pages["/news.warc.gz"] = Reply(warc_of(*pages))
    site.pages["/plain.warc"] = Reply(warc_of(*pages, gzipped=False))
    archive = runs.fetch("/news.warc.gz", "/plain.warc", max_page_bytes=500)
    for path in ("/news.warc.gz", "/plain.warc"):
        assert len(next(read([archive[path]])).tables["pages"]) == 3, path


def test_a_page_of_another_type_goes_to_quarantine_as_what_it_is(runs: Runs, feed: Site) -> None:
    feed.pages["/story/1"] = Reply(b"%PDF-1.7 " + b"x" * 500, headers=HTML)
    [outcome] = read([runs.fetch("/feed")["/story/1"]])
    assert outcome.quarantined.column("rule").to_pylist() == ["binary"]
    assert outcome.counts["unfetched"] == 0


def test_what_was_not_fetched_goes_to_quarantine_with_its_address(runs: Runs, feed: Site) -> None:
    del feed.pages["/story/1"]
    [outcome] = read([runs.fetch("/feed")["/story/1"]])
    [row] = outcome.quarantined.to_pylist()
    assert (row["rule"], row["source_uri"], row["source"]) == ("http_status", feed.url + "/story/1", "Harbour Times")
    assert outcome.counts["unfetched"] == 1


def test_a_broken_feed_is_named(runs: Runs, site: Site) -> None:
    site.pages["/feed"] = Reply(b'<?xml version="1.0"?><rss><channel><item><title>&nope;<</rss>')
    assert runs.refusal("/feed")[0] == "bad_record"


def test_the_stages_alone_fetch_nothing() -> None:
    with pytest.raises(UsageError, match="only the whole mill does") as error:
        discover(["https://harbour.example/feed"])
    assert "newsmill run" in error.value.instruction
