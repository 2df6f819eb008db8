"""Fixtures that several test folders share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from expectations.articles import ARTICLES
from expectations.contract import Contract
from tasks.ids import stable_id


def row_of(contract: Contract, **values: Any) -> dict[str, Any]:
    """A row of a contract's stage schema: given values, empty lists, and nulls or plain defaults for the rest."""
    row: dict[str, Any] = {}
    for field in contract.stage_schema:
        if pa.types.is_list(field.type):
            row[field.name] = []
        elif field.nullable:
            row[field.name] = None
        else:
            row[field.name] = "" if pa.types.is_string(field.type) else 0
    return row | values


def article(number: int = 1, text: str | None = None, **values: Any) -> dict[str, Any]:
    """A valid row of `articles` about an invented harbour town."""
    text = (
        text if text is not None else f"The ferry to Oddaholm sailed {number} times on Monday, the harbour master said."
    )
    defaults = {
        "article_id": stable_id("article", number),
        "revision": 1,
        "document_id": f"{number:064x}",
        "source": "Harbour Times",
        "source_uri": f"inbox/{number}.html",
        "title": f"Ferry sails {number} times",
        "text": text,
        "language": "en",
        "language_confidence": 0.9,
        "published_at": datetime(2026, 5, number % 28 + 1, tzinfo=UTC),
        "published_precision": "day",
        "published_method": "meta",
        "word_count": len(text.split()),
        "content_hash": stable_id(text),
        "cluster_id": stable_id("article", number),
        "story_id": stable_id("article", number),
    }
    return row_of(ARTICLES, **(defaults | values))


def articles_table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=ARTICLES.stage_schema)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever needs the Prefect server, or what was milled under it, runs in one and the same test process."""
    for item in items:
        if "prefect_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("flow"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty folder for a warehouse."""
    return tmp_path / "warehouse"
