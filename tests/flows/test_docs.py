"""The generated pages say what the code says, and the README's queries work."""

from __future__ import annotations

import re

import duckdb
import pytest

from flows.docs import DOCS, pages
from tests.flows.conftest import ROOT, Milled


@pytest.mark.parametrize("name", ["tables.md", "settings.md"])
def test_generated_pages_are_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"


def test_every_setting_is_documented() -> None:
    for line in pages()["settings.md"].splitlines():
        if line.startswith("| `"):
            assert line.split("|")[3].strip(), line


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    page = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    names = [
        re.split(r"[<>=\[ ;]", d)[0] for d in project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    ]
    assert [name for name in names if name not in page] == []


@pytest.mark.flow
def test_the_queries_of_the_readme_work(milled: Milled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(milled.warehouse)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```sql\n(.*?)```", readme, flags=re.DOTALL)
    queries = [query for query in block.split(";") if query.strip()]
    assert len(queries) == 2
    for query in queries:
        assert duckdb.execute(query).fetchall()
