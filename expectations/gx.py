"""Contracts through Great Expectations: suites, validation of every batch, and Data Docs of a run.

The only module that imports Great Expectations, and only inside functions: the import costs seconds. Its verdict is
held against the fast check of `contract.py`: two readings of one rule that disagree are a bug, and stop the run.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa

from expectations.contract import (
    Between,
    Context,
    Contract,
    IsTrue,
    LengthBetween,
    Matches,
    NotNull,
    OneOf,
    Projection,
    Rule,
    Unique,
)

SELDOM_NEEDED = ("altair", "scipy.stats")
"""A third of the time that Great Expectations takes to be imported goes to these."""
NO_FINGERPRINT = "not computed"
RUN_LOCK = threading.Lock()
"""Great Expectations mixes up frames that are validated at the same time in one context."""


@dataclass(frozen=True)
class RuleResult:
    """What Great Expectations says of one rule on one batch."""

    table: str
    projection: str
    rule: Rule
    rows: tuple[int, ...]
    """Numbers of the table's rows that break the rule."""
    error: str | None = None
    """Why the rule could not be evaluated at all."""


class _StandIn(ModuleType):
    """In place of a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        self.leave()
        return getattr(importlib.import_module(self.__name__), name)

    def leave(self) -> None:
        """Let whoever imports the module from now on have it."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


def load() -> None:
    """Import Great Expectations, without what it needs for one expectation that no contract has.

    Nor does it hash every frame: the fingerprint stands in the meta data of its results, which nobody reads.
    """
    stand_ins = [_StandIn(name) for name in SELDOM_NEEDED if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in stand_ins})
    from great_expectations.execution_engine import pandas_execution_engine as engine

    for module in stand_ins:
        module.leave()
    engine.hash_pandas_dataframe = lambda _: NO_FINGERPRINT


def expectation(rule: Rule) -> Any:
    """The Great Expectations object of a rule; its severity and name travel along."""
    import great_expectations.expectations as gxe

    common = {"column": rule.column, "severity": rule.severity, "meta": {"rule": rule.name, "reason": rule.reason}}
    match rule.check:
        case NotNull():
            return gxe.ExpectColumnValuesToNotBeNull(**common)
        case OneOf(values):
            return gxe.ExpectColumnValuesToBeInSet(value_set=list(values), **common)
        case Matches(pattern):
            return gxe.ExpectColumnValuesToMatchRegex(regex=pattern, **common)
        case Between(low, high):
            return gxe.ExpectColumnValuesToBeBetween(min_value=low, max_value=high, **common)
        case LengthBetween(low, high):
            return gxe.ExpectColumnValueLengthsToBeBetween(min_value=low, max_value=high, **common)
        case Unique():
            return gxe.ExpectColumnValuesToBeUnique(**common)
        case IsTrue():
            return gxe.ExpectColumnValuesToBeInSet(value_set=[True], **common)


class Validation:
    """The validation of one run: call `table` for every batch, then `write_docs` once."""

    def __init__(self, run_name: str, docs: Path) -> None:
        os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
        load()
        import great_expectations as gx

        logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
        # A name is read as a date where it can be, and a key of 16 digits is a year that no calendar has.
        self.run_name = f"run {run_name}"
        self.docs = docs
        self.context: Any = gx.get_context(mode="ephemeral")
        self.context.variables.progress_bars = {"globally": False}
        self.context.delete_data_docs_site("local_site")
        self.context.add_data_docs_site("run", _site(docs))
        self._suites: dict[str, Any] = {}

    def table(self, batch: str, table: pa.Table, contract: Contract, context: Context) -> list[RuleResult]:
        """Validate every projection of a table; `batch` names it in the Data Docs."""
        with RUN_LOCK:
            return [
                result
                for projection in contract.projections
                for result in self._projection(batch, contract, projection, projection.flatten(table, context))
            ]

    def _projection(self, batch: str, contract: Contract, projection: Projection, flat: pa.Table) -> list[RuleResult]:
        frame = flat.select(list(dict.fromkeys(("row", *(rule.column for rule in projection.rules))))).to_pandas()
        name = f"{batch} {projection.name}"
        with self._batch_definition(name) as definition:
            run = self._validation(name, definition, self._suite(projection))
            outcome = run(frame)
        by_name = {r.expectation_config.meta["rule"]: r for r in outcome.results}
        return [_read(contract.name, projection.name, rule, by_name[rule.name], frame) for rule in projection.rules]

    def _suite(self, projection: Projection) -> Any:
        import great_expectations as gx

        if projection.name not in self._suites:
            rules = [expectation(rule) for rule in projection.rules]
            suite = gx.ExpectationSuite(name=projection.name, expectations=rules)
            self._suites[projection.name] = self.context.suites.add(suite)
        return self._suites[projection.name]

    @contextmanager
    def _batch_definition(self, name: str) -> Iterator[Any]:
        """A data source of its own, deleted afterwards: sources keep every frame that passed through them."""
        source = self.context.data_sources.add_pandas(name)
        yield source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all rows")
        self.context.validation_definitions.delete(name)
        self.context.data_sources.delete(name)

    def _validation(self, name: str, definition: Any, suite: Any) -> Any:
        import great_expectations as gx
        from great_expectations.core.run_identifier import RunIdentifier

        validation = self.context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=definition, suite=suite)
        )
        run_id = RunIdentifier(run_name=self.run_name)
        return lambda frame: validation.run(
            batch_parameters={"dataframe": frame}, result_format="COMPLETE", run_id=run_id
        )

    def write_docs(self) -> Path:
        """Write the Data Docs of everything validated so far; returns their index page."""
        with RUN_LOCK:
            self.docs.mkdir(parents=True, exist_ok=True)
            self.context.build_data_docs()
        return self.docs / "index.html"


def _site(folder: Path) -> dict[str, Any]:
    return {
        "class_name": "SiteBuilder",
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.absolute())},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }


def _read(table: str, projection: str, rule: Rule, result: Any, frame: Any) -> RuleResult:
    """A result as row numbers of the table. A rule that raised is an error of its own, never a pass."""
    if not result.result and not result.success:
        return RuleResult(table, projection, rule, (), str(result.exception_info))
    labels = result.result.get("unexpected_index_list") or []
    rows = sorted({int(frame["row"].iloc[label]) for label in labels})
    return RuleResult(table, projection, rule, tuple(rows))
