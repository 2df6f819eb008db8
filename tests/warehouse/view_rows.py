"""Warehouses of a few rows, for the tests of views and look-ups."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from expectations.published import PUBLISHED
from tasks.ids import stable_id
from tests.conftest import row_of
from warehouse.generations import Draft, Stamp
from warehouse.layout import Layout

ONE, TWO, THREE = (stable_id("article", n) for n in (1, 2, 3))


def warehouse_of(root: Path, **tables: list[dict[str, Any]]) -> Layout:
    """A warehouse with these rows."""
    root.mkdir(parents=True, exist_ok=True)
    draft = Draft(Layout(root), Stamp("key", datetime(2026, 6, 1, tzinfo=UTC), "0.1.0"))
    for name, rows in tables.items():
        draft.add(PUBLISHED[name], [pa.Table.from_pylist(rows, schema=PUBLISHED[name].stage_schema)])
    draft.complete(PUBLISHED.values())
    draft.publish()
    return Layout(root)


def quote(article_id: str, speaker: str | None, number: int, kind: str = "direct", revision: int = 1) -> dict[str, Any]:
    values = {
        "article_id": article_id,
        "revision": revision,
        "quote_id": stable_id("q", article_id, number),
        "kind": kind,
    }
    entity = None if speaker is None else stable_id(speaker)
    return row_of(PUBLISHED["quotes"], **values, text="No.", speaker=speaker, speaker_entity_id=entity, method="marks")


def entity(article_id: str, name: str, mentions: list[dict[str, Any]], revision: int = 1) -> dict[str, Any]:
    values = {"article_id": article_id, "revision": revision, "entity_id": stable_id(name), "name": name, "type": "GPE"}
    return row_of(PUBLISHED["entities"], **values, in_title=False, mentions=mentions)
