"""The report: figures from rows, and a page that no title, name or quote can take over."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.articles import ARTICLES
from expectations.errors import UsageError
from expectations.gx import RuleResult
from expectations.rates import RATES, drifts, usual
from expectations.runs import COUNTS
from flows.report_page import charts
from flows.report_page.checks import Checked, checks_page, pages_of
from flows.report_page.facts import Facts, Period, ask, choose
from flows.report_page.page import About, report_page
from flows.report_page.wall import MARGIN_CHARS, pieces, web_address, window
from tests.conftest import article
from tests.flows.conftest import Milled
from tests.flows.test_cli import newsmill
from tests.warehouse import view_rows
from warehouse.duck import connect

EVIL = "</style></svg><script>alert(1)</script><img src=x onerror=alert(2)> \"'&"


def run(number: int, **counts: Any) -> dict[str, Any]:
    row = dict.fromkeys(COUNTS, 0) | {"quotes_without_speaker": 0, "undated": 0, "published": 0}
    began = datetime(2026, 3, number, 12, tzinfo=UTC)
    return {**row, "run_id": f"{number:02d}" * 8, "ingested_at": began, "sources": ["inbox"], **counts}


def quote(text: str = "He left. “We stay,” Ilse said. Then rain.", **values: Any) -> dict[str, Any]:
    start = text.index("We")
    row = {
        "quote_id": "ab" * 16, "kind": "direct", "start": start, "end": start + 8, "article": text,
        "spans": [{"start": start, "end": start + 8}], "speaker": "Ilse", "speaker_role": None, "via": None,
        "speaker_start": start + 10, "speaker_end": start + 14, "cue": "said", "cue_start": start + 15,
        "cue_end": start + 19, "confidence": 0.9, "title": "Rain", "url": None, "source": "gull",
        "source_uri": "a.html", "published_at": None,
    }  # fmt: skip
    return row | values


def test_the_parts_of_the_funnel_add_up_to_what_came_in() -> None:
    counts = dict.fromkeys(COUNTS, 0) | {
        "inputs": 9, "inputs_known": 2, "pages": 7, "pages_known": 1, "pages_refused": 2, "documents": 4,
        "inputs_refused": 1, "articles": 6, "articles_known": 1, "articles_refused": 1, "duplicates": 1, "canonical": 3,
    }  # fmt: skip
    totals: dict[str, int] = {}
    for part in charts.funnel_parts(counts):
        totals[part["step"]] = totals.get(part["step"], 0) + part["count"]
    assert totals == {"9 input files": 9, "8 pages and records": 8, "6 articles": 6}


def test_a_rate_far_from_its_history_is_odd() -> None:
    before = [run(n, duplicates=20 + n % 3, canonical=80) for n in range(1, 9)]
    [alike] = [d for d in drifts([run(9, duplicates=21, canonical=80)], before) if d.rate.name == "copies"]
    [far] = [d for d in drifts([run(9, duplicates=60, canonical=40)], before) if d.rate.name == "copies"]
    assert (alike.is_odd, far.is_odd) == (False, True)
    assert not any(d.is_odd for d in drifts([run(9, duplicates=60, canonical=40)], before[:2]))


def test_small_runs_do_not_say_what_is_usual() -> None:
    before = [run(n, duplicates=1, canonical=1) for n in range(1, 9)]
    assert all(d.before == () and d.band is None for d in drifts([run(9)], before))


@given(st.lists(st.floats(0, 1), min_size=3, max_size=40), st.booleans())
def test_the_median_is_usual_and_a_band_of_shares_is_one(values: list[float], is_share: bool) -> None:
    band = usual(values, is_share=is_share)
    assert band is not None
    assert 0 <= band[0] <= sorted(values)[len(values) // 2] <= band[1]
    assert not is_share or band[1] <= 1


def test_a_rate_over_several_runs_weighs_them_by_size() -> None:
    [copies] = [rate for rate in RATES if rate.name == "copies"]
    assert copies.value(run(1, duplicates=1, canonical=0), run(2, duplicates=0, canonical=3)) == 0.25
    assert copies.value(run(1)) is None


def test_of_roles_equally_frequent_the_first_is_shown_as_in_the_view(root: Path) -> None:
    roles = ["author", "baker", "captain", "diver", "editor", "farmer", "glazier", "harpist", "judge"]
    quotes = [
        view_rows.quote(view_rows.ONE, f"{first} {second}", number) | {"speaker_role": role}
        for first, second in pairwise(roles)
        for number, role in enumerate((second, first))
    ]
    connection = connect(view_rows.warehouse_of(root, articles=[article(1)], quotes=quotes))
    assert [row["role"] for row in ask(connection, "speakers", runs=["key"], top=9)] == roles[:-1]


def test_the_latest_run_is_reported_unless_a_run_or_days_are_named() -> None:
    runs = [run(1), run(2), run(3)]
    assert choose(runs, Period()) == runs[2:]
    assert choose(runs, Period(run="0202")) == runs[1:2]
    assert choose(runs, Period(since=date(2026, 3, 2))) == runs[1:]
    assert choose(runs, Period(until=date(2026, 3, 2))) == runs[:2]
    with pytest.raises(UsageError, match="nothing of the run ff"):
        choose(runs, Period(run="ff"))
    with pytest.raises(UsageError, match="several runs"):
        choose(runs, Period(run="0"))


def test_a_quote_is_marked_in_its_paragraph() -> None:
    marked = [(piece.text, piece.kind) for piece in pieces(quote())]
    assert marked == [
        ("He left. “", None), ("We stay,", "quote"), ("” ", None), ("Ilse", "speaker"), (" ", None), ("said", "cue"),
        (". Then rain.", None),
    ]  # fmt: skip


def test_long_paragraphs_are_cut_at_spaces_and_others_left_out() -> None:
    text = "Other.\n\n" + "word " * 200 + "“We stay,” Ilse said. " + "tail " * 200 + "\n\nLast."
    start, end = window(text, text.index("We"), text.index("We") + 8)
    assert text[start - 1] == " "
    assert text[end] == " "
    assert end - start < 2 * MARGIN_CHARS + 20
    shown = pieces(quote(text))
    assert (shown[0].text, shown[-1].text) == ("… ", " …")


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_pieces_never_lose_or_make_text(text: str, one: int, other: int) -> None:
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    row = quote() | {"article": text, "start": low, "end": high, "spans": [{"start": low, "end": high}],
                     "cue_start": None, "speaker_start": None}  # fmt: skip
    start, end = window(text, low, high)
    assert "".join(piece.text for piece in pieces(row)).strip("… ") == text[start:end].strip("… ")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://gull.example/a", True),
        ("http://gull.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//gull.example", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_pages_are_linked(url: str | None, linked: bool) -> None:
    assert web_address(url) == (url if linked else None)


@pytest.mark.parametrize(
    ("last", "step"), [(date(2026, 3, 9), "day"), (date(2027, 3, 1), "month"), (date(2040, 1, 1), "year")]
)
def test_articles_are_counted_by_day_month_or_year(last: date, step: str) -> None:
    assert charts.step_of([{"day": date(2026, 3, 1)}, {"day": last}]) == step


def hostile_page(url: str) -> str:
    name = EVIL
    row = {"source": name, "articles": 3, "copies": 1, "quotes": 1, "median_words": 9, "undated": 0, "untitled": 0}
    speaker = {"speaker": name, "role": name, "quotes": 1, "direct": 1, "mixed": 0, "indirect": 0, "articles": 1}
    sample = {"id": "ab", "reason": name, "payload": name}
    tables: dict[str, Any] = {
        "days": [{"day": date(2026, 3, 1), "source": name, "articles": 3}],
        "copies": [{"source": name, "kind": "near", "articles": 1}],
        "sources": [row | {"refused": 1}],
        "entities": [{"type": "ORG", "name": name, "articles": 1, "mentions": 2}],
        "speakers": [speaker],
        "quotes": [quote("We stay here. " + name, url=url, title=name, speaker=name, source=name)],
        "refusals": [{"stage": "clean", "rule": "no_article", "refused": 1, "waiting": 1, "samples": [sample]}],
    }
    counts: dict[str, Any] = dict.fromkeys((*COUNTS, "published"), 40)
    counts |= {"sources": [name], "pages_known": 0}
    facts = Facts([run(9, **counts)], [run(n, **counts) for n in range(1, 5)], tables)
    return report_page(facts, About(name, 1, "1", {}))


def test_nothing_in_the_data_becomes_markup_and_nothing_is_loaded() -> None:
    page = lxml.html.document_fromstring(hostile_page("javascript:alert(3)"))
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    assert not [e.tag for e in elements if e.tag in ("script", "img", "iframe", "link", "object", "image", "use")]
    assert not [name for e in elements for name in e.attrib if str(name).lower().startswith("on")]
    assert not page.xpath("//@href | //@src | //@*[name()='xlink:href']")
    assert EVIL in str(page.xpath("string(//blockquote)"))
    assert len(page.findall(".//style")) == 1


def test_charts_and_sections_can_be_told_without_seeing() -> None:
    page = lxml.html.document_fromstring(hostile_page("https://gull.example/a"))
    pictures = page.findall(".//svg")
    assert len(pictures) == 3 + len(RATES)
    assert all(svg.get("role") == "img" and svg.get("aria-label") for svg in pictures)
    ids = [title.get("id") for title in page.findall(".//h2[@id]")]
    labels = [part.get("aria-labelledby") for part in page.findall(".//section[@aria-labelledby]")]
    assert Counter(labels) == Counter(ids)
    assert page.xpath("//blockquote/..//a/@href") == ["https://gull.example/a"]


def test_the_checks_of_a_run_name_every_rule_and_where_it_broke(tmp_path: Path) -> None:
    [projection] = ARTICLES.projections
    checked = [
        Checked(f"clean {n}", RuleResult("articles", projection.name, rule, (4, 5) if n == 2 and place == 3 else ()))
        for n in (1, 2)
        for place, rule in enumerate(projection.rules)
    ]
    folder = tmp_path / "validations" / "articles" / "run" / "time"
    folder.mkdir(parents=True)
    (folder / "clean 2 articles-clean 2 articles.html").touch()
    pages = pages_of(tmp_path)
    address = "validations/articles/run/time/clean%202%20articles-clean%202%20articles.html"
    assert pages == {"clean 2 articles": address}
    page = lxml.html.document_fromstring(checks_page("run", checked, pages))
    rows = {str(row.xpath("string(td[1])")): row for row in page.findall(".//tbody/tr")}
    assert set(rows) == {rule.name for rule in projection.rules}
    broken = rows[projection.rules[3].name]
    assert broken.xpath("string(td[4])") == "2"
    assert broken.xpath("td[5]//a/@href") == [address]
    assert not page.xpath("//script | //link | //*[@src]")


@pytest.mark.flow
def test_report_writes_one_file_about_the_latest_run(milled: Milled, tmp_path: Path) -> None:
    out = tmp_path / "new" / "report.html"
    result = newsmill("report", "--warehouse", milled.warehouse, "--out", out)
    assert result.returncode == 0, result.stderr
    assert f"{out}: 1 of 1 runs" in result.stdout
    page = lxml.html.parse(str(out)).getroot()
    assert milled.report.run_key in page.xpath("string(//h1)")
    assert {"Ilsa Brandow", "Leona Castellane"} <= set(
        page.xpath("//section[@aria-labelledby='speakers']//span/text()")
    )
    assert milled.report.data_docs is not None
    [docs] = page.xpath("//a[text()='data docs']/@href")
    assert docs == milled.report.data_docs.absolute().as_uri()


@pytest.mark.flow
def test_a_report_of_nothing_is_an_error(milled: Milled) -> None:
    for words in (["--until", "2020-01-01"], ["--run", "ffff"], ["--run", "ffff", "--since", "2020-01-01"]):
        result = newsmill("report", *words, "--warehouse", milled.warehouse)
        assert result.returncode == 2
        assert "Traceback" not in result.stderr
