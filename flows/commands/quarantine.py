"""`newsmill quarantine list` and `show`: what was refused, why, and what can be done about it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from expectations.describe import holds
from expectations.errors import UsageError
from expectations.refusals import Advice, advice, contract_rule
from expectations.states import STATES
from flows.commands.opened import opened
from flows.commands.tables import harmless, plain, print_cursor
from warehouse.ids import start_of_id
from warehouse.location import Location
from warehouse.refused import SELECTED, Selection, selected

SHOWN_CHARS = 600
"""Of a payload, where nothing in it can be marked."""

GROUPS = f"""
select stage, rule, source, state, count(*) as n, max(attempts) as attempts,
       strftime(min(ingested_at), '%Y-%m-%d') as first_seen, strftime(max(ingested_at), '%Y-%m-%d') as last_seen,
       arg_max(quarantine_id[:12], ingested_at) as example, arg_max(reason, ingested_at) as reason
from ({SELECTED}) group by all order by n desc, stage, rule, source, state
"""  # noqa: S608 - the query is a constant, its values are parameters


def list_refusals(selection: Selection, style: str, warehouse: Location | None, config: Path | None) -> None:
    """Print the selected rows of the quarantine by rule and source, the most frequent first."""
    cursor = opened(warehouse, config).execute(GROUPS, selection.parameters())
    state = " or ".join(selection.states) or "any state"
    if print_cursor(f"quarantine ({state})", cursor, style) and style == "table":
        click.echo("`newsmill quarantine show EXAMPLE` says more of one, `newsmill quarantine retry` reads them again.")


def show_refusal(identifier: str, warehouse: Location | None, config: Path | None) -> None:
    """Print all that is known of one refusal, the offending part marked, and what to do next.

    Raises:
        UsageError: no refusal, or more than one, has this id.
    """
    rows = selected(opened(warehouse, config), Selection(ids=(start_of_id(identifier),)))
    if len({row["quarantine_id"] for row in rows}) != 1:
        found = "several refusals have ids that begin with" if rows else "no refusal in quarantine has the id"
        raise UsageError(f"{found} {identifier}", "`newsmill quarantine list` shows an id of each kind.")
    console = Console(highlight=False, soft_wrap=True)
    _print_facts(rows, console)
    if (payload := rows[0]["payload"]) is not None:
        console.print("\n[bold]payload[/bold]")
        console.print(marked(payload, Clue.of(rows[0])))
    _print_next(rows[0], console)


def _print_facts(rows: list[dict[str, Any]], console: Console) -> None:
    row = rows[0]
    console.print(f"[bold red]{row['rule']}[/bold red] at {row['stage']}, [bold]{row['state']}[/bold]: "
                  f"{STATES[row['state']]}\n")  # fmt: skip
    console.print(plain(row["reason"]))
    if (rule := contract_rule(row["rule"])) is not None:
        console.print(f"must hold: {rule.column} {plain(holds(rule.check))}")
    console.print()
    for name in ("source", "source_uri", "input_uri", "document_id", "article_id", "attempts", "resolved_by"):
        if row[name]:
            console.print(f"  {name.replace('_', ' '):<12} {plain(row[name])}")
    for refused in rows:
        console.print(f"  {'refused by':<12} run {refused['run_id']}, {refused['ingested_at']:%Y-%m-%d %H:%M} UTC")


def _print_next(row: dict[str, Any], console: Console) -> None:
    console.print("\n[bold]next[/bold]")
    for line in next_steps(row, advice(row["stage"], row["rule"])):
        console.print(f"  {plain(line)}")


def next_steps(row: dict[str, Any], found: Advice) -> list[str]:
    """What to do about a refusal, in sentences with the commands to type."""
    if row["state"] != "waiting":
        return [STATES[row["state"]]]  # nothing is left to do
    steps = [found.next]
    if found.setting is not None:
        section, name = found.setting
        variable = f"NEWSMILL_{section}__{name}".upper()
        steps.append(f"setting {section}.{name}, in newsmill.toml or for one call: {variable}=… newsmill …")
    command = f"newsmill quarantine retry {row['quarantine_id'][:12]}"
    rule = contract_rule(row["rule"])
    steps.append(command)
    if found.allowed is not None or (rule is not None and rule.allowable):
        steps.append(f"{command} --allow {row['rule']}    publishes it with the flag allowed:{row['rule']}")
    return steps


@dataclass(frozen=True)
class Clue:
    """What of a payload to look at."""

    column: str | None = None
    """The field of a JSON payload that breaks a contract's rule."""
    offset: int | None = None
    """Where a reader gave up, in characters."""

    @classmethod
    def of(cls, row: dict[str, Any]) -> Clue:
        rule = contract_rule(row["rule"])
        at = re.search(r"\(char (\d+)\)", row["reason"])
        return cls(None if rule is None else rule.column, None if at is None else int(at[1]))


def marked(payload: str, clue: Clue) -> Text:
    """The payload with its offending part in colour, small enough to look at."""
    if clue.column is not None and (field := field_of(payload, clue.column)) is not None:
        return Text.assemble((f"{clue.column}: ", "bold"), (_short(field), "red"), f"  ({len(field):,} characters)")
    shown = Text(_short(payload))
    if clue.offset is not None:
        shown.stylize("reverse red", clue.offset, clue.offset + 1)
    for found in re.finditer("\N{REPLACEMENT CHARACTER}+", shown.plain):
        shown.stylize("reverse red", *found.span())
    return shown


def field_of(payload: str, name: str) -> str | None:
    """The value of a field of a JSON object as text, also when the object was cut at its end; None when not there."""
    found = re.search(rf'"{re.escape(name)}": ', payload)
    if found is None:
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(payload, found.end())
    except ValueError:
        return payload[found.end() :].lstrip('"')
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _short(text: str) -> str:
    shown = harmless(text[:SHOWN_CHARS])
    return shown if len(text) <= SHOWN_CHARS else shown + " …"
