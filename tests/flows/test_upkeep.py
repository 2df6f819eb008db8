"""Takedown and maintenance as a user meets them: commands, and flows that the UI shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from expectations.errors import UsageError
from flows.operate import forget
from tests.flows.conftest import Milled, turn_mill
from tests.flows.test_cli import newsmill
from tests.publish.grep import holding
from tests.warehouse.test_migrations import unpacked
from warehouse.layout import SCHEMA_VERSION
from warehouse.location import on_disk

FERRY = "https://harbour-times.example/2026/05/night-ferry"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A small warehouse, written by version 1."""
    (tmp_path / "w").mkdir()
    return on_disk(unpacked(1, tmp_path / "w").root)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--yes"], "Give one of --url, --article, --source and --match."),
        (["--url", "https://a.example/b", "--match", "c"], "one thing to take down"),
        (["--url", "https://nowhere.example/a", "--yes"], "is named by this url"),
        (["--url", FERRY], "Add --yes to take it down"),
        (["--article", "abc"], "is no id"),
        (["--match", "/(/"], "cannot be looked for"),
    ],
)
def test_errors_say_what_to_do_and_nothing_is_done(words: list[str], message: str, old: Path) -> None:
    before = sorted(old.rglob("*.parquet"))
    with pytest.raises(UsageError, match=re.escape(message)):
        forget.main([*words, "--warehouse", str(old)], standalone_mode=False)
    assert sorted(old.rglob("*.parquet")) == before


def test_forget_shows_what_would_go_and_then_takes_it_down(old: Path) -> None:
    shown = newsmill("forget", "--url", FERRY, "--dry-run", "--warehouse", old).stdout
    for said in ("Oddaholm ferry to sail at night", "1 copy left", "nothing was removed"):
        assert said in shown
    result = newsmill("forget", "--url", FERRY, "--copies", "--yes", "--reason", "asked for", "--warehouse", old)
    assert "2 articles taken down" in result.stdout, result.stderr
    assert list(holding(old, ["Oddaholm ferry to sail", "Nobody should have to sleep", "night-ferry"])) == []
    again = newsmill("forget", "--url", FERRY, "--yes", "--warehouse", old)
    assert (again.returncode, "from tombstones" in again.stderr) == (2, True)


def test_maintain_says_what_it_would_do_and_does_it(old: Path) -> None:
    shown = newsmill("maintain", "--dry-run", "--warehouse", old).stdout
    assert "migration to version 2: the table tombstones" in shown
    assert not (old / "generations" / "000002").exists()
    result = newsmill("maintain", "--keep-generations", "1", "--keep-days", "0", "--warehouse", old)
    assert result.returncode == 0, result.stderr
    assert "generations that were dropped: " + ", ".join(map(str, range(1, SCHEMA_VERSION))) in result.stdout
    assert [p.name for p in (old / "generations").iterdir()] == [f"{SCHEMA_VERSION:06}"]  # each step made one
    assert "nothing to migrate" in newsmill("maintain", "--migrate", "--warehouse", old).stdout


@pytest.mark.flow
def test_a_takedown_as_a_flow_and_a_mill_that_does_not_read_it_again(copied: Milled) -> None:
    from flows.correct import forget as take_down
    from flows.maintain import maintain
    from flows.settings import load_settings

    settings = load_settings(warehouse=copied.warehouse)
    [(article_id, title, text)] = copied.rows(
        "select article_id, title, text from articles where source_uri like '%kestrel-dam-papers%'"
    )
    done = take_down(article=str(article_id), copies=True, reason="asked for", settings=settings)
    assert (done.generation, done.articles >= 1) == (2, True)
    assert copied.rows(f"select count(*) from all_articles where article_id = '{article_id}'") == [(0,)]
    assert list(holding(copied.warehouse, [str(title), *str(text).split("\n\n")[:2]])) == []
    assert not turn_mill(copied.warehouse).published
    before = copied.rows("select * from all_articles order by all")
    assert maintain(settings).generation == 2  # one file a table: nothing to join
    assert copied.rows("select * from all_articles order by all") == before
    assert sorted(p.name for p in (copied.warehouse / "generations").iterdir()) == ["000002"]
