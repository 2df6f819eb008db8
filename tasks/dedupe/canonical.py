"""Which article of a cluster stands for it, and of what kind the others are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from expectations.articles import DUPLICATE_KINDS
from tasks.dedupe.candidates import Pairs
from tasks.dedupe.cluster import NONE
from tasks.dedupe.compare import Compared
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import Mask, Rows
from tasks.dedupe.verify import Measured, measure

KINDS = np.array(DUPLICATE_KINDS)
EXACT, NEAR, CONTAINED, VERSION = range(4)
WHY = {
    "alone": "no copy known",
    "published before": "published before its copies came",
    "earliest": "earliest published",
    "fullest": "most complete of the earliest published",
    "equals": "first by id of equally early and complete copies",
    "revision": "another revision of the canonical article",
    "exact": "the same words as the canonical article",
    "near": "most of its shingles are in the canonical article, and the other way round",
    "contained": "lies inside the canonical article",
    "holds": "holds the canonical article and more",
    "version": "another text of the same outlet for the canonical article",
    "chained": "copy of a copy of the canonical article",
}
"""Sentences for the column `reason`."""


@dataclass(frozen=True)
class Judged:
    """Pairs with the kind of their relation: index into KINDS, and what they share."""

    measured: Measured
    kind: npt.NDArray[np.int8]

    @property
    def similarity(self) -> npt.NDArray[np.float64]:
        """1 for exact, the share contained for contained, else the Jaccard similarity of the shingles."""
        similar = np.where(self.kind == CONTAINED, self.measured.containment, self.measured.jaccard)
        return np.where(self.kind == EXACT, 1.0, similar)


def judge(compared: Compared, pairs: Pairs, options: DedupeOptions) -> Judged:
    """Name the relation of each pair.

    exact: the same words. version: by the same outlet (or of the same article), with other words. contained: at least
    `inside` of one text is in the other, which has more. near: all else.
    """
    rows = np.unique(np.concatenate([pairs.left, pairs.right]))
    local = Pairs(np.searchsorted(rows, pairs.left), np.searchsorted(rows, pairs.right))
    measured = measure(compared.sets("grams", rows), local).renumbered(rows)
    left, right = pairs.left, pairs.right
    inside = (measured.containment >= options.inside) & (
        np.minimum(measured.left_share, measured.right_share) < options.inside
    )
    outlet, article = compared.outlet, compared.article
    again = ((outlet[left] == outlet[right]) & (outlet[left] != NONE)) | (article[left] == article[right])
    kind = np.where(inside, CONTAINED, NEAR).astype(np.int8)
    kind[again] = VERSION
    kind[compared.exact[left] == compared.exact[right]] = EXACT
    return Judged(measured, kind)


def canonical_rows(labels: Rows, stands: Rows) -> Rows:
    """The row that stands for each row's cluster: of a published cluster the row in `stands`, else the first.

    `stands` holds, for rows of published clusters, the row of the canonical article, and NONE for all others.
    """
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    chosen = first.copy()
    old = np.flatnonzero(stands != NONE)
    chosen[inverse[old]] = stands[old]
    canonical: Rows = chosen[inverse]
    return canonical


def why_canonical(compared: Compared, canonical: Rows) -> pa.StringArray:
    """The rule that chose each row that stands for its cluster; null for the others.

    Rows are in canonical order, so the rule is the first key in which it differs from the next member.
    """
    order = np.argsort(canonical, kind="stable")
    head = np.flatnonzero(canonical[order] == order)
    row = order[head]
    following = order[np.minimum(head + 1, len(order) - 1)]
    alone = canonical[following] != row
    earlier, fuller = (
        _differs(compared, "published_at", row, following),
        _differs(compared, "word_count", row, following),
    )
    why = np.select(
        [alone, compared.is_old[row], earlier, fuller], ["alone", "published before", "earliest", "fullest"], "equals"
    )
    reasons = np.full(len(canonical), None, object)
    reasons[row] = [WHY[name] for name in why.tolist()]
    return pa.array(reasons, pa.string())


def why_duplicate(judged: Judged, options: DedupeOptions) -> pa.StringArray:
    """How each duplicate (left) is related to its canonical article (right)."""
    measured = judged.measured
    holds = (judged.kind == CONTAINED) & (measured.right_share > measured.left_share)
    chained = (judged.kind != EXACT) & (measured.containment < options.containment)
    names = KINDS[judged.kind].astype(object)
    names[holds], names[chained] = "holds", "chained"
    return pa.array([WHY[name] for name in names.tolist()], pa.string())


def _differs(compared: Compared, column: str, row: Rows, other: Rows) -> Mask:
    values = compared.table.column(column).cast(pa.int64()).fill_null(np.iinfo(np.int64).max).to_numpy()
    different: Mask = values[row] != values[other]
    return different
