"""The contracts in words: `docs/tables.md` is made here and a test holds it current."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from expectations.contract import (
    Between,
    Check,
    Contract,
    IsTrue,
    LengthBetween,
    Matches,
    NotNull,
    OneOf,
    Projection,
    Unique,
)


def tables_page(contracts: Iterable[Contract]) -> str:
    """The documentation of tables as Markdown: columns with their sentences, then the rules."""
    head = (
        "# Tables\n\nMade from the code by `make docs`; a test holds it current. Offsets are code points, half-open.\n"
        "Every file also has the partition column `ingested_on` (the day of ingestion) in its path. A row that breaks a rule goes\n"
        "to quarantine (warning), stops the run (critical) or is only counted (info); `newsmill quarantine retry --allow` relaxes\n"
        "a rule that is allowable. The rules of the stages and the views stand at the end of the page.\n"
    )
    return head + "".join(_table(c) for c in contracts)


def _table(contract: Contract) -> str:
    columns = "".join(
        f"| `{c.name}` | {_type(c.type)} | {'' if c.nullable else 'yes'} | {c.doc} |\n" for c in contract.columns
    )
    rules = "".join(_rules(p) for p in contract.projections)
    order = f" Files are sorted by {_names(contract.order_by)}." if contract.order_by else ""
    return (
        f"\n## {contract.name}\n{contract.doc} Key: {_names(contract.key)}.{order}\n\n"
        f"| column | type | required | meaning |\n| --- | --- | --- | --- |\n{columns}"
        f"\n| rule | severity | column | must hold | else |\n| --- | --- | --- | --- | --- |\n{rules}"
    )


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _rules(projection: Projection) -> str:
    return "".join(
        f"| `{r.name}` | {r.severity}{' (allowable)' if r.allowable else ''} | `{r.column}` | {holds(r.check)} | {r.reason} |\n"
        for r in projection.rules
    )


def _type(kind: pa.DataType) -> str:
    return str(kind).replace("<item: ", "<").replace("element: ", "").replace("|", "\\|")


def holds(check: Check) -> str:
    """A check in words, for the documentation."""
    match check:
        case NotNull():
            return "is not null"
        case OneOf(values):
            return "is one of " + ", ".join(f"`{v}`" for v in values)
        case Matches(pattern):
            return f"matches `{pattern}`"
        case Between(low, high):
            return " and ".join(
                part for part in (low is not None and f"≥ {low:g}", high is not None and f"≤ {high:g}") if part
            )
        case LengthBetween(low, high):
            return f"has {low:,} to {high:,} characters"
        case Unique():
            return "is unique in its batch"
        case IsTrue():
            return "is true"
