"""One batch of articles enriched: the canonical ones, since copies point to them."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.compute as pc

from expectations.entities import ENTITIES
from expectations.quotes import QUOTES
from tasks.batch import Job, run_batch
from tasks.enrich.options import EnrichOptions
from tasks.enrich.stage import enrich, unread
from tasks.outcome import Outcome
from warehouse.ref import TableRef
from warehouse.staging import Staged, read

CONTRACTS = {"entities": ENTITIES, "quotes": QUOTES}


def enrich_articles(job: Job, articles: TableRef, options: EnrichOptions) -> Staged:
    """Stage the entities and quotes of the canonical articles of one batch, and which of them no model can read."""
    table = read(articles)
    canonical = table.filter(pc.is_null(table.column("duplicate_of")))

    def make() -> Outcome:
        outcome = enrich(canonical, options)
        return replace(outcome, tables={**outcome.tables, "unread": unread(canonical, options)})

    return run_batch(job, CONTRACTS, make, {"articles": canonical})
