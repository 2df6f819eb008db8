"""Look-ups by key, and the checks of what must hold between the tables of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.contract import Contract
from expectations.published import PUBLISHED
from expectations.references import CHECKS
from tests.conftest import article, articles_table, row_of
from tests.warehouse.view_rows import ONE, THREE, TWO, entity, quote
from warehouse.lookups import broken_references, known, texts_of


def test_known_finds_the_values_that_are_in_the_files(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["a", "b"], "n": [1, 2]}), tmp_path / "x.parquet")
    wanted = pa.table({"id": ["b", "c", "b"]})
    assert known([str(tmp_path / "x.parquet")], ["id"], wanted).to_pylist() == [{"id": "b"}]
    assert known([], ["id"], wanted).num_rows == 0


def test_texts_are_found_by_article_in_all_revisions(tmp_path: Path) -> None:
    paths = [tmp_path / f"ingested_on=2026-06-0{n}" / "x.parquet" for n in (1, 2, 3)]
    for path, number in zip(paths, (1, 2, 1), strict=True):
        path.parent.mkdir()
        pq.write_table(articles_table(article(number), article(3, "Later.", revision=len(path.parent.name))), path)
    files = [str(path) for path in paths]
    found = texts_of(files, pa.array([ONE])).to_pylist()
    assert found == [{"article_id": ONE, "revision": 1, "text": article(1)["text"]}] * 2
    assert texts_of([], pa.array([ONE])).num_rows == texts_of(files, pa.array(["f" * 32])).num_rows == 0


BROKEN: dict[str, dict[str, list[dict[str, Any]]]] = {
    "duplicate_of_is_canonical": {"articles": [article(1), article(2, duplicate_of=THREE, duplicate_kind="near")]},
    "article_published_once": {"articles": [article(1), article(1)]},
    "entities_of_canonical": {"entities": [entity(TWO, "Oddaholm", [])]},
    "quotes_of_canonical": {"quotes": [quote(TWO, None, 1)]},
    "speaker_is_entity": {"quotes": [quote(ONE, "Ilse Norberg", 1)]},
    "article_has_document": {"documents": []},
}


@pytest.mark.parametrize("name", [None, *CHECKS])
def test_a_check_counts_what_does_not_fit_together(name: str | None, tmp_path: Path) -> None:
    """Each check finds its fault and only its own; without a fault, none finds anything."""
    document = row_of(PUBLISHED["documents"], document_id=article(1)["document_id"])
    other = row_of(PUBLISHED["documents"], document_id=article(2)["document_id"])
    rows = {"articles": [article(1)], "entities": [], "quotes": [], "documents": [document, other]}
    rows |= BROKEN.get(name or "", {})
    new = {table: [written(tmp_path, PUBLISHED[table], values)] for table, values in rows.items()}
    found = {row["check"] for row in broken_references(CHECKS, new, []).to_pylist() if row["broken"]}
    assert found == ({name} if name else set())


def test_a_copy_may_point_at_an_article_published_before(tmp_path: Path) -> None:
    before = written(tmp_path, PUBLISHED["articles"], [article(1)], "before")
    rows = {"articles": [article(2, duplicate_of=ONE, duplicate_kind="near")], "entities": [], "quotes": []}
    rows["documents"] = [row_of(PUBLISHED["documents"], document_id=article(2)["document_id"])]
    new = {table: [written(tmp_path, PUBLISHED[table], values)] for table, values in rows.items()}
    assert not any(row["broken"] for row in broken_references(CHECKS, new, [before]).to_pylist())


def written(folder: Path, contract: Contract, rows: list[dict[str, Any]], name: str = "new") -> str:
    path = folder / f"{name}.{contract.name}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=contract.stage_schema), path)
    return str(path)
