"""Signatures to clusters: what each article of a batch repeats, in the batch and in everything published before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tasks.dedupe.assignments import ASSIGNMENTS, assignments
from tasks.dedupe.candidates import Pairs
from tasks.dedupe.canonical import canonical_rows
from tasks.dedupe.cluster import NONE, join
from tasks.dedupe.compare import Compared, Verified, codes, exact_pairs, line_up, revision_pairs, verify
from tasks.dedupe.history import History, Query
from tasks.dedupe.identity import Identity, identify
from tasks.dedupe.options import DEFAULTS, DedupeOptions
from tasks.dedupe.relate import relations
from tasks.dedupe.sets import Rows

IDENTITY_WEIGHT = np.int64(1 << 40)
"""Revisions of an article and equal texts are joined before any other pair."""


@dataclass(frozen=True)
class Resolution:
    """What a batch of sketches turned out to be."""

    assignments: pa.Table
    """ASSIGNMENTS."""
    relations: pa.Table
    """RELATIONS, stage schema: every verified pair with at least one new article."""


def resolve(sketches: pa.Table, history: History, options: DedupeOptions = DEFAULTS) -> Resolution:
    """Cluster a batch of signatures among themselves and with history.

    Published clusters keep their id and canonical article: a new article joins one or founds its own. The result does
    not depend on the order of the rows. It depends on how articles are cut into batches only where a later article
    would have joined two clusters that were published apart, or is earlier or fuller than a published canonical one.
    """
    old = history.related(Query(sketches, options))
    identity = identify(sketches, old)
    new = _revised(sketches, identity)
    compared = line_up(_with_canonicals(old, history), new, options)
    verified = verify(compared, options)
    certain = _certain(compared)
    canonical = canonical_rows(_clusters(compared, verified, certain), _published_canonical(compared))
    made = assignments(compared, canonical, options).take(pa.array(_places(compared, identity)))
    return Resolution(
        made.set_column(2, ASSIGNMENTS.field("known"), pa.array(identity.known)),
        relations(compared, certain.pairs.joined(verified.measured.pairs), options),
    )


def _revised(sketches: pa.Table, identity: Identity) -> pa.Table:
    """The sketches that are not known, with their revision."""
    at = sketches.schema.get_field_index("revision")
    revised = sketches.set_column(at, sketches.schema.field(at), pa.array(identity.revision))
    return revised.filter(pa.array(~identity.known)) if identity.known.any() else revised


def _with_canonicals(old: pa.Table, history: History) -> pa.Table:
    """`old` and the canonical articles that its rows are duplicates of."""
    there = old.column("article_id")
    wanted = pc.unique(old.column("duplicate_of").drop_null())
    missing = wanted.filter(pc.invert(pc.is_in(wanted, value_set=pc.unique(there))))
    return pa.concat_tables([old, history.articles(missing)]) if len(missing) else old


@dataclass(frozen=True)
class Certain:
    """Pairs that hold by identity: equal texts, and revisions of one article; these weigh more than those."""

    pairs: Pairs
    weight: Rows


def _certain(compared: Compared) -> Certain:
    equal, revisions = exact_pairs(compared), revision_pairs(compared)
    weight = np.repeat([IDENTITY_WEIGHT, 2 * IDENTITY_WEIGHT], [len(equal), len(revisions)])
    return Certain(equal.joined(revisions), weight)


def _clusters(compared: Compared, verified: Verified, certain: Certain) -> Rows:
    """Label of every row: what pairs with a new article in them join."""
    pairs = certain.pairs.joined(verified.measured.pairs.keep(verified.supported))
    weight = np.concatenate([certain.weight, verified.measured.shared[verified.supported]])
    fresh = ~(compared.is_old[pairs.left] & compared.is_old[pairs.right])
    return join(len(compared), pairs.keep(fresh), weight[fresh], codes(compared.table.column("cluster_id")))


def _published_canonical(compared: Compared) -> Rows:
    """For published rows the row of their canonical article, NONE for new ones."""
    ids = compared.table.column("article_id")
    stands = pc.coalesce(compared.table.column("duplicate_of"), ids)
    place = pc.index_in(stands, value_set=ids.combine_chunks())
    return np.where(compared.is_old, pc.fill_null(place, NONE).to_numpy(), NONE).astype(np.int64)


def _places(compared: Compared, identity: Identity) -> Rows:
    """The compared row for every sketch: its own or, of a known one, that of the row that stays."""
    here = np.empty(len(compared), np.int64)
    here[compared.origin] = np.arange(len(compared))
    fresh = ~identity.known
    place = np.where(identity.old_row != NONE, here[identity.old_row], NONE)
    place[fresh] = here[compared.old_count :]
    twice = identity.known & (identity.old_row == NONE)
    place[twice] = place[identity.first[twice]]
    return place
