"""Verified pairs as rows of the relations table: directed, with kind, similarity and evidence."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from expectations.relations import CHANGES, RELATIONS
from tasks.dedupe.candidates import Pairs
from tasks.dedupe.canonical import CONTAINED, KINDS, Judged, judge
from tasks.dedupe.compare import Compared
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import set_sizes, sorted_once


def relations(compared: Compared, pairs: Pairs, options: DedupeOptions) -> pa.Table:
    """RELATIONS (stage schema) of all pairs with at least one new article.

    Directed from the contained text to the one that holds it, from the later revision to the earlier one, else from
    the later article in canonical order to the earlier one.
    """
    directed = _directed(
        compared, _each_once(pairs.keep(~(compared.is_old[pairs.left] & compared.is_old[pairs.right])))
    )
    judged = judge(compared, directed, options)
    turn = (judged.kind == CONTAINED) & (judged.measured.right_share > judged.measured.left_share)
    judged = Judged(judged.measured.turned(turn), judged.kind)
    measured = judged.measured
    left, right = pa.array(measured.pairs.left), pa.array(measured.pairs.right)
    ids, revisions = compared.table.column("article_id"), compared.table.column("revision")
    sizes = set_sizes(compared.stored.column("grams"))[compared.origin]
    evidence = [measured.shared, sizes[measured.pairs.left], sizes[measured.pairs.right]]
    counts = [pa.array(numbers).cast(pa.string()) for numbers in evidence]
    said = pc.binary_join_element_wise(counts[0], " sampled shingles shared, of ", counts[1], " and ", counts[2], "")
    return pa.table({
        "article_id": ids.take(left),
        "revision": revisions.take(left),
        "related_id": ids.take(right),
        "related_revision": revisions.take(right),
        "kind": pa.array(KINDS[judged.kind].tolist(), pa.string()),
        "similarity": pa.array(judged.similarity, pa.float32()),
        "article_share": pa.array(measured.left_share, pa.float32()),
        "related_share": pa.array(measured.right_share, pa.float32()),
        "evidence": said,
        "changes": pa.nulls(len(left), CHANGES),
    }, schema=RELATIONS.stage_schema)  # fmt: skip


def _each_once(pairs: Pairs) -> Pairs:
    low, high = np.minimum(pairs.left, pairs.right), np.maximum(pairs.left, pairs.right)
    return Pairs.of_keys(sorted_once(Pairs(low, high).keys()))


def _directed(compared: Compared, pairs: Pairs) -> Pairs:
    """From the later row to the earlier one; of two revisions, from the higher one."""
    revision = compared.table.column("revision").to_numpy()
    same = compared.article[pairs.left] == compared.article[pairs.right]
    ahead = same & (revision[pairs.left] > revision[pairs.right])
    return pairs.turned(~ahead)
