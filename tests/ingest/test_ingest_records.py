"""Records, each a page: JSON in its forms, tables of text, Parquet."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.errors import UsageError
from tasks.ingest.stage import Columns
from tests.ingest.made_files import HTML, TEXT, Ingest


def test_json_lines_are_pages_and_their_fields_hints(ingest: Ingest) -> None:
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


def test_a_broken_first_line_costs_no_other(ingest: Ingest) -> None:
    got = ingest(b'no json\n{"text": "The council met."}\n{"text": "It met again."}\n')
    assert got.contents == ["The council met.", "It met again."]
    assert got.rules == ["bad_record"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_json_lines_in_other_unicode_encodings(ingest: Ingest, encoding: str) -> None:
    data = '{"text": "Żółw w Łodzi, the first line."}\n{"text": "Zwei Straßen."}\n'.encode(encoding)
    assert ingest(data).contents == ["Żółw w Łodzi, the first line.", "Zwei Straßen."]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_array_and_an_object_are_records(ingest: Ingest, indent: int | None, tmp_path: Path) -> None:
    records = [{"text": "The council met.", "n": 1.5}, {"content": "It met again."}]
    for value, count in ((records, 2), (records[0], 1), ({"articles": records}, 2)):
        got = ingest(json.dumps(value, indent=indent).encode())
        assert got.contents == ["The council met.", "It met again."][:count]
        assert got.names(tmp_path) == ["input#1", "input#2"][:count]


DAY = "2026-05-04T07:30:00Z"
FIELDS = {"headline": "Dairy closes", "bodyText": TEXT}
SOURCE = {"title": "Dairy closes", "body": TEXT, "date": DAY}
SHAPES = {
    "search engine": {"hits": {"hits": [{"_id": "1", "_source": SOURCE}]}},
    "interface": {"response": {"results": [{"webTitle": "Dairy", "webPublicationDate": DAY, "fields": FIELDS}]}},
    "WordPress": [
        {"id": 7, "date": DAY, "title": {"rendered": "Dairy <i>closes</i>"}, "content": {"rendered": f"<p>{TEXT}</p>"},
         "author": 3, "tags": [5, 6], "category": 4}
    ],
    "export": [{"_id": {"$oid": "65f"}, "title": {"main": "Dairy closes"}, "text": TEXT, "date": {"$date": DAY}}],
    "crawler": [{"markdown": TEXT, "metadata": {"title": "Dairy closes", "publishedTime": DAY, "text": "no page"}}],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_records_may_lie_a_level_deeper(ingest: Ingest, shape: str) -> None:
    got = ingest(json.dumps(SHAPES[shape]).encode())
    [page] = got.pages
    assert (page["title_hint"], page["published_hint"], TEXT in page["content"]) == ("Dairy closes", DAY, True)
    assert (page["authors_hint"], page["tags_hint"], page["section_hint"]) == ([], [], None)


def test_an_object_without_a_page_anywhere_is_refused_with_its_fields(ingest: Ingest) -> None:
    got = ingest(json.dumps({"response": {"status": "ok"}, "fields": {"headline": "Dairy closes"}}).encode())
    assert (got.contents, got.rules) == ([], ["bad_record"])
    assert "'response', 'fields'" in got.refused[0]["reason"]


def test_a_json_array_is_read_up_to_a_damaged_element(ingest: Ingest) -> None:
    got = ingest(b'[{"text": "The council met."}, {"text": nonsense}, {"text": "Lost."}]')
    assert got.contents == ["The council met."]
    assert got.refused[0]["source_uri"].endswith("#2")


def test_a_json_array_may_be_larger_than_what_is_read_at_once(ingest: Ingest) -> None:
    records = [{"text": f"{n} " + "The council met. " * 3_000} for n in range(30)]
    assert ingest(json.dumps(records).encode()).contents == [r["text"] for r in records]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_rows_of_a_table_of_text_are_pages(ingest: Ingest, delimiter: str, tmp_path: Path) -> None:
    rows = ["id url Title Body", '1 https://a.example/1 One "The council\nmet, it said ""again"""', "2 x", "",
            "3 https://a.example/3 Three <p>It_met.</p>"]  # fmt: skip
    table = "\r\n".join(rows).replace(" ", delimiter)
    got = ingest(table.encode())
    assert [(p["title_hint"], p["media_type"]) for p in got.pages] == [("One", "text/plain"), ("Three", "text/html")]
    assert got.pages[0]["content"] == 'The council\nmet, it said "again"'.replace(" ", delimiter)
    assert got.names(tmp_path) == ["input#1", "input#3"]
    assert got.rules == ["bad_record"]
    again = ingest(f"\ufeffsep={delimiter}\r\n{table}".encode())  # as a spreadsheet writes it
    assert (again.contents, again.names(tmp_path), again.rules) == (got.contents, got.names(tmp_path), got.rules)


def test_a_table_without_a_column_for_the_page_is_refused(ingest: Ingest) -> None:
    got = ingest(b"url,title,date\nhttps://a.example/1,One,2026-05-04\n")
    assert got.rules == ["unsupported"]
    assert "url, title, date" in got.refused[0]["reason"]


def test_columns_can_be_mapped(ingest: Ingest) -> None:
    columns = Columns().with_names({"text": "Volltext", "title": ["Kopf"]})
    got = ingest(b"Kopf;Volltext;Notiz\nEins;Der Rat tagte.;x\n", columns=columns)
    assert [(p["title_hint"], p["content"]) for p in got.pages] == [("Eins", "Der Rat tagte.")]
    with pytest.raises(UsageError, match="volltext"):
        Columns().with_names({"volltext": "Volltext"})


def test_rows_of_parquet_are_pages(ingest: Ingest, tmp_path: Path) -> None:
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
