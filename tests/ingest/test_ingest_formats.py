"""What a file is, is told by its content: HTML, text, or nothing that is read."""

from __future__ import annotations

import hashlib

import pytest

from tests.ingest.made_files import HTML, TEXT, Ingest


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
def test_html_is_known_without_its_usual_start(ingest: Ingest, html: str) -> None:
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
def test_text_is_text_even_if_it_looks_like_something_else(ingest: Ingest, text: str) -> None:
    got = ingest(text.encode())
    assert [(p["media_type"], p["content"]) for p in got.pages] == [("text/plain", text)]


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
