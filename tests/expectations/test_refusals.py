"""What a refusal means, and which rules may be relaxed."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from expectations.articles import ARTICLES
from expectations.contract import check, relaxed
from expectations.errors import UsageError
from expectations.published import PUBLISHED
from expectations.refusals import (
    STAGE_RULES,
    allowable_rules,
    relaxed_settings,
    require_allowable,
)
from expectations.states import STATES
from flows.settings import SECTIONS
from tasks.ingest.page import Rule
from tasks.publish.forgotten import FORGOTTEN
from tests.conftest import article, articles_table
from warehouse.duck import view_sql

ROOT = Path(__file__).parents[2]


def test_every_rule_of_ingest_and_clean_has_advice() -> None:
    of_ingest = {("ingest", rule) for rule in get_args(Rule)}
    code = "".join((ROOT / "tasks" / "clean" / name).read_text() for name in ("stage.py", "batch.py"))
    of_clean = {("clean", rule) for rule in re.findall(r'(?:_refusal\(page, |rule=)"(\w+)"', code)}
    assert {rule for _, rule in of_clean} >= {"too_large", "no_article", "page_kills_worker"}
    assert of_ingest | of_clean | {("clean", FORGOTTEN)} == set(STAGE_RULES)


def test_the_settings_that_advice_names_exist() -> None:
    for found in STAGE_RULES.values():
        if found.setting is not None:
            section, name = found.setting
            assert name in {field.name for field in fields(SECTIONS[section])}


def test_no_critical_rule_and_no_limit_of_the_machine_can_be_relaxed() -> None:
    rules = [rule for c in PUBLISHED.values() for p in c.projections for rule in p.rules if rule.allowable]
    assert rules
    assert all(rule.severity == "warning" for rule in rules)
    with pytest.raises(UsageError, match="too_large cannot be relaxed"):
        require_allowable(["no_article", "too_large"])
    require_allowable(allowable_rules())


def test_a_relaxed_rule_lets_its_rows_pass_and_no_other() -> None:
    table = articles_table(article(1, title="x" * 2_000), article(2, word_count=0))
    contract = relaxed(ARTICLES, ["title_plausible", "article_id_is_hex"])
    assert [row["title"] for row in check(table, contract).good.to_pylist()] == ["x" * 2_000]
    critical = {rule.name: rule.severity for p in contract.projections for rule in p.rules}
    assert critical["article_id_is_hex"] == "critical"
    assert check(table, ARTICLES).good.num_rows == 0


def test_rules_of_stages_are_relaxed_by_their_settings() -> None:
    assert relaxed_settings(["no_article", "title_plausible"]) == {"clean": {"min_words": 0}}
    assert relaxed_settings([]) == {}


def test_every_state_of_the_view_is_explained_here_and_in_the_documentation() -> None:
    page = (ROOT / "docs" / "quarantine.md").read_text()
    assert set(STATES) == set(re.findall(r"(?:then|else) '(\w+)'", view_sql("quarantine")))
    assert all(f"| `{state}` |" in page for state in STATES)
    assert all(f"`{rule}`" in page for rule in allowable_rules())
