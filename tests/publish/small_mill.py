"""The mill without Prefect: the same steps over the same files, in this process."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from expectations.contract import check
from expectations.runs import RUNS
from flows.run import CODE_VERSION, Run, plan
from flows.settings import load_settings
from tasks.clean.batch import clean_pages
from tasks.dedupe.batch import Before, assign_articles, resolve_sketches, sketch_articles
from tasks.enrich.batch import enrich_articles
from tasks.ingest.batch import ingest_inputs, recognise_pages
from tasks.publish.batch import Made, close_books, published, written
from tasks.publish.bounds import Bounds
from warehouse.location import Location
from warehouse.staging import read
from warehouse.tombstones import Tombstones


def grind(warehouse: Location, *sources: Path) -> dict[str, int] | None:
    """One run over the sources; its counts, or None when there was nothing new."""
    run = plan([str(source) for source in sources], load_settings(warehouse=warehouse))
    if not run.inputs:
        return None
    with run.alone(), run.writing():
        return _turn(run)


def _turn(run: Run) -> dict[str, int]:
    settings = run.settings
    ingested = ingest_inputs(run.job("ingest", "1", settings.ingest), run.inputs, settings.ingest)
    pages = [part.tables["pages"] for part in ingested]
    known = recognise_pages(run.job("recognise", "1", None), pages, run.published("lineage"))
    tombstones = Tombstones.read(run.published("tombstones"))
    cleaned = [
        clean_pages(run.job("clean", "1", n), ref, known.tables["known"], settings.clean, tombstones)
        for n, ref in enumerate(pages)
    ]
    articles = [part.tables["articles"] for part in cleaned]
    options = settings.dedupe
    sketches = [sketch_articles(run.job("sketch", "1", n), ref, options) for n, ref in enumerate(articles)]
    sketched = [part.tables["sketches"] for part in sketches]
    before = Before(run.published("signatures"), run.published("articles"))
    resolved = resolve_sketches(run.job("resolve", "1", None), sketched, articles, before, options)
    deduped, row = [], 0
    for n, ref in enumerate(articles):
        deduped.append(assign_articles(run.job("dedupe", "1", n), ref, resolved.tables["assignments"], row))
        row += ref.rows
    enriched = [
        enrich_articles(run.job("enrich", "1", n), part.tables["articles"], settings.enrich)
        for n, part in enumerate(deduped)
    ]
    made = Made(ingested, known, cleaned, deduped, resolved, enriched)
    inputs = {item.uri: item.sha256 for item in run.inputs}
    books = close_books(
        run.job("publish", "books", None), made, inputs, run.sources, run.inputs_known, CODE_VERSION, Bounds(),
        run.published("articles"),
    )  # fmt: skip
    for name in ("references", "runs"):
        _require_sound(read(books.tables[name]), name)
    published(written(made, run.layout, run.stamp, {}), books, run.layout)
    return dict(books.counts)


def _require_sound(table: pa.Table, name: str) -> None:
    """The books of a run must balance, and its tables fit together."""
    if name == "runs":
        assert check(table, RUNS).breaches == ()
    else:
        assert set(table.column("broken").to_pylist()) == {0}, table.to_pylist()
