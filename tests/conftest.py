"""Fixtures that several test folders share."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from expectations.articles import ARTICLES
from expectations.contract import Contract
from tasks.ids import stable_id
from tests.s3 import emulator
from warehouse.location import located, use_storage


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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=40, help="how often the crash test kills a run")
    parser.addoption("--mutants", type=int, default=400, help="how many mutated pages the fuzz test makes")


@pytest.fixture(scope="session")
def kills(pytestconfig: pytest.Config) -> int:
    return int(pytestconfig.getoption("--kills"))


@pytest.fixture(scope="session")
def mutants(pytestconfig: pytest.Config) -> int:
    return int(pytestconfig.getoption("--mutants"))


LONGEST_FIRST = {"crash": 0, "milled": 1, "flow": 2}
"""Groups of tests that take minutes begin at once; what is left behind them is short and keeps all processes busy."""


@pytest.hookimpl(wrapper=True)  # before the plugin that reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Whoever looks at the samples as they were milled once runs in one test process, other flow runs in another.

    Tests that name a group, because they take minutes, run beside these with a server of their own.
    """
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if "prefect_server" in needed and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("milled" if needed & {"milled", "copied"} else "flow"))
    items.sort(key=lambda item: LONGEST_FIRST.get(_group(item), len(LONGEST_FIRST)))
    yield
    if hasattr(config, "workerinput"):  # a plugin that tears groups apart says nothing: all takes half as long again
        assert all(item.nodeid.endswith(f"@{group}") for item in items if (group := _group(item)))


def _group(item: pytest.Item) -> str:
    marker = item.get_closest_marker("xdist_group")
    return marker.args[0] if marker else ""


@pytest.fixture(scope="session")
def s3_options() -> Iterator[dict[str, Any]]:
    """How fsspec reaches an S3 emulator that lives as long as the tests; it is the default of this process, too."""
    with emulator() as store:
        use_storage(store.options)
        yield dict(store.options)
        use_storage({})


@pytest.fixture
def bucket(s3_options: dict[str, Any]) -> str:  # noqa: ARG001
    """The URL of an empty bucket."""
    url = f"s3://news-{uuid.uuid4().hex}"
    place = located(url)
    assert not isinstance(place, Path)
    place.fs.mkdir(place.path)
    return url


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty folder for a warehouse."""
    return tmp_path / "warehouse"
