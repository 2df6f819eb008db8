"""What each article of a cluster is: the canonical one, or a copy of it of some kind."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from expectations.articles import CLUSTER_COLUMNS
from tasks.dedupe.candidates import Pairs
from tasks.dedupe.canonical import KINDS, WHY, judge, why_canonical, why_duplicate
from tasks.dedupe.cluster import NONE
from tasks.dedupe.compare import Compared
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import Rows

ASSIGNMENTS = pa.schema([
    pa.field("article_id", pa.string(), nullable=False),
    pa.field("revision", pa.int32(), nullable=False),
    pa.field("known", pa.bool_(), nullable=False),
    pa.field("cluster_id", pa.string(), nullable=False),
    pa.field("duplicate_of", pa.string()),
    pa.field("duplicate_kind", pa.string()),
    pa.field("similarity", pa.float32()),
    pa.field("story_id", pa.string(), nullable=False),
    pa.field("reason", pa.string()),
])  # fmt: skip
"""One row per sketch row, in the same order. `known`: published before with the same content, or earlier in the batch
(then all other columns are those of the row that stays)."""


def assignments(compared: Compared, canonical: Rows, options: DedupeOptions) -> pa.Table:
    """ASSIGNMENTS of all compared rows, in canonical order; published rows keep what was published."""
    table = compared.table
    ids = table.column("article_id").combine_chunks()
    copies = np.flatnonzero(compared.article[canonical] != compared.article)
    judged = judge(compared, Pairs(copies, canonical[copies]), options)
    stands = ids.take(pa.array(canonical))
    cluster = pc.coalesce(table.column("cluster_id").combine_chunks().take(pa.array(canonical)), stands)
    kinds = pa.array(KINDS[judged.kind].tolist(), pa.string())
    found = [stands.take(pa.array(copies)), kinds, pa.array(judged.similarity, pa.float32())]
    why = pc.coalesce(
        _spread(len(ids), copies, why_duplicate(judged, options)), why_canonical(compared, canonical), WHY["revision"]
    )
    columns = [cluster, *(_spread(len(ids), copies, values) for values in found)]
    old = pa.array(compared.is_old)
    kept = [pc.if_else(old, table.column(n), c) for n, c in zip(CLUSTER_COLUMNS, columns, strict=True)]
    known = pa.repeat(pa.scalar(False), len(ids))
    return pa.table([ids, table.column("revision"), known, *kept, kept[0], why], schema=ASSIGNMENTS)


def _spread(count: int, rows: Rows, values: pa.Array) -> pa.Array:
    """An array of `count` values: those given at `rows`, null elsewhere."""
    place = np.full(count, NONE, np.int64)
    place[rows] = np.arange(len(rows))
    return values.take(pa.array(place, mask=place == NONE))
