"""The steps of dedupe between files: what a new revision changed, of its run and of what was published before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tasks.batch import Job
from tasks.dedupe.batch import Before, assign_articles, resolve_sketches, sketch_articles
from tasks.dedupe.stage import DedupeOptions
from tests.conftest import article, articles_table
from warehouse.ref import TableRef
from warehouse.signature_index import keep_current
from warehouse.staging import Staged, read, stage

OPTIONS = DedupeOptions()
LINES = [f"Crossing {n} to Oddaholm took the {n * 7} cars of that day over without a word." for n in range(30)]
TEXT = " ".join(LINES)
NOTHING = Before([], [])


def steps(folder: Path, before: Before, *batches: list[dict[str, Any]]) -> tuple[Staged, list[Staged]]:
    """Sketch each batch, resolve all of them, assign each: as the flow does."""
    refs = [stage(folder, f"in{n}", {"a": articles_table(*rows)}, {}).tables["a"] for n, rows in enumerate(batches)]
    sketches = [
        sketch_articles(job(folder, f"sketch{n}"), ref, OPTIONS).tables["sketches"] for n, ref in enumerate(refs)
    ]
    resolved = resolve_sketches(job(folder, "resolve"), sketches, refs, before, OPTIONS)
    assigned, first_row = [], 0
    for n, ref in enumerate(refs):
        step = job(folder, f"assign{n}")
        assigned.append(assign_articles(step, ref, resolved.tables["assignments"], first_row))
        first_row += ref.rows
    return resolved, assigned


def job(folder: Path, key: str) -> Job:
    return Job("dedupe", str(folder), key, key)


def changes_of(resolved: Staged) -> list[dict[str, Any] | None]:
    changes: list[dict[str, Any] | None] = read(resolved.tables["relations"]).column("changes").to_pylist()
    return changes


def published(folder: Path, refs: list[TableRef]) -> list[str]:
    """Article files as a generation has them, below a folder by day."""
    paths = []
    for n, ref in enumerate(refs):
        path = folder / "ingested_on=2026-06-01" / f"{n}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(read(ref), path)
        paths.append(str(path))
    return paths


def test_changes_between_two_revisions_of_one_run(tmp_path: Path) -> None:
    later = article(1, TEXT.replace("203 cars", "302 cars"), published_at=article(2)["published_at"])
    resolved, _ = steps(tmp_path, NOTHING, [article(1, TEXT), article(5)], [later])
    [found] = changes_of(resolved)
    assert found is not None
    assert (found["numbers_removed"], found["numbers_added"]) == (["203"], ["302"])


def test_changes_against_the_text_that_was_published(tmp_path: Path) -> None:
    first, assigned = steps(tmp_path / "first", NOTHING, [article(1, TEXT), article(5)], [article(9)])
    files = published(tmp_path, [part.tables["articles"] for part in assigned])
    keep_current(tmp_path / "index", [Path(first.tables["signatures"].path)], min_rows=1)
    before = Before([first.tables["signatures"].path], files, str(tmp_path / "index"))
    later = [article(9), article(1, f"{TEXT} Nobody was hurt.", source="The Tide")]
    resolved, _ = steps(tmp_path / "second", before, [article(7)], later)
    [found] = changes_of(resolved)
    assert found is not None
    assert (found["added"], found["removed"], found["changed"]) == (["Nobody was hurt."], [], [])


def test_a_published_text_that_was_taken_down_leaves_changes_empty(tmp_path: Path) -> None:
    first, _ = steps(tmp_path / "first", NOTHING, [article(1, TEXT)])
    before = Before([first.tables["signatures"].path], [])
    resolved, _ = steps(tmp_path / "second", before, [article(1, f"{TEXT} Nobody was hurt.")])
    assert changes_of(resolved) == [None]
