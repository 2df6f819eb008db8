"""Columns that are worked out from the rows of a published file, so that no query has to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def first_of_speaker(quotes: pa.Table) -> pa.Array:
    """For each quote, whether it is its speaker's first one in its revision of an article; of equal starts, one is.

    A speaker is an entity, else a name in any case, as in the view `speakers`. Quotes without a speaker are none's.
    """
    speakers = pc.coalesce(quotes.column("speaker_entity_id"), pc.utf8_lower(quotes.column("speaker")))
    table = quotes.select(["article_id", "revision", "start"]).append_column("speaker", speakers)
    keys = ("article_id", "revision", "speaker")
    order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in (*keys, "start")])
    columns = [table.column(name).take(order).combine_chunks() for name in keys]
    again = reduce(pc.and_, (pc.equal(column[1:], column[:-1]) for column in columns))
    first = np.ones(quotes.num_rows, bool)
    first[np.asarray(order)[1:]] = ~np.asarray(pc.fill_null(again, False))
    return pc.and_(pa.array(first), pc.is_valid(speakers).combine_chunks())


DERIVED: Mapping[str, Callable[[pa.Table], pa.Array]] = {"first_of_speaker": first_of_speaker}
"""How each such column is made, by name; publish and migrations ask here."""
