"""The tables of a warehouse, by name."""

from __future__ import annotations

from expectations.articles import ARTICLES
from expectations.contract import Contract
from expectations.documents import DOCUMENTS
from expectations.entities import ENTITIES
from expectations.lineage import LINEAGE
from expectations.quarantine import QUARANTINE
from expectations.quotes import QUOTES
from expectations.relations import RELATIONS
from expectations.runs import RUNS
from expectations.signatures import SIGNATURES
from expectations.tombstones import TOMBSTONES

PUBLISHED: dict[str, Contract] = {
    c.name: c
    for c in (ARTICLES, ENTITIES, QUOTES, DOCUMENTS, RELATIONS, SIGNATURES, QUARANTINE, RUNS, LINEAGE, TOMBSTONES)
}
