"""A contract says what a table looks like and what must hold of it; `check` proves it on Arrow columns.

A rule is written once, here as data: `check` evaluates it with pyarrow on all rows, `gx.py` translates the same
object into a Great Expectations expectation. Nested columns are checked on flat projections (one row per mention,
span, ...), because a length or uniqueness rule on a list column passes silently in Great Expectations.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

Severity = Literal["critical", "warning", "info"]
"""critical: the run stops before publish; warning: the row goes to quarantine; info: reported only."""

Context = Mapping[str, pa.Table]
"""Other tables of the same batch that a rule may look at, by table name."""


@dataclass(frozen=True)
class Column:
    """One public column: its Arrow type and the sentence that `docs/tables.md` prints."""

    name: str
    type: pa.DataType
    doc: str
    nullable: bool = True
    stamp: bool = False
    """Stamped columns (run, time, what follows from the other rows) are added at publish; no stage reads or writes them."""


@dataclass(frozen=True)
class NotNull:
    """No value is missing."""

    def holds(self, values: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.is_valid(values)


@dataclass(frozen=True)
class OneOf:
    """The value is one of these, or null."""

    values: tuple[str | bool, ...]

    def holds(self, values: pa.ChunkedArray) -> pa.ChunkedArray:
        known = pc.is_in(values, value_set=pa.array(self.values, values.type))
        return pc.or_(known, pc.is_null(values))


@dataclass(frozen=True)
class Matches:
    """The value matches this regular expression (RE2 syntax), or is null."""

    pattern: str

    def holds(self, values: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.fill_null(pc.match_substring_regex(values, self.pattern), True)


@dataclass(frozen=True)
class Between:
    """low <= value <= high; an open end is None, a null passes."""

    low: float | None = None
    high: float | None = None

    def holds(self, values: pa.ChunkedArray) -> pa.ChunkedArray:
        good = pc.is_valid(values)
        if self.low is not None:
            good = pc.and_kleene(good, pc.greater_equal(values, pa.scalar(self.low).cast(values.type)))
        if self.high is not None:
            good = pc.and_kleene(good, pc.less_equal(values, pa.scalar(self.high).cast(values.type)))
        return pc.or_(pc.fill_null(good, False), pc.is_null(values))


@dataclass(frozen=True)
class LengthBetween:
    """The number of code points lies between these, or the value is null."""

    low: int
    high: int

    def holds(self, values: pa.ChunkedArray) -> pa.ChunkedArray:
        return Between(self.low, self.high).holds(pc.utf8_length(values))


@dataclass(frozen=True)
class Unique:
    """No value occurs twice; every row of a repeated value fails."""

    def holds(self, values: pa.ChunkedArray) -> pa.ChunkedArray:
        counts = pc.value_counts(values.combine_chunks())
        repeated = counts.filter(pc.greater(counts.field("counts"), 1)).field("values")
        return pc.invert(pc.is_in(values, value_set=repeated))


@dataclass(frozen=True)
class IsTrue:
    """A boolean column, computed by the projection, is true."""

    def holds(self, values: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.fill_null(values, False)


Check = NotNull | OneOf | Matches | Between | LengthBetween | Unique | IsTrue


@dataclass(frozen=True)
class Rule:
    """One thing that must hold of one column of a projection."""

    name: str
    column: str
    check: Check
    reason: str
    """What is wrong with a row that breaks it, as a sentence for the quarantine table."""
    severity: Severity = "warning"
    allowable: bool = False
    """Whether `quarantine retry --allow` may let a row pass that breaks it: a matter of taste, not of truth."""


@dataclass(frozen=True)
class Flattening:
    """How a flat view of a table is made, and what of the table and of those beside it is read for it."""

    make: Callable[[pa.Table, Context], pa.Table]
    """The view has a `row` column: the number of the table's row that each of its rows came from."""
    reads: tuple[str, ...] = ()
    """Columns of the table that are needed beside those of the rules."""
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that are needed of other tables of the same batch, by table name."""

    def __call__(self, table: pa.Table, context: Context) -> pa.Table:
        return self.make(table, context)


def rows_as_they_are(table: pa.Table, _context: Context) -> pa.Table:
    """The projection of a table with scalar columns only: itself, with the row number."""
    scalar = [f.name for f in table.schema if not pa.types.is_nested(f.type)]
    flat = table.select(scalar)
    return flat.append_column("row", pa.array(range(table.num_rows), pa.int64()))


@dataclass(frozen=True)
class Projection:
    """A flat view of a table with a `row` column (the row it came from), and the rules on it."""

    name: str
    rules: tuple[Rule, ...]
    flatten: Flattening = Flattening(rows_as_they_are)


@dataclass(frozen=True)
class Contract:
    """One table: what it is, its columns in order, and the projections on which its rules are checked."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    projections: tuple[Projection, ...] = ()
    order_by: tuple[str, ...] = ()
    """Columns by which published files are sorted: first those that readers look rows up by."""

    @property
    def schema(self) -> pa.Schema:
        """The published schema, stamped columns included."""
        return pa.schema([pa.field(c.name, c.type, c.nullable) for c in self.columns])

    @property
    def stage_schema(self) -> pa.Schema:
        """The schema between stages: without the columns that publish stamps."""
        return pa.schema([pa.field(c.name, c.type, c.nullable) for c in self.columns if not c.stamp])

    @property
    def checked(self) -> list[str]:
        """The columns that its rules look at: they break on a table of these alone as on the whole one."""
        looked_at = {name for p in self.projections for name in (*p.flatten.reads, *(r.column for r in p.rules))}
        return [c.name for c in self.columns if c.name in looked_at]

    @property
    def beside(self) -> dict[str, list[str]]:
        """The columns that its rules look at of other tables of the same batch, by table name."""
        tables = sorted({name for p in self.projections for name in p.flatten.beside})
        every = {name: [c for p in self.projections for c in p.flatten.beside.get(name, ())] for name in tables}
        return {name: list(dict.fromkeys(columns)) for name, columns in every.items()}


