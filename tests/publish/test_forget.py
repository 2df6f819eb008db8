"""A takedown leaves no word of an article under the warehouse, everything else as it was, and no way back."""

from __future__ import annotations

import html
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.errors import UsageError
from expectations.references import CHECKS
from flows.commands.forget import selector_of
from tasks.dedupe.options import DEFAULTS
from tasks.enrich.options import EnrichOptions
from tasks.publish import forget as takedowns
from tasks.publish.forget import Forgotten, Means, Takedown
from tests.publish import pages
from tests.publish.grep import holding
from tests.publish.small_mill import grind
from warehouse import erasure, generations, retention
from warehouse.duck import connect
from warehouse.fetched import Fetched
from warehouse.generations import current_files
from warehouse.layout import Layout
from warehouse.local import LocalStore
from warehouse.location import on_disk
from warehouse.lookups import broken_references
from warehouse.settle import settle
from warehouse.signature_index import keep_current
from warehouse.store import store_of

NOW = datetime(2026, 6, 9, 12, tzinfo=UTC)
MEANS = Means(DEFAULTS, EnrichOptions(), "0.1.0")
NEEDLES = [
    pages.TITLE,
    pages.URL,
    "oddaholm-ferry.html",
    "between Oddaholm and Vestness will sail",
    "Nobody should have to sleep",
    "The crossing takes forty minutes",
    "workers of the Vestness cannery",
    "hire nine sailors and two cooks",
]
"""Words of every part of the article; of other pages none."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two runs over the inbox."""
    folder = tmp_path_factory.mktemp("forget")
    inbox = pages.write_inbox(folder / "inbox")
    grind(folder / "warehouse", inbox)
    (inbox / "later.html").write_text(pages.page("https://gull.example/later", "Gulls return to the quay", (
        "Gulls have returned to the quay of Vestness in large numbers, the harbour master Pål Lie said on Friday.",
    ), 9))  # fmt: skip
    grind(folder / "warehouse", inbox)
    return folder


@pytest.fixture
def layout(made: Path, tmp_path: Path) -> Layout:
    """A copy of it, with the same inbox beside it."""
    shutil.copytree(made / "warehouse", tmp_path / "warehouse", symlinks=True)
    return Layout(tmp_path / "warehouse")


def forget(layout: Layout, copies: bool = False, **named: str) -> Forgotten:
    return takedowns.forget(layout, Takedown(selector_of(named), copies, "asked for"), MEANS, NOW, 5)


def rows(layout: Layout, query: str) -> list[tuple[Any, ...]]:
    return connect(layout).execute(query).fetchall()


def with_traces(layout: Layout) -> None:
    """Everything else that holds the article: an index, staging of a dead run, a fetched page, data docs, reports."""
    keep_current(on_disk(layout.root) / "signature-index", [Path(p) for p in current_files(layout, "signatures")], 1)
    dead = layout.staging_of("dead") / "clean"
    dead.mkdir(parents=True)
    (dead / "page.html").write_text(pages.article())
    Fetched(layout.fetched).keep(iter([pages.article().encode()]))
    for name in ("data-docs/other/index.html", "reports/week.html", "reports/clean.html"):
        (layout.root / name).parent.mkdir(parents=True, exist_ok=True)
        quote = "" if "clean" in name else html.escape(pages.BODY[1])
        (layout.root / name).write_text(f"<p>{quote}</p>")
    (layout.root / "reports" / "week.json").write_text(json.dumps({"quote": pages.BODY[2]}))
    root = "https://a.example/feed"
    visits: list[dict[str, object]] = [{"url": url, "root": root} for url in (pages.URL, "https://a.example/other")]
    visits.append({"url": "https://a.example/listed", "root": "", "hints": {"title": pages.TITLE}})
    fetched = {
        "bodies/1": pages.article(),
        "bodies/2": "<p>Other</p>",
        "visits/1.jsonl": "\n".join(map(json.dumps, visits)),
    }
    for name, content in fetched.items():
        (layout.fetched / name).parent.mkdir(parents=True, exist_ok=True)
        on_disk(layout.fetched / name).write_text(content)


def test_no_file_holds_a_word_of_it_any_more(layout: Layout) -> None:
    with_traces(layout)
    before = {
        re.sub(r"^generations/\d+/(\w+)/.*|^(signature-index)/.*", r"\1\2", file)
        for file, _ in holding(layout.root, NEEDLES)
    }
    assert before >= {
        "articles", "documents", "lineage", "quarantine", "quotes", "signatures", "signature-index",
        "data-docs/other/index.html", "reports/week.html", "reports/week.json", "_staging/dead/clean/page.html",
        "_fetch/bodies/1", "_fetch/visits/1.jsonl",
    }  # fmt: skip
    assert any(file.startswith("_fetch/bodies/") for file in before)
    forget(layout, copies=True, url=pages.URL)
    assert list(holding(layout.root, NEEDLES)) == []
    for name in ("reports/clean.html", "_fetch/bodies/2"):
        assert (layout.root / name).exists()
    assert "https://a.example/other" in (layout.fetched / "visits" / "1.jsonl").read_text()
    assert list(store_of(layout).published()) == [3]


