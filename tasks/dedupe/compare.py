"""All signatures of a comparison, old and new, in one canonical order; and the verified pairs among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.signatures import SIGNATURES
from tasks.dedupe.candidates import Keys, Pairs, candidates, index
from tasks.dedupe.cluster import NONE
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import HashSets, Mask, Rows, gather_sets, set_sizes
from tasks.dedupe.shingle import MULTIPLIER
from tasks.dedupe.verify import Measured, Sketches, verify_pairs

SCALARS = [f.name for f in SIGNATURES.stage_schema if not pa.types.is_list(f.type)]


@dataclass(frozen=True)
class Compared:
    """Signatures in canonical order: earliest published (no date last), then most words, then smallest id.

    The order does not depend on how the rows arrived, and neither does anything computed from it.
    """

    table: pa.Table
    """The scalar columns of SIGNATURES, in canonical order."""
    stored: pa.Table
    """SIGNATURES as they arrived, published ones first; the sets of hashes stay there."""
    origin: Rows
    """Where each row is stored."""
    old_count: int
    """How many of the stored rows were published before."""
    exact: Rows
    """The first row with the same text, for every row."""
    outlet: Rows
    """Number of the outlet, NONE where it is unknown."""
    article: Rows
    """Number of the article: revisions have the same."""

    def __len__(self) -> int:
        return len(self.exact)

    @property
    def is_old(self) -> Mask:
        return self.origin < self.old_count

    def sets(self, column: str, rows: Rows) -> HashSets:
        """The sets of hashes of some rows, each row once."""
        return gather_sets(self.stored.column(column), self.origin[rows])

    def index(self) -> Keys:
        """Index of the shingles; of equal texts only the first is in it."""
        number = np.empty(len(self), np.int64)
        number[self.origin] = np.arange(len(self))
        first = self.exact == np.arange(len(self))
        return index(self.stored.column("grams"), number, first[number])


@dataclass(frozen=True)
class Verified:
    """Pairs of which one text is made from the other, and those of them that hold stories together."""

    measured: Measured
    supported: Mask


def line_up(old: pa.Table, new: pa.Table, options: DedupeOptions) -> Compared:
    """Put published and new signatures (SIGNATURES, stage schema) in canonical order."""
    stored = pa.concat_tables([old, new])
    order = _canonical_order(stored)
    table = stored.select(SCALARS).take(order).combine_chunks()
    return Compared(
        table=table,
        stored=stored,
        origin=order.to_numpy().astype(np.int64),
        old_count=old.num_rows,
        exact=_first_equal(table, options.min_words_alone),
        outlet=codes(table.column("outlet")),
        article=codes(table.column("article_id")),
    )


def verify(compared: Compared, options: DedupeOptions) -> Verified:
    """Find, measure and judge pairs of texts that are not equal; of equal texts only the first is compared."""
    sizes = set_sizes(compared.stored.column("grams"))[compared.origin]
    everywhere = candidates(compared.index(), sizes, options)
    rows = np.unique(np.concatenate([everywhere.left, everywhere.right]))
    sketches = Sketches(*(compared.sets(name, rows) for name in ("grams", "facts")))
    pairs = Pairs(np.searchsorted(rows, everywhere.left), np.searchsorted(rows, everywhere.right))
    measured, kept = verify_pairs(sketches, pairs, options)
    return Verified(measured.renumbered(rows), kept)


def codes(column: pa.ChunkedArray) -> Rows:
    """Numbers of the distinct values of a column; NONE for null."""
    encoded = column.combine_chunks().dictionary_encode()
    numbers: Rows = pc.fill_null(encoded.indices, NONE).to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers


def _canonical_order(table: pa.Table) -> pa.Array:
    keys = [("published_at", "ascending"), ("word_count", "descending"), ("article_id", "ascending")]
    keys += [("content_hash", "ascending")]
    return pc.sort_indices(table.select([name for name, _ in keys]), keys)


def _first_equal(table: pa.Table, min_words: int) -> Rows:
    """The first row with the same text; a short text must have the same title, an empty one equals nothing."""
    words = table.column("word_count").to_numpy()
    keys: npt.NDArray[np.uint64] = table.column("text_hash").to_numpy().copy()
    short = np.flatnonzero(words < min_words)
    titled = codes(table.column("content_hash").take(pa.array(short))).astype(np.uint64)
    keys[short] += (titled + np.uint64(1)) * MULTIPLIER
    empty = np.flatnonzero(words == 0)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    equal: Rows = first[inverse]
    equal[empty] = empty
    return equal


def exact_pairs(compared: Compared) -> Pairs:
    """Every copy with the first row of the same text."""
    copies = np.flatnonzero(compared.exact != np.arange(len(compared)))
    return Pairs(compared.exact[copies], copies)


def revision_pairs(compared: Compared) -> Pairs:
    """Each revision with the one before it, of the articles that have several."""
    revision = compared.table.column("revision").to_numpy()
    order = np.lexsort((revision, compared.article))
    follows = np.flatnonzero(np.diff(compared.article[order]) == 0)
    return Pairs(order[follows], order[follows + 1])
