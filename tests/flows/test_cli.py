"""The command line: what it prints, what it writes, and how it fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.articles import ARTICLES
from expectations.errors import UsageError
from flows.commands.deploy import SHIPPED
from flows.inputs import find_inputs
from flows.settings import load_settings
from tests.conftest import article, articles_table
from tests.flows.conftest import INBOX, ROOT, Milled


def newsmill(*words: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", *map(str, words)]
    env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "160"} | environment
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)  # noqa: S603


def test_a_run_over_known_inputs_starts_no_flow_run(copied: Milled, tmp_path: Path) -> None:
    """It answers although the Prefect server that it would need is not there."""
    words = ("run", INBOX, "--warehouse", copied.warehouse, "--strict")
    done = newsmill(*words, PREFECT_API_URL="http://127.0.0.1:9/api", PREFECT_HOME=str(tmp_path / "prefect"))
    inputs = copied.report.counts["inputs"]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"nothing new: all {inputs} inputs are known, generation 1 stays as it is\n"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["run", "no/such/inbox"], 2, "no/such/inbox"),
        (["run", "gopher://example.org/x"], 2, "gopher"),
        (["run"], 2, "no source was given"),
        (["run", "wire"], 2, "Named sources in newsmill.toml: none"),
        (["run", INBOX, "--config", "missing.toml"], 2, "there is no settings file missing.toml"),
        (["sql", "select 1", "--warehouse", "no-warehouse"], 1, "no-warehouse has no published generation"),
        (["status", "--warehouse", "no-warehouse"], 1, "no-warehouse has no published generation"),
        (["clean", "no/such/page.html", "--out", "out"], 2, "no/such/page.html"),
        (["dedupe", "no-such.parquet", "--out", "out"], 2, "there is no file no-such.parquet"),
        (["enrich", "README.md", "--out", "out"], 1, "README.md is no readable Parquet file"),
        (
            ["dedupe", "few.parquet", "--history", "few.parquet", "--out", "out"],
            1,
            "few.parquet has no column revision",
        ),
        (["clean", "README.md", "--out", "README.md"], 2, "README.md cannot be written into"),
        (["clean", "", "--out", "out"], 2, "A source is empty"),
        (["maintain", "--warehouse", "no-warehouse"], 1, "there is no warehouse no-warehouse"),
        (["maintain", "--migrate", "--warehouse", "no-warehouse"], 1, "there is no warehouse no-warehouse"),
        (["export", " "], 2, "the target is empty"),
        (["grind"], 2, "No such command 'grind'"),
    ],
)
def test_errors_say_what_is_wrong_and_have_their_exit_code(
    words: list[str], code: int, message: str, tmp_path: Path
) -> None:
    (tmp_path / "README.md").write_text("no table")
    pq.write_table(pa.table({"article_id": ["a"], "title": ["b"], "text": ["c"]}), tmp_path / "few.parquet")
    result = newsmill(*words, cwd=tmp_path)
    assert message in result.stderr
    assert result.returncode == code
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("warehouse = [", "is no readable TOML"),
        ("warehose = 'x'", "warehose"),
        ("workers = 0", "workers"),
        ("[clean]\nmin_wrods = 3", "unknown setting clean.min_wrods"),
        ("[clean]\nmin_words = 'many'", "min_words"),
        ("warehouse = 5", "warehouse: Value error, a path or a URL is wanted"),
        ("clean = 3", "clean is no setting but a group of them"),
        ("[dedupe]\nsample_one_in = 0", "dedupe.sample_one_in is 0"),
        ("[fetch]\nhost_seconds = -1.0", "fetch.host_seconds is -1.0"),
        ("[enrich.quotes]\nmin_confidence = -1", "enrich.quotes.min_confidence is -1.0"),
    ],
)
def test_an_unusable_setting_is_named(toml: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "newsmill.toml").write_text(toml)
    with pytest.raises(UsageError, match=re.escape(message)):
        load_settings(tmp_path / "newsmill.toml")


def test_an_unusable_setting_of_the_environment_is_named(tmp_path: Path) -> None:
    result = newsmill("run", str(ROOT / INBOX), cwd=tmp_path, NEWSMILL_CLEAN="x")
    assert (result.returncode, 'field "clean"' in result.stderr) == (2, True), result.stderr


def test_a_misspelt_setting_of_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_DRFT", "stop")
    with pytest.raises(UsageError, match="unknown setting NEWSMILL_DRFT"):
        load_settings()


def test_settings_of_the_environment_are_written_as_one_likes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('drift = "stop"')
    monkeypatch.setenv("NEWSMILL_CONFIG", str(tmp_path / "own.toml"))
    monkeypatch.setenv("newsmill_clean__min_words", "7")
    settings = load_settings()
    assert (settings.drift, settings.clean.min_words) == ("stop", 7)


def test_an_installed_newsmill_has_its_deployments() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert ROOT / wheel["force-include"]["prefect.yaml"] in SHIPPED


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=re.escape("http://[bad is no address")):
        find_inputs(["http://[bad"], load_settings(warehouse=tmp_path), None)


def test_limits_may_forbid_a_thing_altogether(tmp_path: Path) -> None:
    (tmp_path / "newsmill.toml").write_text(
        "[fetch]\nmax_redirects = 0\n[maintain]\nkeep_days = 0\n[clean]\nmax_seconds = 0"
    )
    settings = load_settings(tmp_path / "newsmill.toml")
    assert (settings.fetch.max_redirects, settings.maintain.keep_days, settings.clean.max_seconds) == (0, 0, 0)


def test_clean_writes_articles_of_pages(tmp_path: Path) -> None:
    result = newsmill("clean", f"{INBOX}/halden-post", f"{INBOX}/broken/rubbish.bin", "--out", tmp_path)
    assert result.returncode == 0, result.stderr
    articles = pq.read_table(tmp_path / "articles.parquet")
    assert articles.schema.names == ARTICLES.stage_schema.names
    assert f"{INBOX}/halden-post/kestrel-dam-crack.html" in articles.column("source_uri").to_pylist()
    assert pq.read_table(tmp_path / "quarantine.parquet").column("rule").to_pylist() == ["binary"]


def test_clean_gives_the_same_with_one_worker_and_two(tmp_path: Path) -> None:
    for workers in ("1", "2"):
        words = ("clean", INBOX, "--out", tmp_path / workers, "--workers", workers)
        result = newsmill(*words, NEWSMILL_INGEST__BATCH_BYTES="20000")
        assert result.returncode == 0, result.stderr
    one, two = (pq.read_table(tmp_path / n / "articles.parquet") for n in ("1", "2"))
    assert one.equals(two)


def test_dedupe_and_enrich_take_the_columns_that_they_need(tmp_path: Path) -> None:
    days = " ".join(f"On day {n} the ferry to Oddaholm carried {n * 7} cars and nobody complained." for n in range(30))
    text = f"“The ferry to Oddaholm will not sail,” Mayor Ilse Norberg said on Monday. {days}"
    rows = [article(1, text), article(2, text.replace("Monday", "Tuesday"))]
    table = articles_table(*rows).select(["article_id", "title", "text"])
    pq.write_table(table, tmp_path / "in.parquet")
    assert newsmill("dedupe", tmp_path / "in.parquet", "--out", tmp_path).returncode == 0
    marked = pq.read_table(tmp_path / "articles.parquet")
    assert len(set(marked.column("cluster_id").to_pylist())) == 1
    assert newsmill("enrich", tmp_path / "in.parquet", "--out", tmp_path).returncode == 0
    assert "Ilse Norberg" in str(pq.read_table(tmp_path / "quotes.parquet").column("speaker").to_pylist())
    assert "Oddaholm" in str(pq.read_table(tmp_path / "entities.parquet").column("name").to_pylist())


def test_a_later_dedupe_compares_with_an_earlier_one(tmp_path: Path) -> None:
    text = " ".join(f"Sentence {n} about the harbour of Oddaholm and its {n} ferries." for n in range(40))
    for name, row in (("first", article(1, text)), ("second", article(2, text + " And more."))):
        pq.write_table(articles_table(row), tmp_path / f"{name}.parquet")
    newsmill("dedupe", tmp_path / "first.parquet", "--out", tmp_path / "a")
    history = ["--history", str(tmp_path / "a" / "signatures.parquet")]
    result = newsmill("dedupe", tmp_path / "second.parquet", *history, "--out", tmp_path / "b")
    assert result.returncode == 0, result.stderr
    [row] = pq.read_table(tmp_path / "b" / "articles.parquet").to_pylist()
    assert row["duplicate_of"] == article(1)["article_id"]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"article_id": ["x"]}), tmp_path / "in.parquet")
    result = newsmill("enrich", tmp_path / "in.parquet", "--out", tmp_path)
    assert (result.returncode, "has no column title, text" in result.stderr) == (1, True)


def test_help_and_stage_commands_load_neither_prefect_nor_great_expectations() -> None:
    code = (
        "import sys, flows.cli, flows.commands.stages, flows.commands.sql, flows.commands.explain;"
        "print([m for m in ('prefect', 'great_expectations', 'pandas', 'scipy') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert result.stdout.strip() == "[]"


@pytest.mark.flow
def test_sql_answers_in_three_styles(milled: Milled) -> None:
    query = "select speaker, quotes from speakers order by quotes desc, speaker limit 1"
    table, csv, js = (
        newsmill("sql", query, "--warehouse", milled.warehouse, "--format", style).stdout
        for style in ("table", "csv", "json")
    )
    [row] = json.loads(js)
    assert row["quotes"] >= 2
    assert csv.splitlines() == ["speaker,quotes", f"{row['speaker']},{row['quotes']}"]
    assert row["speaker"] in table


@pytest.mark.flow
def test_sql_keeps_whole_numbers_beside_nulls_twins_and_what_json_has_no_number_for(milled: Milled) -> None:
    query = "select n, n, 'nan'::double as x, true as yes from (values (1), (null)) as t(n)"
    csv, js = (
        newsmill("sql", query, "--warehouse", milled.warehouse, "--format", style).stdout for style in ("csv", "json")
    )
    assert csv == "n,n_1,x,yes\n1,1,nan,true\n,,nan,true\n"
    assert json.loads(js, parse_constant=pytest.fail) == [
        {"n": 1, "n_1": 1, "x": None, "yes": True},
        {"n": None, "n_1": None, "x": None, "yes": True},
    ]


@pytest.mark.flow
def test_sql_passes_on_what_duckdb_says(milled: Milled) -> None:
    result = newsmill("sql", "select nothing from nowhere", "--warehouse", milled.warehouse)
    assert (result.returncode, "nowhere does not exist" in result.stderr) == (2, True)
    result = newsmill("sql", "select 1", "--warehouse", milled.warehouse, "--generation", "77")
    assert (result.returncode, "no generation 77 (there: 1" in result.stderr) == (1, True)


@pytest.mark.flow
def test_status_names_runs_tables_and_quarantine(milled: Milled) -> None:
    result = newsmill("status", "--warehouse", milled.warehouse)
    assert result.returncode == 0, result.stderr
    for said in (milled.report.run_key, "articles", "truncated_archive", "checks.html"):
        assert said in result.stdout


@pytest.mark.flow
@pytest.mark.parametrize("kind", ["quote", "article", "document"])
def test_explain_traces_an_id_to_the_bytes(milled: Milled, kind: str) -> None:
    [(identifier,)] = milled.rows(f"select min({kind}_id) from raw.{kind}s")
    result = newsmill("explain", str(identifier)[:16], "--warehouse", milled.warehouse)
    assert result.returncode == 0, result.stderr
    assert kind in result.stdout.lower()
    assert "still the bytes that were read" in result.stdout


@pytest.mark.flow
def test_explain_refuses_what_is_no_id(milled: Milled) -> None:
    for identifier, message in (("x", "is no id"), ("0000000000000000", "no quote, article, entity or document")):
        result = newsmill("explain", identifier, "--warehouse", milled.warehouse)
        assert (result.returncode, message in result.stderr) == (2, True)


@pytest.mark.flow
def test_too_much_refused_stops_the_run_before_it_publishes(tmp_path: Path, prefect_server: str) -> None:
    words = ("run", f"{INBOX}/broken", "--warehouse", tmp_path / "w", "--runner", "threads")
    result = newsmill(
        *words, PREFECT_API_URL=prefect_server, NEWSMILL_MIN_REFUSED_INPUTS="1", NEWSMILL_MAX_REFUSED_SHARE="0.1"
    )
    assert result.returncode == 3, result.stderr[-2000:]
    assert "more than 10% of what was read went to quarantine" in result.stderr
    assert not (tmp_path / "w" / "current").exists()
    assert list((tmp_path / "w" / "data-docs").rglob("index.html"))


@pytest.mark.flow
def test_strict_tells_of_quarantine_by_its_exit_code(tmp_path: Path, prefect_server: str) -> None:
    inbox = [f"{INBOX}/broken/empty.html", f"{INBOX}/halden-post/kestrel-dam-crack.html"]
    words: list[str | Path] = ["run", *inbox, "--warehouse", tmp_path / "w", "--runner", "threads", "--strict"]
    result = newsmill(*words, PREFECT_API_URL=prefect_server)
    assert result.returncode == 4, result.stderr[-2000:]
    assert "rows in quarantine" in result.stdout
