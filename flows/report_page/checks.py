"""The first page of a run's data docs: every rule, where it was checked and what broke it, readable without network.

Great Expectations' own pages load their styles from elsewhere; this one links them for the details of each batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from expectations.describe import holds
from expectations.gx import RuleResult
from flows.report_page.page import own_text, template
from warehouse.durable import write_atomically

NAME = "checks.html"
SHOWN_BATCHES = 20
"""Of the batches that break a rule, so many are named."""


@dataclass(frozen=True)
class Checked:
    """What Great Expectations said of one rule on one batch."""

    batch: str
    result: RuleResult

    @property
    def page(self) -> str:
        """What the batch is called in the data docs."""
        return f"{self.batch} {self.result.projection}"


def write_checks(docs: Path, run_key: str, checked: Sequence[Checked]) -> None:
    """Write the page into the folder of the data docs."""
    write_atomically(docs / NAME, checks_page(run_key, checked, pages_of(docs)).encode())


def checks_page(run_key: str, checked: Sequence[Checked], pages: Mapping[str, str]) -> str:
    """The page as HTML; `pages` has the address of each batch's own page by its name."""
    named = sorted({c.result.projection for c in checked}, key=[c.result.projection for c in checked].index)
    tables = [_table([c for c in checked if c.result.projection == name], pages) for name in named]
    page: str = template("checks.html").render(
        style=own_text("style.css"),
        run=run_key,
        tables=tables,
        rules=len(checked),
        broken=sum(1 for c in checked if c.result.rows or c.result.error),
    )
    return page


def pages_of(docs: Path) -> dict[str, str]:
    """Address, relative to the folder, of the page of each validated batch by its name."""
    found = sorted((docs / "validations").glob("*/*/*/*.html"))
    return {_name_of(path): quote(path.relative_to(docs).as_posix()) for path in found}


def _name_of(path: Path) -> str:
    """`clean 1 articles` of `clean 1 articles-clean 1 articles.html`."""
    return path.stem[: (len(path.stem) - 1) // 2]


def _table(checked: Sequence[Checked], pages: Mapping[str, str]) -> dict[str, Any]:
    rules: dict[str, list[Checked]] = {}
    for one in checked:
        rules.setdefault(one.result.rule.name, []).append(one)
    batches = list(dict.fromkeys((one.batch, pages.get(one.page)) for one in checked))
    return {
        "name": checked[0].result.projection,
        "of": checked[0].result.table,
        "rules": [_rule(found, pages) for found in rules.values()],
        "batches": [{"name": name, "page": page} for name, page in batches],
    }


def _rule(checked: Sequence[Checked], pages: Mapping[str, str]) -> dict[str, Any]:
    rule = checked[0].result.rule
    broken = [one for one in checked if one.result.rows or one.result.error]
    return {
        "name": rule.name,
        "severity": rule.severity,
        "column": rule.column,
        "holds": holds(rule.check).replace("`", ""),  # Markdown
        "reason": rule.reason,
        "rows": sum(len(one.result.rows) for one in broken),
        "broken": [{"name": one.batch, "page": pages.get(one.page)} for one in broken[:SHOWN_BATCHES]],
        "more": max(0, len(broken) - SHOWN_BATCHES),
        "error": next((one.result.error for one in broken if one.result.error), None),
    }
