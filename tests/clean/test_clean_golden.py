"""Golden pages: one fault each, named by the file; only the fields that a case states are compared."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tasks.clean.options import CleanOptions
from tasks.clean.stage import clean
from tests.clean.clean_pages import page, pages_table

PAGES = Path(__file__).parent / "pages"
MEDIA_TYPES = {".html": "text/html", ".md": "text/markdown", ".txt": "text/plain"}
CASES = sorted(path for path in PAGES.iterdir() if path.suffix in MEDIA_TYPES)


def shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden_page(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    content = path.read_text(encoding="utf-8")
    outcome = clean(pages_table(page(content, MEDIA_TYPES[path.suffix], path.name)), CleanOptions())
    rows = outcome.tables["articles"].to_pylist()
    assert len(rows) == len(expected)
    assert outcome.quarantined.num_rows == (0 if expected else 1)
    for row, want in zip(rows, expected, strict=True):
        found = {name: shown(row[name]) for name in want}
        if "text" in want:
            found["text"] = row["text"].split("\n\n")
        if "captions" in want:
            found["captions"] = [caption["text"] for caption in row["captions"]]
        assert found == want


def test_every_case_states_something() -> None:
    assert len(CASES) >= 20
    assert all(path.with_suffix(".json").exists() for path in CASES)
