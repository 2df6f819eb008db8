"""The five steps of the mill over batches: each submits its Prefect tasks and has what they make validated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial, wraps
from itertools import accumulate
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from prefect import get_run_logger
from prefect.futures import PrefectFuture
from prefect.utilities.annotations import quote

from expectations.contract import Contract
from expectations.errors import WarehouseError
from expectations.rates import MAX_RUNS
from flows.artifacts import show_published
from flows.batches import batch_bytes, described, grouped, numbered
from flows.report import RunReport, published, unusual_rates
from flows.run import CODE_VERSION, Run
from flows.validation import grouped_parts, validate_task
from flows.validator import Part
from tasks.clean import batch as clean_batch
from tasks.clean.task import clean_task
from tasks.dedupe import batch as dedupe_batch
from tasks.dedupe.task import assign_task, resolve_task, sketch_task
from tasks.enrich import batch as enrich_batch
from tasks.enrich.task import enrich_task
from tasks.ingest import batch as ingest_batch
from tasks.ingest.task import ingest_task, recognise_task
from tasks.publish.batch import Made, books_contracts
from tasks.publish.bounds import Bounds
from tasks.publish.task import books_task, publish_task, write_task
from warehouse.duck import runs_before
from warehouse.generations import Draft
from warehouse.ref import TableRef
from warehouse.staging import Staged, read
from warehouse.tombstones import Tombstones

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Ingested:
    """Pages in batches, and those among them whose bytes are known."""

    pages: list[Staged]
    known: Staged


@dataclass(frozen=True)
class Deduped:
    """Articles in batches with their place among all articles, and how they are related."""

    articles: list[Staged]
    resolved: Staged


def timed(step: Callable[Concatenate[Run, P], T]) -> Callable[Concatenate[Run, P], T]:
    """Let the run's clock count a step under its name."""

    @wraps(step)
    def counted(run: Run, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with run.clock.stage(step.__name__):
            return step(run, *args, **kwargs)

    return counted


def results(run: Run, step: str, futures: Sequence[Any]) -> Iterator[Any]:
    """The results of submitted tasks in order, as they come; the first failure is raised once all have ended."""
    for done, future in enumerate(futures, 1):
        future.wait()
        run.board.progress(step, done, len(futures))
        if not future.state.is_completed():
            for other in futures:
                other.wait()
        yield future.result()


def plain(value: T) -> T:
    """A parameter of a task that holds no futures: Prefect would visit each of its thousands of parts."""
    return cast("T", quote(value))


def validated(run: Run, stage: str, parts: Iterable[Part], contracts: Mapping[str, Contract]) -> Sequence[Part]:
    """What the batches of a stage made, as it comes, and validated beside what follows; publish waits for that."""
    whole: list[Part] = []
    for batches, group in grouped_parts(parts):
        run.ledger.add(partial(validate_task, stage, batches, plain(group), plain(contracts), plain(run.ledger)))
        whole += group
    run.ledger.stop_if_broken()
    return whole


@timed
def ingest(run: Run) -> Ingested:
    """Read the new inputs into batches of pages."""
    options = replace(run.settings.ingest, batch_bytes=batch_bytes(run.inputs, run.settings))
    groups = list(grouped(run.inputs, options.batch_bytes))
    futures = [
        ingest_task.submit(
            run.job("ingest", f"{n}/{len(groups)} {described(group)}", options, *(i.uri + i.sha256 for i in group)),
            plain(group),
            options,
            run.settings.batch_seconds,
        )
        for n, group in enumerate(groups, 1)
    ]
    read_pages = ({"pages": pages} for batch in results(run, "ingest", futures) for pages in batch)
    pages = [part["pages"] for part in validated(run, "ingest", read_pages, ingest_batch.CONTRACTS)]
    refs = [part.tables["pages"] for part in pages]
    known = _recognised(run, refs)
    return Ingested(pages, known)


def _recognised(run: Run, refs: Sequence[TableRef]) -> Staged:
    """The pages that are known; asked again when a takedown or maintenance drops the generation while it is read."""
    lineage = run.published("lineage")
    job = run.job("recognise", f"{sum(r.rows for r in refs)} pages", None, *(r.sha256 for r in refs), *lineage)
    try:
        return recognise_task(job, plain(refs), lineage, None if run.again is None else run.published("documents"))
    except WarehouseError:
        if run.published("lineage") == lineage:
            raise
        return _recognised(run, refs)


@timed
def clean(run: Run, ingested: Ingested) -> list[Staged]:
    """Cut the pages into articles."""
    options, known = run.settings.clean, ingested.known.tables["known"]
    buried = run.published("tombstones")
    tombstones = Tombstones.read(buried)
    names = [Path(path).name for path in buried]  # unlike their folder, those of a file never change
    futures = [
        clean_task.submit(
            run.job("clean", f"{n} {pages.rows:,} pages", options, pages.sha256, known.sha256, *names),
            pages,
            known,
            replace(options, today=options.today or run.started_at.date()),
            run.settings.batch_seconds,
            run.settings.page_seconds,
            plain(tombstones),
        )
        for n, pages in numbered(ingested.pages, "pages")
    ]
    cleaned = ({"clean": articles} for articles in results(run, "clean", futures))
    return [part["clean"] for part in validated(run, "clean", cleaned, clean_batch.CONTRACTS)]


@timed
def dedupe(run: Run, cleaned: Sequence[Staged]) -> Deduped:
    """Find what is a copy of what, among the new articles and against all history."""
    articles = list(numbered(cleaned, "articles"))
    resolved = _resolved(run, _sketched(run, articles), [ref for _, ref in articles])
    assigned = _assigned(run, articles, resolved.tables["assignments"])
    validated(run, "relations", [{"resolve": resolved}], dedupe_batch.RESOLVED)
    return Deduped(assigned, resolved)


def _sketched(run: Run, articles: Sequence[tuple[str, TableRef]]) -> list[TableRef]:
    """The signatures of each batch of articles."""
    options = run.settings.dedupe
    futures = [
        sketch_task.submit(run.job("sketch", f"{n} {ref.rows:,} articles", options, ref.sha256), ref, options)
        for n, ref in articles
    ]
    return [part.tables["sketches"] for part in results(run, "sketch", futures)]


def _resolved(run: Run, sketches: Sequence[TableRef], articles: Sequence[TableRef]) -> Staged:
    """What every article of the run repeats, of the run and of all history."""
    options, index = run.settings.dedupe, run.layout.signature_index
    before = dedupe_batch.Before(
        run.published("signatures"), run.published("articles"), None if index is None else str(index)
    )
    label = f"{sum(ref.rows for ref in articles)} articles"
    job = run.job("resolve", label, options, *(ref.sha256 for ref in (*sketches, *articles)), *before.signatures)
    return resolve_task(job, plain(sketches), plain(articles), plain(before), options)


def _assigned(run: Run, articles: Sequence[tuple[str, TableRef]], assignments: TableRef) -> list[Staged]:
    """Each batch of articles with what was found of them."""
    first_rows = accumulate((ref.rows for _, ref in articles), initial=0)
    futures = [
        assign_task.submit(
            run.job("dedupe", f"{n} {ref.rows:,} articles", first_row, ref.sha256, assignments.sha256),
            ref,
            assignments,
            first_row,
        )
        for (n, ref), first_row in zip(articles, first_rows, strict=False)
    ]
    placed = ({"dedupe": articles} for articles in results(run, "assign", futures))
    return [part["dedupe"] for part in validated(run, "dedupe", placed, dedupe_batch.ASSIGNED)]


@timed
def enrich(run: Run, deduped: Deduped) -> list[Staged]:
    """Find the entities and quotes of the canonical articles."""
    options = run.settings.enrich
    futures = [
        enrich_task.submit(
            run.job("enrich", f"{n} {ref.rows:,} articles", options, ref.sha256),
            ref,
            options,
            run.settings.batch_seconds,
        )
        for n, ref in numbered(deduped.articles, "articles")
    ]
    found = zip(results(run, "enrich", futures), deduped.articles, strict=True)
    enriched = ({"enrich": names, "dedupe": articles} for names, articles in found)
    return [part["enrich"] for part in validated(run, "enrich", enriched, enrich_batch.CONTRACTS)]


def publish(
    run: Run, ingested: Ingested, cleaned: Sequence[Staged], deduped: Deduped, enriched: Sequence[Staged]
) -> RunReport:
    """Close the books, and make everything visible in one moment."""
    made = Made(ingested.pages, ingested.known, cleaned, deduped.articles, deduped.resolved, enriched)
    with run.clock.stage("publish"), being_written(run, made) as draft:
        history, bounds = run.published("articles"), _bounds(run, ingested)
        limits = (bounds.max_refused_share, bounds.drift_stops)
        job = run.job("publish", "books", limits, *(ref.sha256 for ref in made.all_refs()), *history)
        inputs = {item.uri: item.sha256 for item in run.inputs}
        books = books_task(
            job, plain(made), plain(inputs), run.sources, run.inputs_known, CODE_VERSION, plain(bounds), plain(history)
        )
        validated(run, "publish", [{"publish": books}], books_contracts(bounds))
        run.ledger.settle()
        docs = run.ledger.write_docs()
        quarantined, drift = read(books.tables["refused"]), read(books.tables["drift"])
        manifest = publish_task(plain(draft.result()), books, run.layout)
    report = published(run, manifest, books.counts, docs, unusual_rates(drift))
    for line in report.unusual:
        get_run_logger().warning("unlike earlier runs: %s", line)
    show_published(run.board, report, run.ledger, quarantined, run.settings.data_docs_url)
    return report


def _bounds(run: Run, ingested: Ingested) -> Bounds:
    """Within what the run must lie; a retry, which reads what was refused, is like no other run."""
    if run.again is not None:
        return Bounds()
    of = run.settings
    read_count = sum(part.tables["pages"].rows for part in ingested.pages)
    max_refused = of.max_refused_share if read_count >= of.min_refused_inputs else 1.0
    return Bounds(max_refused, runs_before(run.layout, run.sources, MAX_RUNS), of.drift == "stop")


@contextmanager
def being_written(run: Run, made: Made) -> Iterator[PrefectFuture[Draft]]:
    """What is to be published, written beside the last checks; when this ends, nothing is written any more."""
    allowed = {} if run.again is None else run.again.allowed
    draft = write_task.submit(plain(made), run.layout, run.stamp, plain(allowed))
    try:
        yield draft
    finally:
        draft.wait()
