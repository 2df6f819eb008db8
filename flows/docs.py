"""`make docs`: the pages of `docs/` that are made from the code, so that they cannot lie."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import Any

from expectations.describe import tables_page
from expectations.published import PUBLISHED
from flows.settings import SECTIONS, Settings

SETTINGS_HEAD = """# Settings

Made from the code by `make docs`; a test holds it current. Settings stand in `newsmill.toml` of the folder in which
newsmill runs, or in the file that `--config` names. The environment overrides it: `NEWSMILL_WAREHOUSE=/data/news`,
`NEWSMILL_CLEAN__MIN_WORDS=30`. Options of the command line override both.
"""
DOCS = Path(__file__).parent.parent / "docs"


def pages() -> dict[str, str]:
    """Content of each generated page by file name."""
    return {"tables.md": tables_page(PUBLISHED.values()), "settings.md": settings_page()}


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
    return f"`{value}`" if value not in (None, {}, ()) else "none"


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    for file, content in pages().items():
        (DOCS / file).write_text(content, encoding="utf-8")
