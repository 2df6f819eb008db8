"""One batch of pages cleaned; if that kills a worker, each page alone, and the one to blame goes to quarantine."""

from __future__ import annotations

import pyarrow as pa

from expectations.articles import ARTICLES
from expectations.documents import DOCUMENTS
from tasks.batch import Job, run_batch
from tasks.clean.options import CleanOptions
from tasks.clean.stage import clean
from tasks.outcome import Outcome, Refusal, refusals_table
from tasks.pool import WorkerLostError, isolated
from tasks.withheld import withheld
from warehouse.ref import TableRef
from warehouse.staging import Staged, read
from warehouse.tombstones import NOTHING, Tombstones

CONTRACTS = {"articles": ARTICLES, "documents": DOCUMENTS}


def clean_pages(
    job: Job, pages: TableRef, known: TableRef, options: CleanOptions, tombstones: Tombstones = NOTHING
) -> Staged:
    """Clean the pages of one batch that are not known; what was taken down is withheld."""

    def make() -> Outcome:
        return withheld(clean(new_pages(read(pages), read(known)), options), tombstones)

    return run_batch(job, CONTRACTS, make)


def clean_pages_alone(
    job: Job, pages: TableRef, known: TableRef, options: CleanOptions, seconds: float, tombstones: Tombstones = NOTHING
) -> Staged:
    """As `clean_pages`, with a worker call for each page: slow, but a page that kills its worker is found out."""

    def each() -> Outcome:
        todo = new_pages(read(pages), read(known))
        parts = [_alone(todo.slice(row, 1).take([0]), options, seconds) for row in range(todo.num_rows)]
        return withheld(joined(parts), tombstones)

    return run_batch(job, CONTRACTS, each)


def _alone(page: pa.Table, options: CleanOptions, seconds: float) -> Outcome:
    try:
        return isolated(clean, seconds, page, options)
    except WorkerLostError as error:
        uri = page.column("source_uri")[0].as_py()
        refusal = Refusal(
            stage="clean",
            rule="page_kills_worker",
            reason=f"{uri}: {error}",
            source_uri=uri,
            source=page.column("source")[0].as_py(),
            document_id=page.column("document_id")[0].as_py(),
            payload=page.column("content")[0].as_py()[:500],
        )
        nothing = {name: contract.stage_schema.empty_table() for name, contract in CONTRACTS.items()}
        return Outcome(nothing, refusals_table([refusal]), {"pages": 1, "refused": 1})


def new_pages(pages: pa.Table, known: pa.Table) -> pa.Table:
    """The pages that are not among the known ones, by document and place."""
    if not known.num_rows:
        return pages
    marked = set(zip(known.column("document_id").to_pylist(), known.column("source_uri").to_pylist(), strict=True))
    keys = zip(pages.column("document_id").to_pylist(), pages.column("source_uri").to_pylist(), strict=True)
    return pages.filter(pa.array([key not in marked for key in keys], pa.bool_()))


def joined(outcomes: list[Outcome]) -> Outcome:
    """Outcomes of parts as the outcome of the whole."""
    tables = {
        name: pa.concat_tables([contract.stage_schema.empty_table(), *(o.tables[name] for o in outcomes)])
        for name, contract in CONTRACTS.items()
    }
    counts: dict[str, int] = {}
    for outcome in outcomes:
        for name, count in outcome.counts.items():
            counts[name] = counts.get(name, 0) + count
    return Outcome(tables, pa.concat_tables([refusals_table([]), *(o.quarantined for o in outcomes)]), counts)
