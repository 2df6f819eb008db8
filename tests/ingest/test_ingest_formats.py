from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from expectations.errors import UsageError
from tasks.ingest.stage import Columns

Ingest = Callable[..., Any]

HTML = (
    "<!doctype html><html><head><title>Harbour</title></head>"
    "<body><p>The harbour of Velmora reopened.</p></body></html>"
)
TEXT = "Harbour reopens\n\nThe harbour of Velmora reopened on Monday after nine weeks, the port authority said.\n"


def zip_of(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def warc_of(*pages: tuple[str, bytes, str], gzipped: bool = True) -> bytes:
    """(url, body, extra header lines) as responses behind a warcinfo record, and a request after each."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test"}))
    for url, body, headers in pages:
        lines = [tuple(line.split(": ", 1)) for line in headers.splitlines()]
        status = next((value for name, value in lines if name == "Status"), "200 OK")
        http = StatusAndHeaders(status, [line for line in lines if line[0] != "Status"], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=http))
        http = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=http))
    return out.getvalue()


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page.json", "page"])
def test_html_and_text_are_told_by_content(ingest: Ingest, name: str) -> None:
    html, text = ingest(HTML.encode(), name), ingest(TEXT.encode(), name)
    assert [(p["media_type"], p["content"]) for p in html.pages + text.pages] == [
        ("text/html", HTML),
        ("text/plain", TEXT),
    ]
    assert html.pages[0]["document_id"] == hashlib.sha256(HTML.encode()).hexdigest()
    assert html.pages[0]["bytes"] == len(HTML)


@pytest.mark.parametrize(
    "html",
    [
        "<!-- saved --><html><p>One.</p></html>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html><p>One.</p></html>",
        "<article><h1>Title</h1><p>One.</p></article>",
        "<p>One paragraph only.</p>",
        "ost of it was lost</p><p>But</p><p>this</p><p>is</p><p>left</p>",
    ],
)
def test_html_without_its_usual_start(ingest: Ingest, html: str) -> None:
    assert ingest(html.encode()).pages[0]["media_type"] == "text/html"


@pytest.mark.parametrize(
    "text",
    [
        "Title\n\nA text that kept <br> a stray tag and <b>another</b>, no more than that.",
        '<img src="http://pixel.example/p.gif"> Menu\nHome\nNews\n\nThe council met on Monday.',
        "<< Previous story\n\nThe council met on Monday.",
        "[Updated at 5pm] The council met.",
        "{Photo: A. Berg} The council met.",
        "Mayors, unions, firms and parties met on Monday\nThey disagreed, as before, on everything",
        "Title, text and url are words\n\nIn a text, too.",
        "News | Section | Title | Date\nThe council met on Monday.\nIt will meet again.",
    ],
)
def test_text_that_looks_like_something_else(ingest: Ingest, text: str) -> None:
    got = ingest(text.encode())
    assert [(p["media_type"], p["content"]) for p in got.pages] == [("text/plain", text)]


def test_json_lines(ingest: Ingest) -> None:
    first = {"url": "https://a.example/1", "headline": "One", "html": HTML, "datePublished": "2026-05-04T10:00:00Z",
             "author": [{"name": "Ada Quill"}, {"name": "Ben Orr"}], "keywords": "ports, trade", "section": "Business",
             "inLanguage": "en-GB"}  # fmt: skip
    lines = [json.dumps(first), "", '{"broken": ', json.dumps({"text": TEXT, "title": "Two"}), '"text"', "{}"]
    got = ingest("\n".join(lines).encode(), "pages")
    assert [uri.rpartition("#")[2] for uri in (p["source_uri"] for p in got.pages)] == ["1", "4"]
    page = got.pages[0]
    assert page["document_id"] == hashlib.sha256(lines[0].encode()).hexdigest()
    hints = ("url", "title_hint", "published_hint", "authors_hint", "section_hint", "tags_hint", "language_hint")
    assert [page[name] for name in hints] == [
        *("https://a.example/1", "One", "2026-05-04T10:00:00Z", ["Ada Quill", "Ben Orr"], "Business"),
        *(["ports", "trade"], "en-GB"),
    ]
    assert {p["hint_method"] for p in got.pages} == {"record"}
    assert got.pages[1]["media_type"] == "text/plain"
    assert [(row["source_uri"].rpartition("#")[2], row["rule"]) for row in got.refused] == [
        ("3", "bad_record"), ("5", "bad_record"), ("6", "bad_record")]  # fmt: skip
    assert got.refused[0]["payload"] == '{"broken": '


def test_json_lines_whose_first_line_is_broken(ingest: Ingest) -> None:
    got = ingest(b'no json\n{"text": "The council met."}\n{"text": "It met again."}\n')
    assert got.contents == ["The council met.", "It met again."]
    assert got.rules == ["bad_record"]


@pytest.mark.parametrize("indent", [None, 2])
def test_json_array_and_object(ingest: Ingest, indent: int | None, tmp_path: Path) -> None:
    records = [{"text": "The council met.", "n": 1.5}, {"content": "It met again."}]
    for value, count in ((records, 2), (records[0], 1), ({"articles": records}, 2)):
        got = ingest(json.dumps(value, indent=indent).encode())
        assert got.contents == ["The council met.", "It met again."][:count]
        assert got.names(tmp_path) == ["input#1", "input#2"][:count]


def test_json_array_with_a_damaged_element(ingest: Ingest) -> None:
    got = ingest(b'[{"text": "The council met."}, {"text": nonsense}, {"text": "Lost."}]')
    assert got.contents == ["The council met."]
    assert got.refused[0]["source_uri"].endswith("#2")


def test_json_array_larger_than_what_is_read_at_once(ingest: Ingest) -> None:
    records = [{"text": f"{n} " + "The council met. " * 3_000} for n in range(30)]
    assert ingest(json.dumps(records).encode()).contents == [r["text"] for r in records]


def test_json_feed(ingest: Ingest, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_json_lines_in_other_unicode_encodings(ingest: Ingest, encoding: str) -> None:
    data = '{"text": "Żółw w Łodzi, the first line."}\n{"text": "Zwei Straßen."}\n'.encode(encoding)
    assert ingest(data).contents == ["Żółw w Łodzi, the first line.", "Zwei Straßen."]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_tables_of_text(ingest: Ingest, delimiter: str, tmp_path: Path) -> None:
    rows = ["id url Title Body", '1 https://a.example/1 One "The council\nmet, it said ""again"""', "2 x", "",
            "3 https://a.example/3 Three <p>It_met.</p>"]  # fmt: skip
    table = "\r\n".join(re_split(row, delimiter) for row in rows)
    got = ingest(table.encode())
    assert [(p["title_hint"], p["media_type"]) for p in got.pages] == [("One", "text/plain"), ("Three", "text/html")]
    assert got.pages[0]["content"] == 'The council\nmet, it said "again"'.replace(" ", delimiter)
    assert got.names(tmp_path) == ["input#1", "input#3"]
    assert got.rules == ["bad_record"]
    again = ingest(f"\ufeffsep={delimiter}\r\n{table}".encode())  # as a spreadsheet writes it
    assert (again.contents, again.names(tmp_path), again.rules) == (got.contents, got.names(tmp_path), got.rules)


