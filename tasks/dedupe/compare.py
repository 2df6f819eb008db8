"""All signatures of a comparison, old and new, in one canonical order; and the verified pairs among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tasks.dedupe.candidates import Pairs, candidates, postings
from tasks.dedupe.cluster import NONE, supported
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import Mask, Rows, sets_of
from tasks.dedupe.verify import Measured, Sketches, background, measure, same_facts, strict_groups


@dataclass(frozen=True)
class Compared:
    """Signatures in canonical order: earliest published (no date last), then most words, then smallest id.

    The order does not depend on how the rows arrived, and neither does anything computed from it.
    """

    table: pa.Table
    origin: Rows
    """Where each row came from: row of the published signatures below `old_count`, else of the new ones."""
    old_count: int
    exact: Rows
    """The first row with the same text, for every row."""
    outlet: Rows
    """Number of the outlet, NONE where it is unknown."""
    article: Rows
    """Number of the article: revisions have the same."""
    sketches: Sketches

    def __len__(self) -> int:
        return len(self.exact)

    @property
    def is_old(self) -> Mask:
        return self.origin < self.old_count


@dataclass(frozen=True)
class Verified:
    """Pairs of which one text is made from the other, and those of them that hold stories together."""

    measured: Measured
    supported: Mask


def line_up(old: pa.Table, new: pa.Table, options: DedupeOptions) -> Compared:
    """Put published and new signatures (SIGNATURES, stage schema) in canonical order."""
    both = pa.concat_tables([old, new])
    order = _canonical_order(both)
    table = both.take(order).combine_chunks()
    return Compared(
        table=table,
        origin=order.to_numpy().astype(np.int64),
        old_count=old.num_rows,
        exact=_first_equal(table, options.min_words_alone),
        outlet=codes(table.column("outlet")),
        article=codes(table.column("article_id")),
        sketches=Sketches(*(sets_of(table.column(c)) for c in ("grams", "numbers", "names"))),
    )


def verify(compared: Compared, options: DedupeOptions) -> Verified:
    """Find, measure and judge pairs of texts that are not equal; of equal texts only the first is compared."""
    sketches = compared.sketches
    alone = compared.exact == np.arange(len(compared))
    posted = postings(sketches.grams.keep(alone[sketches.grams.owners()]))
    measured = measure(sketches.grams, candidates(posted, options.min_shared))
    measured = measured.keep(measured.containment >= options.containment / 2)
    agree = same_facts(sketches, measured.pairs, options)
    strict = strict_groups(len(compared), measured, agree, options)
    shared_background = background(posted, strict, options)
    story = sketches.grams.keep(~np.isin(sketches.grams.values, shared_background))
    del posted
    measured = measure(story, measured.pairs)
    copied = (measured.containment >= options.containment) & (measured.shared >= options.min_shared)
    measured = measured.keep(agree & copied)
    return Verified(measured, supported(story, measured, options.support))


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
    keys[short] += (titled + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
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
