"""Publish: the books of a run are made and proved, then all its tables become visible together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from expectations.contract import Contract
from expectations.documents import DOCUMENTS
from expectations.drift import drift_contract
from expectations.lineage import LINEAGE
from expectations.published import PUBLISHED
from expectations.quarantine import QUARANTINE
from expectations.references import CHECKS, REFERENCES
from expectations.runs import runs_contract
from tasks.batch import REFUSED, Job, run_batch
from tasks.enrich.stage import UNREAD
from tasks.outcome import Outcome, refusals_table
from tasks.publish.books import lineage_rows, without_addresses
from tasks.publish.bounds import Bounds, drift_of, told
from tasks.publish.flags import flagged, marks_of
from warehouse.generations import Draft, Stamp
from warehouse.layout import Layout
from warehouse.lookups import broken_references
from warehouse.manifest import Manifest
from warehouse.ref import TableRef
from warehouse.settle import follow_up
from warehouse.staging import Staged, read

BOOKS = {QUARANTINE.name: "refused", "runs": "runs", "lineage": "lineage"}
"""The published tables that closing the books makes, each with the staged table that it is."""
MAX_FILE_BYTES = 256_000_000
"""Arrow bytes gathered into one published file."""
BESIDE_BYTES = 64_000_000
"""Staged, that is compressed: so much, some 13,000 articles, is written in two threads, which takes 200 MB more of
memory and less than two thirds of the time. More than that would make publish the peak of a run, and is done in one."""


@dataclass(frozen=True)
class Made:
    """Everything that the stages of a run staged."""

    ingested: Sequence[Staged]
    known: Staged
    cleaned: Sequence[Staged]
    deduped: Sequence[Staged]
    resolved: Staged
    enriched: Sequence[Staged]

    def refs(self, table: str) -> list[TableRef]:
        """The staged files of a published table, or of the articles that enrich could not read."""
        parts = {
            "documents": self.cleaned,
            "articles": self.deduped,
            "relations": [self.resolved],
            "signatures": [self.resolved],
            "entities": self.enriched,
            "quotes": self.enriched,
            "unread": self.enriched,
        }[table]
        return [part.tables[table] for part in parts]

    def all_refs(self) -> list[TableRef]:
        """Every staged file, in the order of the stages."""
        parts = [*self.ingested, self.known, *self.cleaned, *self.deduped, self.resolved, *self.enriched]
        return [ref for part in parts for ref in part.tables.values()]

    def quarantined(self) -> list[TableRef]:
        parts = [*self.ingested, *self.cleaned, *self.deduped, self.resolved, *self.enriched]
        return [part.tables[QUARANTINE.name] for part in parts]


def close_books(
    job: Job, made: Made, inputs: Mapping[str, str], sources: Sequence[str], inputs_known: int, code_version: str,
    bounds: Bounds, published_articles: Sequence[str],
) -> Staged:  # fmt: skip
    """Stage the lineage, the run's own row, its quarantine, what is broken between its tables, and how unlike it is."""

    def make() -> Outcome:
        quarantined = _distinct(_joined(made.quarantined(), QUARANTINE.stage_schema))
        counts = counted(made) | {"quarantined": quarantined.num_rows}
        counts |= {"inputs": len(inputs) + inputs_known, "inputs_known": inputs_known}
        row = {"sources": list(sources), "code_version": code_version, **counts}
        runs = pa.Table.from_pylist([row], schema=PUBLISHED["runs"].stage_schema)
        names = ("articles", "entities", "quotes", "documents")
        new = {name: [str(ref.place) for ref in made.refs(name)] for name in names}
        broken = broken_references(CHECKS, new, published_articles)
        refused = without_addresses(quarantined)
        tables = {"runs": runs, "lineage": _lineage(made, inputs), "references": broken, "refused": refused}
        drift = drift_of(counts | told(made.refs("articles"), made.refs("quotes")), bounds.earlier)
        return Outcome(tables | {"drift": drift}, refusals_table([]), counts)

    return run_batch(job, books_contracts(bounds), make)


def books_contracts(bounds: Bounds) -> dict[str, Contract]:
    """What must hold of a run's books, by table."""
    return {
        "runs": runs_contract(bounds.max_refused_share), "lineage": LINEAGE, "references": REFERENCES,
        "drift": drift_contract(stops=bounds.drift_stops),
    }  # fmt: skip