def re_split(row: str, delimiter: str) -> str:
    return row.replace(" ", delimiter)


def test_a_table_without_a_column_for_the_page(ingest: Ingest) -> None:
    got = ingest(b"url,title,date\nhttps://a.example/1,One,2026-05-04\n")
    assert got.rules == ["unsupported"]
    assert "url, title, date" in got.refused[0]["reason"]


def test_columns_can_be_mapped(ingest: Ingest) -> None:
    columns = Columns().with_names({"text": "Volltext", "title": ["Kopf"]})
    got = ingest(b"Kopf;Volltext;Notiz\nEins;Der Rat tagte.;x\n", columns=columns)
    assert [(p["title_hint"], p["content"]) for p in got.pages] == [("Eins", "Der Rat tagte.")]
    with pytest.raises(UsageError, match="volltext"):
        Columns().with_names({"volltext": "Volltext"})


def test_parquet(ingest: Ingest, tmp_path: Path) -> None:
    table = pa.table({"html": [HTML.encode(), None, b"<p>caf\xe9 au lait</p>"], "tags": [["a", "b"], None, []],
                      "author": ["Ada Quill", "x", None], "n": [1, 2, 3]})  # fmt: skip
    pq.write_table(table, tmp_path / "t")
    got = ingest((tmp_path / "t").read_bytes())
    assert got.contents == [HTML, "<p>café au lait</p>"]
    assert (got.pages[0]["tags_hint"], got.pages[0]["authors_hint"]) == (["a", "b"], ["Ada Quill"])
    assert got.names(tmp_path) == ["input#1", "input#3"]
    assert got.rules == ["empty"]
    assert ingest((tmp_path / "t").read_bytes()[:-20]).rules == ["truncated_archive"]
    assert ingest(gzip.compress((tmp_path / "t").read_bytes())).contents == got.contents


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Lantern</title><language>en-gb</language>
<item><title>Harbour reopens</title><link>https://lantern.example/harbour</link><dc:creator>Ada Quill</dc:creator>
<pubDate>Mon, 04 May 2026 10:00:00 GMT</pubDate><category>Ports</category><description>Short.</description>
<content:encoded><![CDATA[<p>The harbour of Velmora reopened.</p><script>x()</script>]]></content:encoded></item>
<item><title>Only a summary</title><description>Rail &amp;amp; road reopened &#8211; at last.</description></item>
<item><title>Nothing</title><link>https://lantern.example/nothing</link></item>
</channel></rss>"""


def test_rss(ingest: Ingest, tmp_path: Path) -> None:
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


def test_broken_and_empty_feeds(ingest: Ingest) -> None:
    assert len(ingest(RSS[: RSS.index("<item><title>Nothing")].encode()).pages) == 2
    assert ingest(b"<rss version='2.0'><channel><title>x</title></channel></rss>").rules == ["empty"]


@pytest.mark.parametrize("gzipped", [True, False])
def test_warc(ingest: Ingest, tmp_path: Path, gzipped: bool) -> None:
    html = "Content-Type: text/html; charset=windows-1251"
    data = warc_of(
        ("https://a.example/1", HTML.encode(), "Content-Type: text/html"),
        ("https://a.example/2", "<p>Порт снова открыт.</p>".encode("cp1251"), html),
        ("https://a.example/3", gzip.compress(HTML.encode()), "Content-Type: text/html\nContent-Encoding: gzip"),
        ("https://a.example/4", b"5\r\n<p>On\r\n7\r\nly.</p>\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
        ("https://a.example/5", b"\x89PNG\r\n\x1a\n0000", "Content-Type: image/png"),
        ("https://a.example/6", HTML.encode(), "Status: 404 Not Found"),
        ("https://a.example/7", b"", "Content-Type: text/html"),
        gzipped=gzipped,
    )
    got = ingest(data)
    assert got.contents == [HTML, "<p>Порт снова открыт.</p>", HTML, "<p>Only.</p>"]
    assert got.names(tmp_path) == ["input#2", "input#4", "input#6", "input#8"]
    assert got.pages[0]["url"] == "https://a.example/1"
    assert got.pages[0]["document_id"] == hashlib.sha256(HTML.encode()).hexdigest()
    assert got.pages[1]["encoding"] == "windows-1251"
    assert got.rules == ["empty"]


def test_warc_without_pages(ingest: Ingest) -> None:
    got = ingest(warc_of(("https://a.example/5", b"\x89PNG\r\n\x1a\n0000", "Content-Type: image/png")))
    assert got.rules == ["empty"]


@pytest.mark.parametrize(
    "pack", [gzip.compress, zstandard.compress, lambda data: gzip.compress(zstandard.compress(data))]
)
def test_a_packed_page_keeps_its_uri(ingest: Ingest, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    got = ingest(pack(HTML.encode()))
    assert (got.names(tmp_path), got.contents) == (["input"], [HTML])
    assert got.pages[0]["document_id"] == hashlib.sha256(HTML.encode()).hexdigest()


def test_members_of_gzip_and_zstd_are_one_stream(ingest: Ingest) -> None:
    one, two = b'{"text": "The council met."}\n', b'{"text": "It met again."}\n'
    frame = b"\x50\x2a\x4d\x18\x04\x00\x00\x00skip"
    for data in (
        gzip.compress(one) + gzip.compress(b"") + gzip.compress(two) + b"\x00" * 20,
        zstandard.compress(one) + frame + zstandard.compress(two),
        frame + zstandard.compress(one) + zstandard.compress(two),
    ):
        assert ingest(data).contents == ["The council met.", "It met again."]


def test_zip(ingest: Ingest, tmp_path: Path) -> None:
    inner = zip_of(**{"deep.txt": TEXT})
    members: dict[str, bytes | str] = (
        {"a/one.html": HTML, "two.jsonl.gz": gzip.compress(b'{"text": "The council met."}'), "in.zip": inner,
         "__MACOSX/._x": b"x", ".DS_Store": b"x", "empty": b"", "picture": b"GIF89a.."}
    )  # fmt: skip
    got = ingest(zip_of(**members))
    assert got.names(tmp_path) == ["input#a/one.html", "input#two.jsonl.gz#1", "input#in.zip#deep.txt"]
    assert [(r["rule"], r["source_uri"].rpartition("#")[2]) for r in got.refused] == [
        ("empty", "empty"),
        ("binary", "picture"),
    ]
    assert ingest(zip_of()).rules == ["empty"]


def test_office_documents_are_no_archives_of_pages(ingest: Ingest) -> None:
    got = ingest(zip_of(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}))
    assert got.rules == ["unsupported"]
    assert "Office" in got.refused[0]["reason"]


@pytest.mark.parametrize(
    ("data", "rule", "words"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\t", "empty", "white space"),
        (b"%PDF-1.7\n%\xe2\xe3", "binary", "a PDF document"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "binary", "a JPEG image"),
        (bytes(range(256)) * 9, "binary", "unknown binary data"),
        (b"BZh91AY&SY", "unsupported", "bzip2"),
        (b"<?xml version='1.0'?><nitf><body/></nitf>", "unsupported", "<nitf>"),
        (b"<urlset xmlns='x'><url/></urlset>", "unsupported", "sitemap"),
    ],
)
def test_what_is_no_page_is_refused_by_name(ingest: Ingest, data: bytes, rule: str, words: str) -> None:
    got = ingest(data)
    assert (got.pages, got.rules) == ([], [rule])
    assert words in got.refused[0]["reason"]


def test_truncated_archives(ingest: Ingest) -> None:
    lines = b"".join(
        b'{"text": "Council %d met, %s."}\n' % (n, hashlib.sha256(b"%d" % n).hexdigest().encode()) for n in range(5_000)
    )
    for packed in (gzip.compress(lines), zstandard.compress(lines)):
        got = ingest(packed[:-400])
        assert 1_000 < len(got.pages) < 5_000
        assert got.rules == ["truncated_archive"]
    assert ingest(gzip.compress(HTML.encode())[:-9]).rules == ["truncated_archive"]
    assert ingest(zip_of(**{"a.html": HTML})[:-30]).rules == ["truncated_archive"]
    assert ingest(warc_of(("https://a.example/1", HTML.encode(), ""), gzipped=False)[:-500]).rules == [
        "truncated_archive"
    ]
