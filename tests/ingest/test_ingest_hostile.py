"""Inputs made to harm: each ends as a refusal, in bounded memory and time."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.ingest.stage import IngestOptions, discover, read
from tests.ingest.made_files import Ingest, zip_of

LINE = b'{"text": "The council of Velmora met on Monday."}\n'
PAGE = b"<html><body><p>The council of Velmora met on Monday.</p></body></html>"


BLANK = PAGE + b" x" * 15_000_000
BOMBS = {
    "gzip": gzip.compress(BLANK),
    "gzip of many members": gzip.compress(PAGE + bytes(1_000_000)) * 40,
    "gzip of empty members": gzip.compress(b"") * 30_000,
    "gzip of gzip": gzip.compress(gzip.compress(BLANK)),
    "zstd": zstandard.compress(BLANK),
    "zip": zip_of({"a.html": BLANK}),
    "zip of members": zip_of({f"{n}.html": PAGE + bytes(3_000_000) for n in range(10)}),
    "gzip of JSON lines": gzip.compress((b'{"text": "' + b"x" * 100_000 + b'"}\n') * 400),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(ingest: Ingest, name: str) -> None:
    got = ingest(BOMBS[name])
    assert got.rules[-1] == "decompression_bomb"
    assert sum(page["bytes"] for page in got.pages) <= max(10_000_000, 500 * len(BOMBS[name]))


def test_a_bomb_in_a_warc(ingest: Ingest) -> None:
    body = gzip.compress(BLANK)
    got = ingest(warc((b"Content-Encoding: gzip\r\n", body)), max_page_bytes=20_000_000)
    assert (got.pages, got.rules) == ([], ["decompression_bomb"])


def test_an_archive_of_near_copies_is_no_bomb(ingest: Ingest) -> None:
    frame = "".join(f"<p>{hashlib.sha256(b'%d' % n).hexdigest()}</p>" for n in range(200))
    pages = (f"{frame}<p>{hashlib.sha512(b'%d' % n).hexdigest()}</p>" for n in range(1_000))
    lines = b"".join(json.dumps({"html": page}).encode() + b"\n" for page in pages)
    got = ingest(zstandard.compress(lines))
    assert (len(got.pages), got.rules) == (1_000, [])


def warc(*records: tuple[bytes, bytes], lie: int = 0) -> bytes:
    """Responses of (HTTP header lines, body); `lie` is added to the stated length of the second."""
    out = b""
    for number, (headers, body) in enumerate(records):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + b"\r\n" + body
        length = len(block) + (lie if number == 1 else 0)
        head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/%d\r\nContent-Length: %d\r\n\r\n"
        out += head % (number, length) + block + b"\r\n\r\n"
    return out


@pytest.mark.parametrize("number", ["99999999999999999999", "1114112", "xffffffffffff"])
def test_a_feed_with_a_character_that_is_none(ingest: Ingest, number: str) -> None:
    """feedparser reads a broken feed once more, with a reader that makes a character of any number."""
    got = ingest(f"<?xml version='1.0'?><rss><channel><item><title>&#{number};</channel>".encode())
    assert (got.pages, got.rules) == ([], ["bad_record"])
    assert "the feed " in got.refused[0]["reason"]


@pytest.mark.parametrize("lie", [-10, -60, 3, 30, 200])
def test_a_wrong_length_in_a_warc_costs_no_other_record(ingest: Ingest, lie: int) -> None:
    pages = [PAGE.replace(b"Monday", b"day %d" % n) for n in range(4)]
    got = ingest(warc(*((b"", page) for page in pages), lie=lie))
    contents = [page["content"].encode().strip() for page in got.pages]
    assert contents[0] == pages[0]
    assert contents[-1] == pages[3]
    assert set(contents) <= set(pages)
    assert got.rules == ([] if lie == 3 else ["bad_record"])  # three bytes more are the line ends behind it


def test_a_warc_that_claims_to_be_endless(ingest: Ingest) -> None:
    data = warc((b"", PAGE)).replace(b"Content-Length: ", b"Content-Length: 99999999999999999999")
    assert ingest(data).rules == ["truncated_archive"]


@pytest.mark.parametrize(
    "header", [b"X: " + b"y" * 200_000, b"X\r\n" * 50_000, b"Content-Length: -5", b"\xff\xfe: \x00"]
)
def test_warc_headers(ingest: Ingest, header: bytes) -> None:
    got = ingest(b"WARC/1.0\r\n" + header + b"\r\n\r\n" + PAGE + b"\r\n\r\n" + warc((b"", PAGE)))
    assert [page["content"].encode() for page in got.pages] == [PAGE]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b.html", "C:\\b.html", "..\\b.html"])
def test_names_that_lead_out_of_a_zip(ingest: Ingest, name: str, tmp_path: Path) -> None:
    got = ingest(zip_of({name: PAGE, "good.html": PAGE}))
    assert got.names(tmp_path) == ["input#good.html"]
    assert got.rules == ["bad_record"]
    assert [path.name for path in tmp_path.iterdir()] == ["input"]


def test_zip_members_that_cannot_be_read(ingest: Ingest, tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.html": PAGE, "b.html": PAGE, "c.html": PAGE}))
    second = data.index(b"b.html")
    data[second + 10 : second + 20] = b"\xff" * 10
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1  # the first is said to be encrypted
    got = ingest(bytes(data))
    assert got.names(tmp_path) == ["input#c.html"]
    assert got.rules == ["unsupported", "truncated_archive"]


def test_a_zip_whose_members_lie_on_top_of_each_other(ingest: Ingest) -> None:
    """One compressed body listed a thousand times: the sum of what is unpacked is what counts."""
    body = zlib.compress(bytes(1_000_000), 9)[2:-4]
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(bytes(1_000_000)), len(body), 1_000_000, 1, 0
    )
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(bytes(1_000_000)), len(body),
                        1_000_000, 1, 0, 0, 0, 0, 0, 0)  # fmt: skip
    listing = b"".join(entry + b"a" for _ in range(1_000))
    start = len(local) + 1 + len(body)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1_000, 1_000, len(listing), start, 0)
    got = ingest(local + b"a" + body + listing + end)
    assert got.pages == []
    assert len(got.refused) <= 1_000
    assert set(got.rules) <= {"decompression_bomb", "truncated_archive", "binary"}


def test_containers_too_deep(ingest: Ingest) -> None:
    data = PAGE
    for _ in range(6):
        data = gzip.compress(data)
    assert ingest(data).rules == ["unsupported"]


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b'[{"a":' * 10_000 + b"1" + b"}]" * 10_000,
        b'{"text": ' + b"[" * 10_000 + b"]" * 10_000 + b"}\n" + LINE,
        LINE + b'{"text": "x", "n": ' + b"9" * 10_000 + b"}\n",
        b'{"text": "x", "text": {"text": {}}}',
        b'{"text": NaN}\n' + LINE,
    ],
)
def test_json_made_to_break_parsers(ingest: Ingest, data: bytes) -> None:
    got = ingest(data)
    assert got.pages or got.refused
    assert len(got.pages) == data.count(LINE) or data.startswith(b"[" * 9)


def test_escaped_surrogates_and_nul_in_json(ingest: Ingest) -> None:
    got = ingest(
        b'{"text": "a \\ud800 b \\u0000 c \\ud83d\\ude00 d", "title": "\\udfff\\u0000", "tags": ["\\ud800"]}\n'
    )
    assert got.contents == ["a \ufffd b  c 😀 d"]
    assert got.pages[0]["replaced_chars"] == 1


def test_a_huge_cell(ingest: Ingest) -> None:
    rows = b"url,text\nhttps://a.example/1,The council met.\nhttps://a.example/2,"
    big = ingest(rows + b"x" * 300_000 + b"\nhttps://a.example/3,It met again.\n", max_page_bytes=200_000)
    assert big.contents == ["The council met.", "It met again."]
    assert len(big.refused) == 1
    open_mark = ingest(rows + b'"' + b"never closed\n" * 50_000)
    assert open_mark.contents[0] == "The council met."


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/hostname">',
        '<!EnTiTy % p SYSTEM "http://127.0.0.1:9/x"> %p;',
    ],
)
def test_xml_entities_are_not_expanded(ingest: Ingest, declaration: str) -> None:
    xml = f"<?xml version='1.0'?><!DOCTYPE rss [{declaration}]><rss version='2.0'><channel><item><title>t</title>"
    got = ingest(f"{xml}<description>&c; &c;</description></item></channel></rss>".encode())
    assert (got.pages, got.rules) == ([], ["unsupported"])


REPEATED = [
    *(b"<", b"<a", b"<!--", b"<?", b"<!DOCTYPE ", b"<p>", b"{", b'{"', b",", b'"', b"\xe9", b"<meta charset=", b"a;"),
    *("Ã©".encode(), b"<rss><channel><item>", b"]]>", b"WARC/1.0\r\n", b"[{", b"\x00<", b"&#1;", b"</script"),
]


@pytest.mark.parametrize("part", REPEATED)
def test_no_quadratic_work(ingest: Ingest, part: bytes) -> None:
    got = ingest(part * (200_000 // len(part)))
    assert len(got.pages) + len(got.refused) >= 1


def test_limits(ingest: Ingest) -> None:
    assert ingest(PAGE * 10, max_page_bytes=100).rules == ["too_large"]
    got = ingest(LINE + b'{"text": "' + b"x" * 1_000 + b'"}\n' + LINE, max_page_bytes=500)
    assert (len(got.pages), got.rules) == (2, ["too_large"])
    got = ingest(LINE * 50, max_records=20)
    assert (len(got.pages), got.rules) == (20, ["too_large"])
    assert ingest(gzip.compress(zip_of({"a.html": PAGE})), max_nested_bytes=50).rules == ["too_large"]


def test_memory_stays_flat_and_batches_bounded(tmp_path: Path) -> None:
    line = json.dumps({"text": "The council of Velmora met on Monday. " * 500}).encode() + b"\n"
    with gzip.open(tmp_path / "many.jsonl.gz", "wb", compresslevel=1) as out:
        for _ in range(1_200):
            out.write(line)
    options = IngestOptions(batch_bytes=500_000, max_ratio=10_000)
    tracemalloc.start()
    pages = 0
    for outcome in read(discover([str(tmp_path)], None), options):
        assert outcome.counts["bytes"] < 600_000
        pages += outcome.counts["pages"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pages == 1_200
    assert peak < 10_000_000  # of 23 MB read


SEEDS = [
    PAGE,
    LINE * 3,
    gzip.compress(LINE * 3),
    zstandard.compress(PAGE),
    zip_of({"a.html": PAGE, "b.jsonl": LINE * 2}),
    warc((b"", PAGE), (b"Content-Encoding: gzip\r\n", gzip.compress(PAGE))),
    b"url,title,text\nhttps://a.example/1,One,The council met.\n",
    b"<rss version='2.0'><channel><item><title>t</title><description>d d</description></item></channel></rss>",
    b'[{"text": "The council met."}, {"text": "It met again."}]',
]


def accounted(folder: Path, data: bytes) -> None:
    (folder / "input").write_bytes(data)
    files = discover([str(folder / "input")], None)
    outcomes = list(read(files, IngestOptions(max_page_bytes=100_000)))
    assert sum(o.counts["pages"] + o.counts["quarantined"] for o in outcomes) >= 1
    assert sum(o.counts["files"] for o in outcomes) == 1
    for outcome in outcomes:
        assert outcome.tables["pages"].num_rows == outcome.counts["pages"]
        outcome.tables["pages"].validate(full=True)
        outcome.quarantined.validate(full=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=500))
def test_no_bytes_make_read_raise(tmp_path: Path, data: bytes) -> None:
    accounted(tmp_path, data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    seed=st.sampled_from(SEEDS),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=8)), max_size=6),
)
def test_no_damage_makes_read_raise(tmp_path: Path, seed: bytes, edits: list[tuple[float, int, bytes]]) -> None:
    data = seed
    for where, length, put in edits:
        place = int(where * len(data))
        data = data[:place] + put + data[place + length :]
    accounted(tmp_path, data)
