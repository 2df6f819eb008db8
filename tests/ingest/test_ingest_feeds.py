"""Feeds, each item a page: RSS, Atom and JSON feed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.ingest.made_files import Ingest

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Lantern</title><language>en-gb</language>
<item><title>Harbour reopens</title><link>https://lantern.example/harbour</link><dc:creator>Ada Quill</dc:creator>
<pubDate>Mon, 04 May 2026 10:00:00 GMT</pubDate><category>Ports</category><description>Short.</description>
<content:encoded><![CDATA[<p>The harbour of Velmora reopened.</p><script>x()</script>]]></content:encoded></item>
<item><title>Only a summary</title><description>Rail &amp;amp; road reopened &#8211; at last.</description></item>
<item><title>Nothing</title><link>https://lantern.example/nothing</link></item>
</channel></rss>"""


def test_items_of_rss_are_pages(ingest: Ingest, tmp_path: Path) -> None:
    got = ingest(RSS.encode())
    page = got.pages[0]
    assert page["content"].startswith("<p>The harbour of Velmora reopened.</p>")
    assert [page[k] for k in ("url", "title_hint", "published_hint", "authors_hint", "tags_hint", "language_hint")] == [
        *("https://lantern.example/harbour", "Harbour reopens", "Mon, 04 May 2026 10:00:00 GMT"),
        *(["Ada Quill"], ["Ports"], "en-gb"),
    ]
    assert {p["hint_method"] for p in got.pages} == {"feed"}
    assert got.pages[1]["content"] == "Rail &amp; road reopened – at last."
    assert got.names(tmp_path) == ["input#1", "input#2"]
    assert [(r["rule"], r["source_uri"][-2:]) for r in got.refused] == [("empty", "#3")]


def test_atom_in_another_encoding(ingest: Ingest) -> None:
    atom = """<?xml version="1.0" encoding="iso-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
    <entry><title>Zürich</title><link href="https://a.example/1"/><author><name>Ada Quill</name></author>
    <updated>2026-05-04T10:00:00Z</updated><content type="html">&lt;p&gt;Die Börse schloss.&lt;/p&gt;</content>
    </entry></feed>"""
    page = ingest(atom.encode("latin-1")).pages[0]
    assert (page["content"], page["title_hint"]) == ("<p>Die Börse schloss.</p>", "Zürich")


def test_a_broken_feed_is_read_so_far_and_an_empty_one_refused(ingest: Ingest) -> None:
    assert len(ingest(RSS[: RSS.index("<item><title>Nothing")].encode()).pages) == 2
    assert ingest(b"<rss version='2.0'><channel><title>x</title></channel></rss>").rules == ["empty"]


def test_items_of_a_json_feed_are_pages(ingest: Ingest, tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Lantern", "items": [
        {"id": "https://a.example/1", "content_html": "<p>One.</p>", "title": "One", "authors": [{"name": "Ada Quill"}],
         "date_published": "2026-05-04"},
        {"id": "2", "url": "https://a.example/2", "content_text": "Two."},
        {"id": "3", "summary": "Three in short."}]}  # fmt: skip
    got = ingest(json.dumps(feed).encode())
    assert got.names(tmp_path) == ["input#1", "input#2", "input#3"]
    assert {p["hint_method"] for p in got.pages} == {"feed"}
    assert [p["url"] for p in got.pages] == ["https://a.example/1", "https://a.example/2", None]
    assert [p["media_type"] for p in got.pages] == ["text/html", "text/plain", "text/plain"]
