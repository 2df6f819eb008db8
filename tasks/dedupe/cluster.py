"""Pairs to clusters, such that a page with two stories does not join them and published clusters stay apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tasks.dedupe.candidates import Pairs, run_starts
from tasks.dedupe.sets import HashSets, Mask, Rows

if TYPE_CHECKING:
    from tasks.dedupe.verify import Measured

NONE = -1


def components(count: int, left: Rows, right: Rows) -> Rows:
    """Label of the connected component of each of `count` documents."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(left), np.bool_), (left, right)), (count, count))
    labels: Rows = connected_components(graph, directed=False)[1]
    return labels.astype(np.int64)


def supported(grams: HashSets, measured: Measured, support: float) -> Mask:
    """Pairs of which the best match of each end also matches the other end.

    A round-up of two stories is the best match of neither for long: the pair with the lesser story falls when the
    better story's copies do not match it.
    """
    left, right = measured.pairs.left, measured.pairs.right
    best = _best_matches(len(grams.sizes), measured)
    return _matches(grams, best[left], right, support) & _matches(grams, best[right], left, support)


def join(count: int, pairs: Pairs, weight: Rows, published: Rows) -> Rows:
    """Clusters as a label a document, joining pairs in order of weight, heaviest first.

    `published` holds the number of the published cluster of each document, or NONE. Two published clusters are never
    joined: what would bridge them stays with the one it matches better.
    """
    left, right = pairs.left, pairs.right
    labels = components(count, left, right)
    for label in _bridged(labels, published):
        edges = np.flatnonzero(labels[left] == label)
        order = edges[np.lexsort((right[edges], left[edges], -weight[edges]))]
        members = np.flatnonzero(labels == label)
        parts = _join_apart(members, left[order], right[order], published)
        labels[members] = np.max(labels) + 1 + parts
    return labels


def _best_matches(count: int, measured: Measured) -> Rows:
    """The document that shares most with each document; itself where nothing does."""
    one = np.concatenate([measured.pairs.left, measured.pairs.right])
    other = np.concatenate([measured.pairs.right, measured.pairs.left])
    shared = np.concatenate([measured.shared, measured.shared])
    order = np.lexsort((other, -shared, one))
    one, other = one[order], other[order]
    first = run_starts(one)
    best = np.arange(count)
    best[one[first]] = other[first]
    return best


def _matches(grams: HashSets, best: Rows, other: Rows, support: float) -> Mask:
    fine: Mask = best == other
    doubtful = np.flatnonzero(~fine)
    sizes = grams.sizes
    smaller = np.minimum(sizes[best[doubtful]], sizes[other[doubtful]])
    fine[doubtful] = grams.shared(best[doubtful], other[doubtful]) >= support * np.maximum(1, smaller)
    return fine


def _bridged(labels: Rows, published: Rows) -> list[int]:
    """Labels of components that hold more than one published cluster."""
    old = np.flatnonzero(published != NONE)
    pairs = np.unique(np.stack([labels[old], published[old]]), axis=1)
    values, counts = np.unique(pairs[0], return_counts=True)
    found: list[int] = values[counts > 1].tolist()
    return found


def _join_apart(members: Rows, left: Rows, right: Rows, published: Rows) -> Rows:
    """Kruskal's algorithm over one component, refusing to join two published clusters; a part number a member."""
    parent = {int(m): int(m) for m in members}
    owner = {int(m): int(published[m]) for m in members}
    anchor: dict[int, int] = {}
    for member, cluster in owner.items():
        if cluster != NONE:
            parent[member] = anchor.setdefault(cluster, member)

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, two in zip(left.tolist(), right.tolist(), strict=True):
        a, b = root(one), root(two)
        if a != b and NONE in (owner[a], owner[b]):
            parent[b], owner[a] = a, max(owner[a], owner[b])
    return np.unique([root(int(m)) for m in members], return_inverse=True)[1].astype(np.int64)
