"""What maintenance brings to a warehouse of many small runs: python -m benchmarks.maintenance [RUNS].

Makes such a warehouse in a temporary folder, 20 articles a run, four runs a day, and prints CPU seconds (those of the
disk are the machine's own) and sizes before and after.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa

from expectations.published import PUBLISHED
from tasks.ids import stable_id
from warehouse import generations, maintenance
from warehouse.duck import connect
from warehouse.generations import Draft, Stamp
from warehouse.layout import Layout
from warehouse.options import MaintainOptions

START = datetime(2026, 1, 1, tzinfo=UTC)
ARTICLES_A_RUN = 20
RUNS_A_DAY = 4
WORDS = [stable_id(n)[:7] for n in range(5_000)]
QUERY = "select count(*), count(distinct speaker), max(published_at) from quotes join articles using (article_id)"


def main(runs: int) -> None:
    """Make, measure, maintain, measure."""
    with tempfile.TemporaryDirectory() as folder:
        layout = Layout(Path(folder))
        for number in range(runs):
            publish(layout, number)
        now = START + timedelta(days=runs / RUNS_A_DAY + 30)
        before = measured(layout, runs)
        began = time.process_time()
        done = maintenance.maintain(layout, MaintainOptions(), now, "benchmark")
        spent = time.process_time() - began
        after = measured(layout, runs + 1)
        files = [sum(size.files for size in sizes.values()) for sizes in (done.before, done.after)]
        tables = [sum(size.bytes for size in sizes.values()) / 1e6 for sizes in (done.before, done.after)]
        print(f"{runs} runs of {ARTICLES_A_RUN} articles, {RUNS_A_DAY} a day; maintained in {spent:.1f} s CPU")
        for label, (old, new), unit in (
            ("files of the current generation", files, ""),
            ("tables", tables, " MB"),
            ("disk, all generations", (done.disk_before / 1e6, done.disk_after / 1e6), " MB"),
            ("a query over quotes and articles", (before[0], after[0]), " s CPU"),
            ("publishing one more run", (before[1], after[1]), " s CPU"),
        ):
            print(f"  {label:<36}{old:>10,.2f}{new:>10,.2f}{unit}")


def measured(layout: Layout, number: int) -> tuple[float, float]:
    """CPU seconds of a query (the best of three) and of publishing one more run."""
    seconds = []
    for _ in range(3):
        began = time.process_time()
        with connect(layout) as connection:
            connection.execute(QUERY).fetchall()
        seconds.append(time.process_time() - began)
    began = time.process_time()
    publish(layout, number)
    return min(seconds), time.process_time() - began


def publish(layout: Layout, number: int) -> None:
    """One small run."""
    generations.require_writable(layout)
    draft = Draft(layout, Stamp(f"{number:08d}", START + timedelta(days=number // RUNS_A_DAY), "benchmark"))
    random = Random(number)  # noqa: S311  (the same rows each time)
    articles = [_article(random, number, place) for place in range(ARTICLES_A_RUN)]
    for name, rows in (
        ("articles", articles),
        ("documents", [_document(row) for row in articles]),
        ("entities", [row for article in articles for row in _entities(random, article)]),
        ("quotes", [row for article in articles for row in _quotes(random, article)]),
        ("lineage", [_lineage(row) for row in articles]),
    ):
        draft.add(PUBLISHED[name], [_table(name, rows)])
    draft.complete(PUBLISHED.values())
    draft.publish()


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count))


def _article(random: Random, run: int, place: int) -> dict[str, Any]:
    text = "\n\n".join(_words(random, 60) + "." for _ in range(8))
    key = stable_id(run, place)
    moment = START + timedelta(days=run // RUNS_A_DAY, minutes=place)
    return {
        "article_id": key, "revision": 1, "document_id": key * 2, "source": "benchmark", "source_uri": f"{run}/{place}",
        "position": 0, "url": f"https://example.org/{key}", "title": _words(random, 9), "text": text,
        "word_count": 480, "content_hash": key * 2, "cluster_id": key, "published_at": moment,
    }  # fmt: skip


def _document(article: dict[str, Any]) -> dict[str, Any]:
    carried = {name: article[name] for name in ("document_id", "source", "source_uri", "url", "text")}
    block = {"start": 0, "end": len(article["text"]), "kind": "body", "position": 0, "reason": None}
    more = {"media_type": "text/html", "bytes": 9_000, "encoding": "utf-8", "replaced_chars": 0, "articles": 1}
    return carried | more | {"blocks": [block]}


def _entities(random: Random, article: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for _ in range(10):
        name = _words(random, 2)
        yield {
            "article_id": article["article_id"], "revision": 1, "entity_id": stable_id(name), "name": name,
            "type": "PERSON", "salience": 0.1, "in_title": False, "confidence": 0.9,
            "mentions": [{"start": 0, "end": len(name), "text": name}],
        }  # fmt: skip


def _quotes(random: Random, article: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place in range(4):
        yield {
            "article_id": article["article_id"], "revision": 1, "quote_id": stable_id(article["article_id"], place),
            "kind": "direct", "text": _words(random, 15), "start": place, "end": place + 90, "spans": [],
            "speaker": _words(random, 2), "confidence": 0.9, "method": "marks",
        }  # fmt: skip


def _lineage(article: dict[str, Any]) -> dict[str, Any]:
    carried = {name: article[name] for name in ("source_uri", "document_id", "article_id", "revision")}
    more = {"input_uri": article["source_uri"], "input_sha256": article["document_id"], "outcome": "published"}
    return carried | more


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = PUBLISHED[name].stage_schema
    lists: dict[str, Any] = {field.name: [] for field in schema if pa.types.is_list(field.type)}
    return pa.Table.from_pylist([lists | row for row in rows], schema=schema)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