def test_without_copies_just_what_was_named_goes(layout: Layout) -> None:
    forget(layout, url=pages.URL)
    assert {row[0] for row in rows(layout, "select url from all_articles")} == {
        "https://vestness-post.example/copied", "https://gull.example/nearly",
        "https://vestness-post.example/cannery", "https://gull.example/later",
    }  # fmt: skip
    assert {needle for _, needle in holding(layout.root, [pages.URL, "oddaholm-ferry.html"])} == set()


def test_a_copy_stands_for_the_cluster_and_is_enriched(layout: Layout) -> None:
    quotes = "select text, speaker from quotes where text like 'Nobody%'"
    said, entities = rows(layout, quotes), rows(layout, "select count(*) from entities where name = 'Oddaholm'")
    [(cluster,)] = rows(layout, f"select cluster_id from all_articles where url = '{pages.URL}'")
    done = forget(layout, url=pages.URL)
    placed = rows(
        layout,
        f"select url, duplicate_of, duplicate_kind from all_articles where cluster_id = '{cluster}' order by url desc",
    )
    assert placed[0] == ("https://vestness-post.example/copied", None, None)
    assert placed[1] == ("https://gull.example/nearly", done.reelected[0], "near")
    assert rows(layout, quotes) == said
    assert rows(layout, "select count(*) from entities where name = 'Oddaholm'") == entities


def test_all_tables_fit_together_afterwards(layout: Layout) -> None:
    forget(layout, url=pages.URL)
    new = {name: current_files(layout, name) for name in ("articles", "entities", "quotes", "documents")}
    assert [row for row in broken_references(CHECKS, new, []).to_pylist() if row["broken"]] == []
    signed = "select article_id, revision, cluster_id, duplicate_of, duplicate_kind from {} order by all"
    files = current_files(layout, "signatures")
    assert rows(layout, signed.format(f"read_parquet({files})")) == rows(layout, signed.format("raw.articles"))


def test_pages_that_name_it_keep_all_else(layout: Layout) -> None:
    page = "select text from documents where source_uri like '%cannery%'"
    [(before,)] = rows(layout, page)
    assert pages.TITLE in before
    forget(layout, url=pages.URL)
    [(after,)] = rows(layout, page)
    assert after == before.replace(pages.TITLE, " " * len(pages.TITLE))


def test_quarantine_keeps_the_row_and_nothing_to_read(layout: Layout) -> None:
    [before] = rows(layout, "select quarantine_id, rule from quarantine where source_uri like '%records%'")
    forget(layout, url=pages.URL)
    query = "select quarantine_id, rule, payload from quarantine"
    assert rows(layout, query) == [(*before, None)]


def test_lineage_still_accounts_for_every_input(layout: Layout, made: Path) -> None:
    forget(layout, url=pages.URL)
    outcomes = rows(layout, "select outcome, count(*) from lineage group by all order by all")
    assert outcomes == [("duplicate", 2), ("forgotten", 1), ("published", 2), ("quarantined", 1)]
    assert grind(layout.root, made / "inbox") is None


def test_it_does_not_come_back(layout: Layout, tmp_path: Path) -> None:
    """Neither under its address with another text, nor with its text under another address."""
    forget(layout, url=pages.URL, copies=True)
    inbox = tmp_path / "again"
    inbox.mkdir()
    (inbox / "oddaholm-ferry-2.html").write_text(pages.article(body=pages.OTHER))
    (inbox / "mirror.html").write_text(pages.article("https://mirror.example/night"))
    text = "Gulls have left the quay of Vestness again after a week, the harbour master Pål Lie said on Saturday."
    fresh = pages.article("https://fresh.example/a", "Gulls leave the quay of Vestness", (text,), 8)
    (inbox / "fresh.html").write_text(fresh)
    counts = grind(layout.root, inbox)
    assert counts is not None
    assert (counts["pages_refused"], counts["canonical"], counts["documents"]) == (2, 1, 1)
    refused = rows(layout, "select payload, source_uri like 'forgotten:%' from quarantine where rule = 'forgotten'")
    assert refused == [(None, True)] * 2
    assert list(holding(layout.root, NEEDLES)) == []
    assert grind(layout.root, inbox) is None


FRONT = Path("samples/inbox/dumps/0017_corvia_today.txt")
"""A text dump of a page with two articles."""
SIRENS = ["Thousands Leave Valley", "a gnawed cable had set off nine", "Run first, ask the dam later", "Thora Wyndham"]
"""Words of one of them."""


def test_of_a_page_with_several_articles_the_others_stay(root: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "front.txt").write_bytes(FRONT.read_bytes())
    grind(root, inbox)
    layout = Layout(root)
    document = "select text, blocks from documents"
    [(before, _)] = rows(layout, document)
    forget(layout, match="run first, ask the dam later")
    [(title, text, position)] = rows(layout, "select title, text, position from articles")
    assert title.startswith("Corvia and Estmark Sign")
    [(after, blocks)] = rows(layout, document)
    assert len(after) == len(before)
    assert all(
        after[b["start"] : b["end"]].strip()
        == ("" if b["position"] != position else before[b["start"] : b["end"]].strip())
        for b in blocks
    )
    assert text.split("\n")[0] in after
    assert rows(layout, "select outcome from lineage order by all") == [("forgotten",), ("published",)]
    assert list(holding(root, SIRENS)) == []


