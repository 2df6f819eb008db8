"""Lineage accounts for every input, exactly once per article it gave."""

from __future__ import annotations

import pyarrow as pa
import pytest

from expectations.quarantine import QUARANTINE
from tasks.outcome import Refusal, refusals_table
from tasks.publish.books import input_of, lineage_rows

INPUTS = {"inbox/a.html": "a" * 64, "inbox/b.jsonl": "b" * 64, "inbox/#c.txt": "c" * 64, "inbox/d.bin": "d" * 64}
ARTICLE = pa.schema(
    [("source_uri", pa.string()), ("document_id", pa.string()), ("article_id", pa.string()), ("revision", pa.int32())]
)
PUBLISHED = ARTICLE.append(pa.field("duplicate_of", pa.string()))
PAGE = pa.schema([("source_uri", pa.string()), ("document_id", pa.string())])


def rows(schema: pa.Schema, *values: tuple[object, ...]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(schema.names, v, strict=True)) for v in values], schema=schema)


def lineage(**tables: pa.Table) -> list[tuple[str, str | None, str]]:
    empty = {
        "published": PUBLISHED.empty_table(),
        "known_articles": ARTICLE.empty_table(),
        "known_pages": PAGE.empty_table(),
        "quarantined": QUARANTINE.stage_schema.empty_table(),
    }
    made = lineage_rows(INPUTS, **(empty | tables)).to_pylist()
    return sorted(
        ((r["input_uri"], r["article_id"], r["outcome"]) for r in made), key=lambda r: (r[0], r[1] or "", r[2])
    )


def test_every_input_is_accounted_for() -> None:
    published = rows(
        PUBLISHED,
        ("inbox/a.html", "d1", "one", 1, None),
        ("inbox/a.html", "d1", "two", 1, "one"),
        ("inbox/b.jsonl#0", "d2", "three", 1, None),
    )
    known = rows(ARTICLE, ("inbox/b.jsonl#1", "d3", "one", 1))
    refused = refusals_table([Refusal("ingest", "binary", "inbox/d.bin: no text", "inbox/d.bin")])
    assert lineage(published=published, known_articles=known, quarantined=refused) == sorted(
        [
            ("inbox/a.html", "one", "published"),
            ("inbox/a.html", "two", "duplicate"),
            ("inbox/b.jsonl", "three", "published"),
            ("inbox/b.jsonl", "one", "known"),
            ("inbox/#c.txt", None, "empty"),
            ("inbox/d.bin", None, "quarantined"),
        ],
        key=lambda row: (row[0], row[1] or "", row[2]),
    )


def test_two_broken_rules_of_one_page_are_one_row() -> None:
    refused = refusals_table(
        [Refusal("clean", rule, "inbox/a.html: bad", "inbox/a.html", document_id="d1") for rule in ("x", "y")]
    )
    assert [row for row in lineage(quarantined=refused) if row[0] == "inbox/a.html"] == [
        ("inbox/a.html", None, "quarantined")
    ]


@pytest.mark.parametrize(
    ("uri", "found"),
    [
        ("inbox/a.html", "inbox/a.html"),
        ("inbox/b.jsonl#3", "inbox/b.jsonl"),
        ("inbox/#c.txt", "inbox/#c.txt"),
        ("inbox/b.jsonl#x#y", "inbox/b.jsonl"),
    ],
)
def test_a_record_belongs_to_its_input(uri: str, found: str) -> None:
    assert input_of(uri, INPUTS) == found


def test_a_page_from_nowhere_is_a_bug() -> None:
    with pytest.raises(KeyError):
        input_of("elsewhere/a.html", INPUTS)
