"""The whole way over the sample inbox: what came in, what became of it, and that a second run changes nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from expectations.published import PUBLISHED
from flows import inputs
from flows.inputs import handed_on, inputs_to_plan, look
from tests.flows.conftest import INBOX, Milled, table_rows, turn_mill

pytestmark = pytest.mark.flow


def test_everything_read_is_accounted_for(milled: Milled) -> None:
    counts = milled.report.counts
    assert counts["inputs"] == sum(1 for p in Path(INBOX).rglob("*") if p.is_file())
    assert counts["pages"] == counts["pages_known"] + counts["pages_refused"] + counts["documents"]
    found = counts["articles_refused"] + counts["articles_known"] + counts["duplicates"] + counts["canonical"]
    assert counts["articles"] == found
    [(inputs,)] = milled.rows("select count(distinct input_uri) from lineage")
    assert inputs == counts["inputs"]


def test_the_counts_are_those_of_the_tables(milled: Milled) -> None:
    counts = milled.report.counts
    for name, query in {
        "canonical": "select count(*) from raw.articles where duplicate_of is null",
        "duplicates": "select count(*) from raw.articles where duplicate_of is not null",
        "documents": "select count(*) from documents",
        "entities": "select count(*) from raw.entities",
        "quotes": "select count(*) from raw.quotes",
        "quarantined": "select count(*) from quarantine",
    }.items():
        assert milled.rows(query) == [(counts[name],)], name


def test_each_broken_sample_is_in_quarantine_by_name(milled: Milled) -> None:
    rows = milled.rows("select source_uri, stage, rule, reason from quarantine")
    refused = {Path(str(uri).split("#")[0]).name: (stage, rule) for uri, stage, rule, _ in rows}
    assert refused["empty.html"] == ("ingest", "empty")
    assert refused["rubbish.bin"] == ("ingest", "binary")
    assert refused["truncated.html.gz"] == ("ingest", "truncated_archive")
    assert refused["menu-only.html"] == ("clean", "no_article")
    assert refused["bad-line.jsonl"][0] == "ingest"
    assert all(str(uri) in str(reason) for uri, _, _, reason in rows)


def test_broken_pages_that_can_be_read_are_read(milled: Milled) -> None:
    found = milled.rows("select source_uri, text from all_articles where source_uri like '%broken%'")
    rows = {str(uri): str(text) for uri, text in found}
    assert "Zoë Karlström" in rows[f"{INBOX}/broken/wrong-encoding.html"]
    assert f"{INBOX}/broken/truncated.html" in rows


def test_the_dump_gives_two_clean_articles(milled: Milled) -> None:
    query = f"select title, text from all_articles where source_uri = '{INBOX}/dumps/0017_corvia_today.txt'"
    rows = milled.rows(query)
    assert len(rows) == 2
    for title, text in rows:
        lines = str(text).split("\n")
        assert str(title) not in lines
        assert "TT" not in lines


def test_copies_point_at_their_canonical_article(milled: Milled) -> None:
    pairs = milled.rows("""
        select copy.source_uri, original.source_uri from all_articles copy
        join all_articles original on original.article_id = copy.duplicate_of and original.duplicate_of is null""")
    names = {frozenset(Path(str(uri)).name for uri in pair) for pair in pairs}
    assert frozenset({"port-strike-carmakers.html", "cna-wire.jsonl#1"}) in names
    assert len(pairs) == milled.report.counts["duplicates"]


def test_an_updated_page_is_the_next_revision_and_the_view_shows_it(milled: Milled) -> None:
    query = "select revision, source_uri from {} where source_uri like '%port-talks%' order by revision"
    every = milled.rows(query.format("all_articles"))
    assert [row[0] for row in every] == [1, 2]
    assert [row[0] for row in milled.rows(query.format("articles"))] == [2]
    [(added, changed)] = milled.rows("select changes.added, changes.changed from relations where changes is not null")
    assert added or changed


def test_another_language_is_known_as_such(milled: Milled) -> None:
    assert milled.rows("select language from articles where source_uri like '%hafenstreik%'") == [("de",)]


def test_only_articles_that_no_model_reads_are_flagged(milled: Milled) -> None:
    flagged = milled.rows("select distinct language from articles where list_contains(flags, 'no_entities')")
    assert flagged == milled.rows("select distinct language from articles where language <> 'en'")
    assert flagged


def test_plain_duckdb_reads_the_files(milled: Milled) -> None:
    for name, contract in PUBLISHED.items():
        query = f"select * from read_parquet('WAREHOUSE/current/{name}/**/*.parquet', hive_partitioning = true)"
        table_rows(milled.warehouse, query)
        columns = duckdb.connect().sql(query.replace("WAREHOUSE", str(milled.warehouse))).columns
        assert columns == [*contract.schema.names, "ingested_on"]


def test_offsets_can_be_proved_in_sql(milled: Milled) -> None:
    wrong = table_rows(
        milled.warehouse,
        """
        select m.text from (
            select article_id, revision, unnest(mentions) m
            from read_parquet('WAREHOUSE/current/entities/**/*.parquet')) e
        join read_parquet('WAREHOUSE/current/articles/**/*.parquet') a using (article_id, revision)
        where substring(a.text, m.start + 1, m."end" - m.start) <> m.text""",
    )
    assert wrong == []


def test_the_catalog_has_the_views(milled: Milled) -> None:
    with duckdb.connect(str(milled.warehouse / "catalog.duckdb"), read_only=True) as catalog:
        for view in ("articles", "all_articles", "entities", "quotes", "mentions", "speakers", "coverage"):
            [(rows,)] = catalog.execute(f"select count(*) from {view}").fetchall()
            assert rows > 0, view


def test_the_data_docs_show_every_stage(milled: Milled) -> None:
    index = milled.report.data_docs
    assert index is not None
    page = index.read_text(encoding="utf-8")
    for stage in ("ingest", "clean", "dedupe", "enrich", "publish"):
        assert f"{stage} 1" in page


def test_a_second_run_publishes_nothing_new(copied: Milled) -> None:
    before = sorted(str(p) for p in copied.warehouse.rglob("*"))
    report = turn_mill(copied.warehouse)
    assert not report.published
    assert report.generation == 1
    assert report.counts["inputs_known"] == report.counts["inputs"]
    assert sorted(str(p) for p in copied.warehouse.rglob("*")) == before


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty inbox."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def test_the_warehouse_is_no_input_of_its_own(copied: Milled) -> None:
    report = turn_mill(copied.warehouse, (str(copied.warehouse.parent),))
    assert (report.published, report.counts["inputs"]) == (False, 0)


def test_a_link_to_a_file_of_the_warehouse_is_no_input_either(copied: Milled, inbox: Path) -> None:
    (inbox / "link.parquet").symlink_to(next(copied.warehouse.rglob("*.parquet")))
    report = turn_mill(copied.warehouse, (f"{inbox}/*",))
    assert (report.published, report.counts["inputs"]) == (False, 0)


def test_what_the_command_has_found_is_not_looked_for_again(
    copied: Milled, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.mill import mill
    from flows.settings import load_settings

    def never(*_: object) -> list[object]:
        raise AssertionError

    (inbox / "new.txt").write_text("The ferry to Oddaholm sailed at noon, the harbour master said.")
    settings = load_settings(warehouse=copied.warehouse, runner="threads")
    found = look([str(inbox)], settings, None)
    assert found is not None
    assert found.new == 1
    monkeypatch.setattr(inputs, "find_inputs", never)
    with handed_on(lambda: found):
        assert mill([str(inbox)], settings).counts["inputs"] == 1
        with pytest.raises(AssertionError):
            inputs_to_plan([str(inbox)], settings, "wire")
    with pytest.raises(AssertionError):
        inputs_to_plan([str(inbox)], settings, None)


def test_a_known_page_under_another_name_is_noted_and_not_published_again(copied: Milled, inbox: Path) -> None:
    page = Path(INBOX) / "halden-post" / "kestrel-dam-crack.html"
    (inbox / "again.html").write_bytes(page.read_bytes())
    articles = copied.rows("select count(*) from raw.articles")
    report = turn_mill(copied.warehouse, (str(inbox),))
    assert (report.counts["pages_known"], report.counts["articles"]) == (1, 0)
    assert copied.rows("select count(*) from raw.articles") == articles
    outcome = copied.rows("select outcome from lineage where source_uri like '%again.html'")
    assert outcome == [("known",)]


def test_the_same_article_at_another_address_is_published_as_a_copy(copied: Milled, inbox: Path) -> None:
    page = (Path(INBOX) / "halden-post" / "kestrel-dam-crack.html").read_text(encoding="utf-8")
    moved = page.replace("kestrel-dam", "kestrel-dam-mirrored")
    assert moved != page
    (inbox / "mirror.html").write_text(moved, encoding="utf-8")
    report = turn_mill(copied.warehouse, (str(inbox),))
    assert (report.counts["duplicates"], report.counts["canonical"]) == (1, 0)
    [(kind, original)] = copied.rows("""
        select copy.duplicate_kind, original.source_uri from all_articles copy
        join all_articles original on original.article_id = copy.duplicate_of
        where copy.source_uri like '%mirror.html'""")
    assert kind == "exact"
    assert str(original).endswith("kestrel-dam-crack.html")
