"""One group of inputs read into staged pages, and the pages among them that are known already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pyarrow as pa

from expectations.documents import PAGES
from tasks.batch import Job, run_batch
from tasks.ingest.inputs import InputFile
from tasks.ingest.stage import IngestOptions, read
from tasks.ingest.web.crawl import Crawl, Fetch, WebSource
from tasks.ingest.web.options import FetchOptions
from tasks.known import read_before
from tasks.outcome import Outcome, refusals_table
from warehouse import lock
from warehouse.fetched import Fetched
from warehouse.layout import Layout
from warehouse.lookups import known
from warehouse.ref import TableRef
from warehouse.staging import Staged, stage, staged
from warehouse.staging import read as read_staged

CONTRACTS = {"pages": PAGES}
KNOWN = pa.schema([("document_id", pa.string()), ("source_uri", pa.string())])


def ingest_inputs(job: Job, inputs: Sequence[InputFile], options: IngestOptions) -> list[Staged]:
    """Read inputs into parts of bounded size, each staged on its own; the job's record counts the parts."""
    done = staged(job.path, job.key)
    if done is not None:
        parts = [staged(job.path, _part(job, n)) for n in range(done.counts["parts"])]
        if None not in parts:
            return [part for part in parts if part is not None]
    made = [
        run_batch(replace(job, key=_part(job, n)), CONTRACTS, lambda outcome=outcome: outcome)  # type: ignore[misc]
        for n, outcome in enumerate(read(inputs, options))
    ]
    stage(job.path, job.key, {}, {"parts": len(made)})
    return made


def fetch_sources(
    sources: Sequence[WebSource], layout: Layout, lineage: Sequence[str], options: FetchOptions, wait_seconds: float,
    *, anew: bool = False,
) -> Fetch:  # fmt: skip
    """Fetch what is due of the sources on the web; what no run has published yet is kept in the warehouse.

    With `anew`, what was named is fetched though it was published and has not changed.

    Raises:
        WarehouseError: another run fetches for longer than `wait_seconds`.
    """
    with lock.fetching(layout, wait_seconds):
        fetched = Fetched(layout.fetched)
        published = _published(fetched, lineage)
        fetched.tidy(published)
        return Crawl(fetched, published, options, anew=anew).run(sources)


def _published(fetched: Fetched, lineage: Sequence[str]) -> set[tuple[str, str]]:
    """Address and hash of what was fetched and has been published, or taken down."""
    return read_before(((v.url, v.sha256) for v in fetched.visits.values() if v.sha256), lineage)


def _part(job: Job, number: int) -> str:
    return f"{job.key}-{number:05d}"


def recognise_pages(
    job: Job, pages: Iterable[TableRef], lineage: Sequence[str], documents: Sequence[str] | None = None
) -> Staged:
    """Stage `known`: the pages whose bytes an earlier run has read, or that stand earlier in this run.

    With the files of the published `documents`, refused pages are read again: one that was ever refused is not known.
    Those among them that were published with another article are staged as `again` (document_id).
    """
    return run_batch(job, {}, lambda: _recognised(pages, lineage, documents))


def _recognised(pages: Iterable[TableRef], lineage: Sequence[str], documents: Sequence[str] | None) -> Outcome:
    rows = [read_staged(ref, KNOWN.names).cast(KNOWN) for ref in pages]
    here = pa.concat_tables([KNOWN.empty_table(), *rows])
    before = set(known(lineage, ["document_id"], here).column("document_id").to_pylist())
    if documents is not None:
        refused = here.append_column("outcome", pa.repeat("quarantined", here.num_rows))
        before -= set(known(lineage, ["document_id", "outcome"], refused).column("document_id").to_pylist())
    again = known(documents or (), ["document_id"], here)
    repeated = []
    for document, uri in zip(
        here.column("document_id").to_pylist(), here.column("source_uri").to_pylist(), strict=True
    ):
        if document in before:
            repeated.append({"document_id": document, "source_uri": uri})
        before.add(document)
    tables = {"known": pa.Table.from_pylist(repeated, schema=KNOWN), "again": again}
    return Outcome(tables, refusals_table([]), {"known": len(repeated)})
