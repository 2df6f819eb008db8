"""Markdown is told from plain text, and the fields in front of it are hints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from expectations.contract import check
from expectations.documents import PAGES
from tasks.ingest.markdown import front_matter, is_markdown
from tasks.ingest.options import IngestOptions
from tasks.ingest.stage import discover, read

TOLD = "The dairy at Tolvik will close in June, its owners told the sixty workers on Friday."


def row_of(path: Path) -> dict[str, Any]:
    """The one page of a file, which its contract lets pass."""
    [part] = read(discover([str(path)]), IngestOptions())
    assert not check(part.tables["pages"], PAGES).breaches
    [row] = part.tables["pages"].to_pylist()
    return dict(row)


@pytest.mark.parametrize(
    "text",
    [
        f"# Dairy closes\n\n{TOLD}",
        f"* [News](/news)\n* [Sport](https://gull.example/sport)\n\n{TOLD}",
        f"{TOLD}\n\n## Milk goes south\n\nIt goes to **Brennavik**.",
        f"---\ntitle: Dairy closes\n---\n{TOLD}",
        f"Title: Dairy closes\n\nURL Source: https://gull.example/dairy\n\nMarkdown Content:\n{TOLD}",
        f"![The dairy](/dairy.jpg)\n\n{TOLD} [Read more](/more)",
    ],
)
def test_markdown(text: str) -> None:
    assert is_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        TOLD,
        f"Dairy closes\n\n{TOLD}\n\n#dairy #milk",
        f"{TOLD}\n\nMore: [1](https://gull.example/more)",
        f"{TOLD} He was **furious**, a worker said.",
        f"--- \n{TOLD}\n---\n",
        f"1. Dairy closes\n2. Ferry cancelled\n\n{TOLD}",
        f"* Dairy closes\n* Ferry cancelled\n\n{TOLD}",
    ],
)
def test_no_markdown(text: str) -> None:
    assert not is_markdown(text)


def test_the_fields_in_front_of_a_page_are_hints(tmp_path: Path) -> None:
    page = tmp_path / "dairy"
    fields = [
        "title: 'Dairy: closed'",
        "author: Ann Lee; Ola Brand",
        "url: https://gull.example/dairy",
        "date: 2024-05-04",
    ]
    fields += ["category: Farming", "tags:", "  - milk", "  - 'dairies'", "description:"]
    page.write_text("---\n" + "\n".join(fields) + f"\n---\n{TOLD}\n")
    row = row_of(page)
    assert (row["media_type"], row["content"]) == ("text/markdown", f"{TOLD}\n")
    assert (row["title_hint"], row["authors_hint"]) == ("Dairy: closed", ["Ann Lee", "Ola Brand"])
    assert (row["url"], row["published_hint"]) == ("https://gull.example/dairy", "2024-05-04")
    assert (row["section_hint"], row["tags_hint"]) == ("Farming", ["milk", "dairies"])


def test_a_crawlers_record_holds_markdown_and_says_more_in_an_object_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "crawl.json").write_text(
        '[{"markdown": "# Dairy closes\\n\\nThe dairy will close in June.", "title": "Dairy", '
        '"metadata": {"title": "Dairy | Gull", "sourceURL": "https://gull.example/dairy", '
        '"publishedTime": "2024-05-04"}}]'
    )
    row = row_of(tmp_path / "crawl.json")
    assert (row["media_type"], row["title_hint"]) == ("text/markdown", "Dairy")
    assert (row["url"], row["published_hint"]) == ("https://gull.example/dairy", "2024-05-04")


def test_fields_with_nothing_behind_them_are_no_page(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("---\ntitle: Dairy closes\n---\n\n")
    [part] = read(discover([str(tmp_path)]), IngestOptions())
    [refused] = part.quarantined.to_pylist()
    assert (part.tables["pages"].num_rows, refused["rule"]) == (0, "empty")


def test_a_paragraph_between_two_rules_is_no_field() -> None:
    for text in (f"---\n{TOLD}\n---\nMore", f"---\ntitle: Dairy\n{TOLD}\n---\nMore", "Title: nothing behind it"):
        assert front_matter(text) == ({}, text)


def test_a_long_value_may_go_on_in_the_next_line() -> None:
    fields, page = front_matter("---\ntitle: Dairy\nsummary: >\n  It closes\n  in June.\n\ndate: 2024\n---\nText")
    assert ({"title": "Dairy", "date": "2024"}.items() <= fields.items(), page) == (True, "Text")
