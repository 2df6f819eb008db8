"""Articles that are known already, and revisions of one article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tasks.dedupe.cluster import NONE
from tasks.dedupe.sets import Mask, Rows


@dataclass(frozen=True)
class Identity:
    """What each sketch is by its id; arrays as long as the sketches."""

    known: Mask
    """The same article with the same content was published before, or stands earlier in the batch."""
    revision: npt.NDArray[np.int32]
    """Of a known article the one it was published as, else one more than the highest so far."""
    first: Rows
    """Row of the batch with the same id and content that stays."""
    old_row: Rows
    """Row of the published signatures with the same id and content, NONE where there is none."""


def identify(sketches: pa.Table, old: pa.Table) -> Identity:
    """Tell known articles from new ones and number revisions.

    `old` holds every published signature with an id of `sketches`. Revisions of one batch are numbered in the order
    in which they were published, rows without a date last.
    """
    count = sketches.num_rows
    identity = Identity(np.zeros(count, np.bool_), np.ones(count, np.int32), np.arange(count), np.full(count, NONE))
    published = _published(old)
    for article_id, rows in _groups_to_check(sketches, old).items():
        _number(rows, published.get(article_id, {}), identity)
    return identity


def _number(rows: list[tuple[int, str]], published: dict[str, tuple[int, int]], identity: Identity) -> None:
    """Number the rows of one article; `published` maps its contents to revision and row."""
    seen = {content: revision for content, (revision, _) in published.items()}
    first: dict[str, int] = {}
    for row, content in rows:
        identity.known[row] = content in seen
        identity.revision[row] = seen.setdefault(content, max(seen.values(), default=0) + 1)
        identity.first[row] = first.setdefault(content, row)
        identity.old_row[row] = published[content][1] if content in published else NONE


def _published(old: pa.Table) -> dict[str, dict[str, tuple[int, int]]]:
    """article_id -> content_hash -> revision and row."""
    published: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    columns = (old.column(c).to_pylist() for c in ("article_id", "content_hash", "revision"))
    for row, (article_id, content, revision) in enumerate(zip(*columns, strict=True)):
        published[article_id][content] = (revision, row)
    return published


def _groups_to_check(sketches: pa.Table, old: pa.Table) -> dict[str, list[tuple[int, str]]]:
    """(row, content_hash) of every id that is in `old` or comes more than once, in order of publication."""
    ids = sketches.column("article_id")
    counts = pc.value_counts(ids)
    repeated = counts.filter(pc.greater(counts.field("counts"), 1)).field("values")
    wanted = pa.chunked_array([repeated.cast(pa.string()), *old.column("article_id").chunks], pa.string())
    rows = pc.indices_nonzero(pc.is_in(ids, value_set=wanted))
    some = sketches.select(["article_id", "content_hash", "published_at"]).take(rows).append_column("row", rows)
    ordered = some.take(pc.sort_indices(some, [("published_at", "ascending"), ("row", "ascending")]))
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    columns = (ordered.column(c).to_pylist() for c in ("article_id", "row", "content_hash"))
    for article_id, row, content in zip(*columns, strict=True):
        groups[article_id].append((row, content))
    return groups