def relaxed(contract: Contract, allowed: Collection[str]) -> Contract:
    """The contract with the rules of these names reported only, as far as they are allowable."""

    def of(rule: Rule) -> Rule:
        return replace(rule, severity="info") if rule.name in allowed and rule.allowable else rule

    projections = (replace(p, rules=tuple(of(rule) for rule in p.rules)) for p in contract.projections)
    return replace(contract, projections=tuple(projections)) if allowed else contract


@dataclass(frozen=True)
class Breach:
    """A rule that some rows break."""

    projection: str
    rule: Rule
    rows: pa.Array
    """int64 row numbers of the checked table, sorted, without repeats."""


@dataclass(frozen=True)
class Verdict:
    """What `check` found: the good rows, and every breach with its rows."""

    good: pa.Table
    breaches: tuple[Breach, ...] = ()


def check(table: pa.Table, contract: Contract, context: Context | None = None) -> Verdict:
    """Check every rule of a contract on every row.

    A row that breaks a rule of severity warning or critical is not among `good`; a row that only breaks info rules is.

    Raises:
        KeyError: the table lacks a column of the contract: that is a bug, not bad data.
    """
    breaches = [b for p in contract.projections for b in _breaches(p, p.flatten(table, context or {}))]
    bad = [b.rows for b in breaches if b.rule.severity != "info"]
    if not bad:
        return Verdict(table, tuple(breaches))
    numbers = pa.array(range(table.num_rows), pa.int64())
    keep = pc.invert(pc.is_in(numbers, value_set=pa.concat_arrays(bad)))
    return Verdict(table.filter(keep), tuple(breaches))


def _breaches(projection: Projection, flat: pa.Table) -> list[Breach]:
    found = []
    for rule in projection.rules:
        holds = rule.check.holds(flat.column(rule.column))
        rows = flat.column("row").filter(pc.invert(holds))
        if len(rows):
            unique = pc.unique(rows).sort()
            found.append(Breach(projection.name, rule, unique))
    return found
