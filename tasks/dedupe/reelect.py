"""A cluster whose canonical article is taken down gets another; its id stays."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from expectations.articles import CLUSTER_COLUMNS
from expectations.signatures import SIGNATURES
from tasks.dedupe.assignments import ASSIGNMENTS, assignments
from tasks.dedupe.canonical import canonical_rows
from tasks.dedupe.cluster import NONE
from tasks.dedupe.compare import codes, line_up
from tasks.dedupe.options import DEFAULTS, DedupeOptions

REELECTED = pa.schema([ASSIGNMENTS.field(name) for name in ("article_id", "revision", *CLUSTER_COLUMNS, "reason")])
"""One row per article revision whose columns change in `articles` and in `signatures`; keys are unique."""


def reelect(signatures: pa.Table, removed: pa.Array, options: DedupeOptions = DEFAULTS) -> pa.Table:
    """What changes in the clusters whose canonical article is removed: REELECTED, every row that remains in them.

    The new canonical article is chosen by the rule for new clusters: earliest published, then most complete, then
    smallest id. The others are measured against it anew, as dedupe does. `cluster_id` stays as it was published,
    although it is the id of an article that is no more, so later copies still join. Clusters that keep their canonical
    article are not in the result, nor those that are removed whole. A row with a null `duplicate_of` may have become
    canonical only now: as a copy it was not enriched.

    Args:
        signatures: SIGNATURES, published or stage schema, of every member of the clusters that `removed` are in, such
            as `SignatureFiles.beside` gives; more rows do no harm.
        removed: ids of the articles that go, all revisions of each.
        options: those that the signatures were sketched with.
    """
    schema = SIGNATURES.stage_schema
    left = signatures.select(schema.names).cast(schema)
    left = left.filter(pc.invert(pc.is_in(left.column("article_id"), value_set=removed.cast(pa.string()))))
    headless = pc.unique(
        left.column("cluster_id").filter(pc.is_in(left.column("duplicate_of"), value_set=removed.cast(pa.string())))
    )
    left = left.filter(pc.is_in(left.column("cluster_id"), value_set=headless))
    compared = line_up(schema.empty_table(), left, options)
    canonical = canonical_rows(codes(compared.table.column("cluster_id")), np.full(len(compared), NONE))
    return assignments(compared, canonical, options).select(REELECTED.names)
