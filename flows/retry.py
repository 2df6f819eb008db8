"""A retry: what the quarantine keeps waiting is read again by one run, and by no other.

Lineage knows every input that was read, refused ones too, and nothing is retried for ever: only a retry makes them
fresh again, and a page that the same bytes have failed `max_retries` times is left alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from expectations.errors import BadInputError, UsageError
from expectations.refusals import relaxed_settings, require_allowable
from flows.inputs import NOT_READABLE, find_again
from flows.settings import Settings
from tasks.ingest.inputs import InputFile
from warehouse.duck import connect
from warehouse.layout import Layout
from warehouse.refused import Selection, selected

Row = dict[str, Any]


@dataclass(frozen=True)
class Retry:
    """What is asked for: which rows of the quarantine, with which rules relaxed."""

    selection: Selection = field(default_factory=Selection)
    allow: tuple[str, ...] = ()
    """Rules that refused these rows and are not held against them again."""
    force: bool = False
    """Read again also what has failed `max_retries` times."""

    def __str__(self) -> str:
        allowed = "".join(f" --allow {rule}" for rule in self.allow)
        return f"quarantine retry {self.selection}".strip() + allowed


@dataclass(frozen=True)
class Again:
    """What a retry reads."""

    retry: Retry
    inputs: tuple[InputFile, ...] = ()
    """The inputs, each with the pages and records to take from it; all of them where its bytes are others now."""
    attempts: tuple[str, ...] = ()
    """Each page with the number of runs that have refused it: what makes a second retry another run."""
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The relaxed rules by the page that they had refused."""
    changed: tuple[str, ...] = ()
    """Inputs with other bytes now: no rule is relaxed for what nobody has seen, so a retry with `allow` leaves them."""
    gone: tuple[str, ...] = ()
    """Inputs that are no longer there."""
    spent: tuple[Row, ...] = ()
    """Rows that have failed too often."""


def require_again(retry: Retry, settings: Settings, *, fetch: bool = False) -> Again:
    """What the retry reads; what is on the web is only asked for with `fetch`.

    Raises:
        UsageError: nothing of the selection waits or may be retried, or a rule cannot be relaxed.
        BadInputError: none of the inputs is there any more.
        WarehouseError: there is no warehouse.
    """
    require_allowable(retry.allow)
    again = choose(retry, settings, fetch=fetch)
    if again.inputs:
        return again
    if again.gone:
        raise BadInputError(
            f"the inputs are gone: {', '.join(again.gone[:5])}{' …' if len(again.gone) > 5 else ''}",
            "Retry in the folder in which the run was started, put them back, or feed the pages to `newsmill run`.",
        )
    if again.changed:
        raise UsageError(
            f"{again.changed[0]} has other bytes now than those that were refused",
            "Read it with `newsmill run`; what is then refused can be retried with --allow.",
        )
    if again.spent:
        row = again.spent[0]
        raise UsageError(
            f"{row['source_uri']} was refused {row['attempts']} times, last as {row['rule']}; setting max_retries is "
            f"{settings.max_retries}",
            "See `newsmill quarantine show`, mend the cause, and add --force to try once more.",
        )
    raise UsageError("nothing that waits in quarantine is selected", "`newsmill quarantine list` shows what does.")


def choose(retry: Retry, settings: Settings, *, fetch: bool) -> Again:
    """Select rows that wait, and find their inputs."""
    wanted = dataclasses.replace(retry.selection, states=("waiting",), rules=retry.selection.rules or retry.allow)
    connection = connect(Layout(settings.warehouse))
    rows = selected(connection, wanted)
    most = inf if retry.force else settings.max_retries
    spent = [row for row in rows if row["attempts"] > most]
    kept = [row for row in rows if row["attempts"] <= most]
    by_input: dict[str, list[Row]] = {}
    for row in kept:
        by_input.setdefault(row["input_uri"], []).append(row)
    there = find_again({uri: own[0]["source"] for uri, own in sorted(by_input.items())}, settings, fetch=fetch)
    changed = [uri for uri, own in by_input.items() if retry.allow and _is_other(there[uri], own)]
    found = {uri: _narrowed(there[uri], own) for uri, own in sorted(by_input.items()) if uri not in changed}
    readable = [row for row in kept if found.get(row["input_uri"]) is not None]
    return Again(
        retry,
        inputs=tuple(item for item in found.values() if item is not None),
        attempts=tuple(sorted({f"{row['source_uri']}\n{row['attempts']}" for row in readable})),
        allowed=_allowed(readable, retry.allow),
        changed=tuple(changed),
        gone=tuple(uri for uri, item in found.items() if item is None),
        spent=tuple(spent),
    )


def relaxed(settings: Settings, allow: tuple[str, ...]) -> Settings:
    """The settings under which the stages' rules of these names refuse nothing."""
    changed = relaxed_settings(allow)
    sections = {name: dataclasses.replace(getattr(settings, name), **values) for name, values in changed.items()}
    return settings.model_copy(update=sections)


def _narrowed(item: InputFile | None, own: list[Row]) -> InputFile | None:
    """The input with the records to take from it; all of them where its bytes are others now."""
    if item is None or item.sha256 != own[0]["input_sha256"]:
        return item
    return dataclasses.replace(item, only=frozenset(row["source_uri"] for row in own))


def _is_other(item: InputFile | None, own: list[Row]) -> bool:
    """Whether the input is known to have other bytes than those that were refused."""
    return item is not None and item.sha256 not in (own[0]["input_sha256"], NOT_READABLE)


def _allowed(rows: list[Row], allow: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    rules: dict[str, set[str]] = {}
    for row in rows:
        if row["rule"] in allow:
            rules.setdefault(row["source_uri"], set()).add(row["rule"])
    return {uri: tuple(sorted(names)) for uri, names in rules.items()}
