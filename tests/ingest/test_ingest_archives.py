"""Files that hold other files: gzip, zstd, zip and WARC."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tests.ingest.made_files import HTML, TEXT, Ingest, warc_of, zip_of


@pytest.mark.parametrize("gzipped", [True, False])
def test_responses_in_a_warc_are_pages(ingest: Ingest, tmp_path: Path, gzipped: bool) -> None:
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


def test_a_warc_without_pages_is_refused(ingest: Ingest) -> None:
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


def test_members_of_a_zip_are_pages(ingest: Ingest, tmp_path: Path) -> None:
    inner = zip_of({"deep.txt": TEXT})
    members: dict[str, bytes | str] = (
        {"a/one.html": HTML, "two.jsonl.gz": gzip.compress(b'{"text": "The council met."}'), "in.zip": inner,
         "__MACOSX/._x": b"x", ".DS_Store": b"x", "empty": b"", "picture": b"GIF89a.."}
    )  # fmt: skip
    got = ingest(zip_of(members))
    assert got.names(tmp_path) == ["input#a/one.html", "input#two.jsonl.gz#1", "input#in.zip#deep.txt"]
    assert [(r["rule"], r["source_uri"].rpartition("#")[2]) for r in got.refused] == [
        ("empty", "empty"),
        ("binary", "picture"),
    ]
    assert ingest(zip_of({})).rules == ["empty"]


def test_office_documents_are_no_archives_of_pages(ingest: Ingest) -> None:
    got = ingest(zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}))
    assert got.rules == ["unsupported"]
    assert "Office" in got.refused[0]["reason"]


def test_a_truncated_archive_is_read_so_far_and_refused(ingest: Ingest) -> None:
    lines = b"".join(
        b'{"text": "Council %d met, %s."}\n' % (n, hashlib.sha256(b"%d" % n).hexdigest().encode()) for n in range(5_000)
    )
    for packed in (gzip.compress(lines), zstandard.compress(lines)):
        got = ingest(packed[:-400])
        assert 1_000 < len(got.pages) < 5_000
        assert got.rules == ["truncated_archive"]
    assert ingest(gzip.compress(HTML.encode())[:-9]).rules == ["truncated_archive"]
    assert ingest(zip_of({"a.html": HTML})[:-30]).rules == ["truncated_archive"]
    assert ingest(warc_of(("https://a.example/1", HTML.encode(), ""), gzipped=False)[:-500]).rules == [
        "truncated_archive"
    ]