def counted(made: Made) -> dict[str, int]:
    """The counts of a run's row, as far as its staged tables tell."""
    of_kept_pages = sum(part.counts.get("articles_forgotten", 0) for part in made.cleaned)
    clean_refusals = sum(part.counts["refusals"] for part in made.cleaned) - of_kept_pages
    page_breaches = _refused(made.ingested, "pages")
    return {
        "pages": _rows(made.ingested, "pages") + page_breaches,
        "pages_known": made.known.tables["known"].rows,
        "pages_refused": page_breaches + clean_refusals,
        # What could not be fetched says nothing of what was read, and must not keep it from being published.
        "inputs_refused": sum(part.counts["refusals"] - part.counts["unfetched"] for part in made.ingested),
        "documents": _rows(made.cleaned, DOCUMENTS.name),
        "articles": _rows(made.cleaned, "articles") + _refused(made.cleaned, "articles") + of_kept_pages,
        "articles_refused": _refused(made.cleaned, "articles") + _refused(made.deduped, "articles") + of_kept_pages,
        "articles_known": _rows(made.deduped, "articles_known"),
        "duplicates": sum(part.counts["duplicates"] for part in made.deduped),
        "canonical": _rows(made.deduped, "articles") - sum(part.counts["duplicates"] for part in made.deduped),
        "entities": _rows(made.enriched, "entities"),
        "quotes": _rows(made.enriched, "quotes"),
    }


def written(made: Made, layout: Layout, stamp: Stamp, allowed: Mapping[str, Sequence[str]]) -> Draft:
    """The draft of a generation with the tables of the stages.

    Call with the write lock held. `allowed` are the rules that were relaxed, by the page that they had refused.
    """
    draft = Draft(layout, stamp)
    marks = marks_of(_joined(made.refs("unread"), UNREAD), allowed)
    again = read(made.known.tables["again"]).column("document_id")
    texts = [  # the largest: never both in memory
        (PUBLISHED["articles"], flagged(gathered(made.refs("articles")), marks)),
        (PUBLISHED["documents"], _without(gathered(made.refs("documents")), again)),
    ]
    found = [(PUBLISHED[name], gathered(made.refs(name))) for name in ("entities", "quotes", "relations", "signatures")]
    small = sum(ref.bytes for contract, _ in (*texts, *found) for ref in made.refs(contract.name)) <= BESIDE_BYTES
    draft.add_lanes([texts, found], threads=2 if small else 1)
    return draft


def published(draft: Draft, books: Staged, layout: Layout) -> Manifest:
    """Add the run's books to its draft, make that current, and sweep the staging.

    Call with the write lock held.
    """
    for name, table in BOOKS.items():
        draft.add(PUBLISHED[name], gathered([books.tables[table]]))
    draft.complete(PUBLISHED.values())
    manifest = draft.publish()
    follow_up(layout, manifest)
    return manifest


def gathered(refs: Sequence[TableRef], max_bytes: int = MAX_FILE_BYTES) -> Iterator[pa.Table]:
    """Staged tables in order, joined into tables of about `max_bytes` in memory: few files, bounded memory."""
    waiting: list[pa.Table] = []
    size = 0
    for ref in refs:
        table = read(ref)
        if waiting and size + table.nbytes > max_bytes:
            yield pa.concat_tables(waiting)
            waiting, size = [], 0
        waiting.append(table)
        size += table.nbytes
    if waiting:
        yield pa.concat_tables(waiting)


def _without(documents: Iterable[pa.Table], again: pa.ChunkedArray) -> Iterator[pa.Table]:
    """The documents that were not published before: a published row stands once, and never changes."""
    for table in documents:
        known = pc.is_in(table.column("document_id"), value_set=again)
        yield table.filter(pc.invert(known)) if len(again) else table


def _lineage(made: Made, inputs: Mapping[str, str]) -> pa.Table:
    columns = ["source_uri", "document_id", "article_id", "revision", "duplicate_of"]
    published = pa.concat_tables([read(ref, columns) for ref in made.refs("articles")])
    known = pa.concat_tables([read(part.tables["articles_known"]) for part in made.deduped])
    refused = [part.tables[QUARANTINE.name] for part in (*made.ingested, *made.cleaned, *made.deduped)]
    return lineage_rows(
        inputs, published, known, read(made.known.tables["known"]), _joined(refused, QUARANTINE.stage_schema)
    )


def _distinct(table: pa.Table) -> pa.Table:
    """One row per quarantine id."""
    rows = {row["quarantine_id"]: row for row in table.to_pylist()}
    return pa.Table.from_pylist(list(rows.values()), schema=table.schema)


def _joined(refs: Sequence[TableRef], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables([schema.empty_table(), *(read(ref) for ref in refs)])


def _rows(parts: Sequence[Staged], table: str) -> int:
    return sum(part.tables[table].rows for part in parts)


def _refused(parts: Sequence[Staged], table: str) -> int:
    return sum(part.tables[table + REFUSED].rows for part in parts if table + REFUSED in part.tables)