def test_a_page_that_comes_again_gives_only_the_articles_that_were_not_taken_down(root: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "front.txt").write_bytes(FRONT.read_bytes())
    grind(root, inbox)
    layout = Layout(root)
    forget(layout, match="run first, ask the dam later")
    (inbox / "front.txt").write_text(
        FRONT.read_text().replace("Corvia and Estmark Sign", "At last Corvia and Estmark Sign")
    )
    counts = grind(root, inbox)
    assert counts is not None
    assert (counts["articles"], counts["articles_refused"], counts["documents"]) == (2, 1, 1)
    assert rows(layout, "select rule, state, payload from quarantine") == [("forgotten", "taken_down", None)]
    assert list(holding(root, SIRENS)) == []


@pytest.mark.parametrize(
    ("named", "titles"),
    [
        ({"match": "They will all be paid"}, {"Vestness cannery closes for a week"}),
        ({"match": "/gulls (have|had) returned/"}, {"Gulls return to the quay"}),
        ({"match": "140 people work (there)"}, None),
        ({"url": "https://m.gull.example/later?utm_source=x#top"}, {"Gulls return to the quay"}),
        ({"source": "nobody"}, None),
    ],
)
def test_articles_are_named_by_what_is_known_of_them(
    layout: Layout, named: dict[str, str], titles: set[str] | None
) -> None:
    before = {row[0] for row in rows(layout, "select title from all_articles")}
    done = forget(layout, copies=False, **named)
    after = {row[0] for row in rows(layout, "select title from all_articles")}
    assert before - after == (titles or set())
    assert (done.generation is None) == (titles is None)


def test_a_source_goes_with_its_quarantine(layout: Layout) -> None:
    forget(layout, source="inbox")
    assert rows(layout, "select count(*) from all_articles") == rows(layout, "select count(*) from documents") == [(0,)]
    assert rows(layout, "select distinct outcome from lineage") == [("forgotten",)]
    assert rows(layout, "select count(*) from quarantine where payload is not null") == [(0,)]
    assert rows(layout, "select count(*) from tombstones") == [(5,)]


def test_an_id_may_be_short_and_in_capitals_but_must_be_of_one(layout: Layout) -> None:
    [(article_id,)] = rows(layout, "select article_id from all_articles where url like '%later'")
    assert forget(layout, article=article_id[:10].upper()).articles == 1
    for wrong, message in (("abc", "is no id"), ("zz!!zzzzzz", "is no id")):
        with pytest.raises(UsageError, match=message):
            forget(layout, article=wrong)
    with pytest.raises(UsageError, match="cannot be looked for"):
        forget(layout, match="/(/")


def test_tombstones_hold_hashes_since_when_and_why(layout: Layout) -> None:
    forget(layout, url=pages.URL, copies=True)
    found = rows(layout, "select selector, reason, forgotten_at, article_id is null from tombstones order by selector")
    assert found == [("copies", "asked for", NOW, False)] * 2 + [("url", "asked for", NOW, False)]


CRASHES = [
    ("before the generation is ready", generations.Draft, "publish"),
    ("before the switch", LocalStore, "make_current"),
    ("before the erasure", erasure, "write_catalog"),
    ("in mid-erasure", retention, "drop_generations"),
]


@pytest.mark.parametrize(("where", "owner", "name"), CRASHES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_killed_takedown_is_finished_or_has_not_happened(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, where: str, owner: object, name: str
) -> None:
    with_traces(layout)
    before = rows(layout, "select article_id from all_articles order by all")

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, crash)
        with pytest.raises(KeyboardInterrupt):
            forget(layout, url=pages.URL, copies=True)
    settle(layout, "next", NOW, "0.1.0")
    after = rows(layout, "select article_id from all_articles order by all")
    if where == "before the generation is ready":
        assert after == before
        assert list(store_of(layout).published()) == [1, 2]
        assert forget(layout, url=pages.URL, copies=True).articles == 3
    assert not layout.erasures.exists()
    assert list(store_of(layout).published()) == [3]
    assert list(holding(layout.root, NEEDLES)) == []


def test_a_second_takedown_of_the_same_finds_nothing(layout: Layout) -> None:
    forget(layout, url=pages.URL)
    before = sorted(layout.root.rglob("*"))
    assert forget(layout, url=pages.URL).generation is None
    assert sorted(layout.root.rglob("*")) == before


def test_a_reader_of_an_old_generation_gets_an_error_never_a_mixture(layout: Layout) -> None:
    reader = connect(layout)
    forget(layout, url=pages.URL)
    with pytest.raises(duckdb.IOException):
        reader.execute("select text from raw.articles").fetchall()
