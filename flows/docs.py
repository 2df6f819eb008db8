"""`make docs`: the pages of `docs/` that are made from the code, so that they cannot lie."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import Any

from expectations.describe import tables_page
from expectations.published import PUBLISHED
from expectations.refusals import STAGE_RULES
from flows.settings import SECTIONS, Settings
from warehouse.duck import VIEWS, create_views, view_sql

SETTINGS_HEAD = """# Settings

Made from the code by `make docs`; a test holds it current. Settings stand in `newsmill.toml` of the folder in which
newsmill runs, or in the file that `--config` or NEWSMILL_CONFIG names. The environment overrides it:
`NEWSMILL_WAREHOUSE=/data/news`, `NEWSMILL_CLEAN__MIN_WORDS=30`, and lists and tables as JSON:
`NEWSMILL_SOURCES='{"wire": ["/feeds"]}'`. Options of the command line override both. A setting that does not exist is
an error that names it. Defaults are shown as they are written in TOML; none means that the setting is not set.
"""
DOCS = Path(__file__).parent.parent / "docs"


def pages() -> dict[str, str]:
    """Content of each generated page by file name."""
    tables = tables_page(PUBLISHED.values()) + stage_rules_section() + views_section()
    return {"tables.md": tables, "settings.md": settings_page()}


def stage_rules_section() -> str:
    """What the stages refuse beside the rules of the tables, as Markdown."""
    settings = {key: f"`{'.'.join(found.setting)}`" for key, found in STAGE_RULES.items() if found.setting}
    rows = "".join(
        f"| {stage} | `{rule}` | {found.next} | {settings.get((stage, rule), '')} |\n"
        for (stage, rule), found in STAGE_RULES.items()
    )
    return (
        "\n## Rules of the stages\nBy these, pages and inputs go to `quarantine` before they are rows of a table.\n\n"
        f"| stage | rule | what to do | setting |\n| --- | --- | --- | --- |\n{rows}"
    )


def views_section() -> str:
    """The views with what a row is and their columns, as Markdown."""
    import duckdb

    connection = duckdb.connect()
    create_views(connection, {})
    rows = "".join(
        f"| `{name}` | {view_sql(name).splitlines()[0].removeprefix('-- ')} | "
        f"{_columns_of_view(connection.table(name).columns)} |\n"
        for name in VIEWS
    )
    return (
        f"\n## Views\nIn `catalog.duckdb` and `newsmill sql`.\n\n| view | rows | columns |\n| --- | --- | --- |\n{rows}"
    )


def _columns_of_view(columns: list[str]) -> str:
    """The names of the columns; of those that are a table's, the name of the table."""
    own = {name: [column.name for column in contract.columns] for name, contract in PUBLISHED.items()}
    table = next((name for name, names in own.items() if columns[: len(names)] == names), None)
    known = {*own[table], "ingested_on"} if table else set()
    further = ", ".join(f"`{column}`" for column in columns if column not in known)
    return further if table is None else f"those of {table}{', and ' if further else ''}{further}"


def settings_page() -> str:
    """All settings with type, default and meaning, as Markdown."""
    rows = [
        f"| `{name}` | {_default(field.get_default(call_default_factory=True))} | {field.description} |"
        for name, field in Settings.model_fields.items()
        if name not in SECTIONS and name != "workers"
    ]
    workers = Settings.model_fields["workers"].description
    described = {name: Settings.model_fields[name].description or "" for name in SECTIONS}
    sections = "".join(_section(name, options, described[name]) for name, options in SECTIONS.items())
    table = "| setting | default | meaning |\n| --- | --- | --- |\n" + "\n".join(rows)
    return f"{SETTINGS_HEAD}\n{table}\n| `workers` | cores of the machine | {workers} |\n{sections}"


def _section(name: str, options: type[Any], described: str) -> str:
    """A table of the options, and one for each group of options among them."""
    docs = attribute_docs(options)
    defaults = {field.name: getattr(options(), field.name) for field in dataclasses.fields(options)}
    rows = [f"| `{field}` | {_default(value)} | {docs.get(field, '')} |" for field, value in defaults.items()]
    groups = {field: type(value) for field, value in defaults.items() if dataclasses.is_dataclass(value)}
    return (
        f"\n## [{name}]\n{described}\n\n| setting | default | meaning |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"
    ) + "".join(_section(f"{name}.{field}", group, docs[field]) for field, group in groups.items())


def attribute_docs(options: type[Any]) -> dict[str, str]:
    """The string under each field of a dataclass, in one line."""
    [body] = [
        n.body for n in ast.parse(textwrap.dedent(inspect.getsource(options))).body if isinstance(n, ast.ClassDef)
    ]
    found: dict[str, str] = {}
    for field, text in pairwise(body):
        is_doc = (
            isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
        )
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_doc:
            found[field.target.id] = " ".join(str(text.value.value).split())  # type: ignore[attr-defined]
    return found


def _default(value: object) -> str:
    if dataclasses.is_dataclass(value):
        return "see below"
    if value in (None, {}, ()):
        return "none"
    return f"`{json.dumps(value, default=str)}`"


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    for file, content in pages().items():
        (DOCS / file).write_text(content, encoding="utf-8")
