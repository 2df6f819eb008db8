"""Tables of a draft written again without, or with other, rows: file by file, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from expectations.contract import Contract
from warehouse.generations import Draft


def rewrite(draft: Draft, contract: Contract, change: Callable[[pa.Table], pa.Table]) -> None:
    """Put `change` of its rows in the place of every file; a change that returns its table itself leaves the file."""
    for file in draft.files_of(contract.name):
        before = draft.read(file)
        after = change(before)
        if after is not before:
            draft.replace([file], contract, [after])


def rewrite_where(
    draft: Draft, contract: Contract, column: str, values: pa.Array, change: Callable[[pa.Table], pa.Table]
) -> None:
    """As `rewrite`, of the files in which the column has one of the values; of the others that column alone is read."""
    for file in draft.files_of(contract.name):
        held = draft.read(file, [column]).column(0)
        if pc.any(pc.is_in(held, value_set=values)).as_py():
            draft.replace([file], contract, [change(draft.read(file))])


def without(column: str, values: pa.Array) -> Callable[[pa.Table], pa.Table]:
    """The rows whose column has none of the values."""
    return lambda table: table.filter(pc.invert(pc.is_in(table.column(column), value_set=values)))
