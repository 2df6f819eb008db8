"""Pages tables for the tests of clean."""

from __future__ import annotations

import hashlib
from typing import Any

import pyarrow as pa

from expectations.documents import PAGES


def page(content: str, media_type: str = "text/html", uri: str = "inbox/page.html", **hints: Any) -> dict[str, Any]:
    """One row of the pages table."""
    raw = content.encode("utf-8", "surrogatepass")
    row = {
        "document_id": hashlib.sha256(uri.encode() + raw).hexdigest(),
        "source": "inbox",
        "source_uri": uri,
        "media_type": media_type,
        "content": content,
        "bytes": len(raw),
        "encoding": "utf-8",
        "replaced_chars": 0,
    }
    return {**row, **hints}


def pages_table(*pages: dict[str, Any]) -> pa.Table:
    """Rows as a table of the pages contract."""
    return pa.Table.from_pylist(list(pages), schema=PAGES.stage_schema)
