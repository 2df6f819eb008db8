"""samples/README.md says what ingest makes of each sample; this holds it to its word."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
INBOX = SAMPLES / "inbox"
ROW = re.compile(r"^\| `([^`]+)` \|[^|]*\| ([^|]*) \|", re.MULTILINE)
CLAIMS = dict(ROW.findall((SAMPLES / "README.md").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def files() -> list[str]:
    return sorted(str(path.relative_to(INBOX)) for path in INBOX.rglob("*") if path.is_file())


def test_every_sample_is_described(files: list[str]) -> None:
    assert sorted(CLAIMS) == files


@pytest.mark.parametrize("name", CLAIMS)
def test_ingest_does_what_is_claimed(name: str, ingest_folder: Callable[..., Any]) -> None:
    got = ingest_folder(INBOX / name)
    pages, _, refused = CLAIMS[name].partition("refused: ")
    count, kind = next(iter(re.findall(r"(\d+) pages? \((\w+)\)", pages)), ("0", ""))
    media = {"html": "text/html", "markdown": "text/markdown", "text": "text/plain"}.get(kind)
    assert [page["media_type"] for page in got.pages] == [media] * int(count)
    assert got.rules == [rule for rule in refused.split(", ") if rule]
    assert all(str(name) in row["reason"] for row in got.refused)


def test_wrong_encoding_is_recovered(ingest_folder: Callable[..., Any]) -> None:
    page = ingest_folder(INBOX / "broken/wrong-encoding.html").pages[0]
    assert (page["encoding"], page["replaced_chars"]) == ("windows-1252", 0)
    assert all(
        word in page["content"] for word in ("Zoë Karlström", "“the longest lunch of the year”", "– about 90 crowns")
    )


def test_records_carry_what_is_said_beside_them(ingest_folder: Callable[..., Any]) -> None:
    pages = {page["source_uri"].rpartition("/")[2]: page for page in ingest_folder(INBOX).pages}
    feed = pages["lantern.rss#2"]
    assert (feed["authors_hint"], feed["published_hint"]) == (["Piotr Lanz"], "Fri, 15 May 2026 16:45:00 +0200")
    assert pages["crawl-20260601.warc.gz#3"]["url"].startswith("https://lantern.example/economy/port-accidents")
    assert pages["railnews-export.csv#1"]["authors_hint"] == ["Bram Osterling"]
    assert pages["cna-wire.jsonl#2"]["tags_hint"] == ["rates", "economy"]


def test_no_document_stands_twice(ingest_folder: Callable[..., Any]) -> None:
    counts = Counter(page["document_id"] for page in ingest_folder(INBOX).pages)
    assert set(counts.values()) == {1}


def test_aliases_name_people_of_the_inbox(ingest_folder: Callable[..., Any]) -> None:
    text = "\n".join(page["content"] for page in ingest_folder(INBOX).pages)
    with (SAMPLES / "aliases.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["alias"] for row in rows if row["alias"] not in text] == []
    assert all(0 < float(row["prior"]) <= 1 for row in rows)
