"""A warehouse with a long history: how fast it answers, and what it costs the next run.

    python -m benchmarks.history FOLDER PAGES [--articles 1000000] [--rounds 3]

FOLDER takes the made warehouse and keeps it for another call: articles of 300 invented words, ten entities and two
quotes each, published in runs of 50,000, every text unlike all others. PAGES is a folder of new pages, milled under the
embedded server into a copy of that warehouse and into an empty one, in turn. Seconds of wall time, medians.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.mill_speed import Side, milled
from expectations.published import PUBLISHED
from tasks.dedupe.stage import EMPTY, dedupe
from tasks.ids import stable_id
from warehouse import generations
from warehouse.duck import connect, write_catalog
from warehouse.generations import Draft, Stamp
from warehouse.layout import Layout

START = datetime(2026, 1, 1, tzinfo=UTC)
RUN = 50_000
WORDS = np.array([stable_id(n)[:7] for n in range(20_000)], dtype=object)
TEXT_WORDS, ENTITIES, QUOTES = 300, 10, 2
NAMES = np.array([f"{stable_id(n)[:6].title()} {stable_id(-n)[:8].title()}" for n in range(100_000)], dtype=object)
NAME_IDS = np.array([stable_id("name", n) for n in range(len(NAMES))], dtype=object)

QUERIES = {
    "articles of a day": """select title, published_at, word_count from articles
        where published_at >= '2026-01-09' and published_at < '2026-01-10' order by published_at desc limit 20""",
    "plain Parquet: the newest articles": """select title, published_at, word_count
        from read_parquet('WAREHOUSE/current/articles/**/*.parquet', hive_partitioning = true)
        where duplicate_of is null order by published_at desc limit 20""",
    "plain Parquet: what a speaker said": """select q.speaker, substring(a.text, q.start + 1, q."end" - q.start)
        from read_parquet('WAREHOUSE/current/quotes/**/*.parquet') q
        join read_parquet('WAREHOUSE/current/articles/**/*.parquet') a using (article_id, revision)
        where q.speaker = 'SPEAKER' limit 20""",
    "most quoted speakers": "select speaker, quotes, articles from speakers limit 10",
    "quotes of a speaker": "select text, cue from quotes where speaker = 'SPEAKER'",
    "an entity, day by day": "select * from entity_timeline where entity_id = 'ENTITY'",
    "most named entities": "select name, count(*) as found from entities group by name order by found desc limit 10",
    "mentions of an entity": "select before, text, after from mentions where entity_id = 'ENTITY' limit 20",
    "stories that several carried": "select title, articles, sources from coverage limit 10",
}


def made(layout: Layout, articles: int) -> None:
    """Publish the history, one generation a run."""
    generations.require_writable(layout)
    for first in range(0, articles, RUN):
        day = START + timedelta(days=first // RUN)
        draft = Draft(layout, Stamp(f"{first:08d}", day, "benchmark"))
        for name, table in tables(first, min(RUN, articles - first), day).items():
            draft.add(PUBLISHED[name], [table])
        draft.complete(PUBLISHED.values())
        manifest = draft.publish()
        generations.index_signatures(layout, manifest)
    write_catalog(layout)


def tables(first: int, count: int, day: datetime) -> dict[str, pa.Table]:
    """The rows of one run."""
    random = np.random.default_rng(first)
    numbers = range(first, first + count)
    texts = [" ".join(words) for words in WORDS[random.integers(0, len(WORDS), (count, TEXT_WORDS))]]
    keys = pa.array([stable_id("article", n) for n in numbers])
    uris = pa.array([f"archive/{n // 1000}/{n}.html" for n in numbers])
    documents = pa.array([stable_id(n) * 4 for n in numbers])
    moments = pa.array([day + timedelta(seconds=place) for place in range(count)], pa.timestamp("us", tz="UTC"))
    shared = {"article_id": keys, "revision": pa.repeat(pa.scalar(1, pa.int32()), count), "source_uri": uris}
    articles = filled("articles", count, shared | {
        "document_id": documents, "source": pa.repeat("archive", count), "title": pa.array([t[:60] for t in texts]),
        "text": pa.array(texts), "published_at": moments, "word_count": pa.repeat(TEXT_WORDS, count),
        "content_hash": documents, "cluster_id": keys, "story_id": keys,
    })  # fmt: skip
    hashed = {"input_uri": uris, "input_sha256": documents, "document_id": documents}
    return {
        "articles": articles,
        "documents": filled("documents", count, shared | {"document_id": documents}),
        "lineage": filled("lineage", count, shared | hashed | {"outcome": pa.repeat("published", count)}),
        "signatures": dedupe(articles, EMPTY).tables["signatures"],
        "entities": _entities(shared, count, random, day),
        "quotes": _quotes(shared, count, random),
    }


def _entities(articles: Mapping[str, pa.Array], count: int, random: np.random.Generator, day: datetime) -> pa.Table:
    rows = count * ENTITIES
    named = _skewed(random, rows)
    mention = pa.StructArray.from_arrays(
        [pa.repeat(pa.scalar(0, pa.int32()), rows), pa.repeat(pa.scalar(9, pa.int32()), rows), pa.array(NAMES[named])],
        ["start", "end", "text"],
    )
    return filled("entities", rows, _repeated(articles, ENTITIES) | {
        "entity_id": pa.array(NAME_IDS[named]), "name": pa.array(NAMES[named]), "type": pa.repeat("PERSON", rows),
        "mentions": pa.ListArray.from_arrays(pa.array(np.arange(rows + 1), pa.int32()), mention),
        "published_on": pa.repeat(pa.scalar(day.date(), pa.date32()), rows),
    })  # fmt: skip


def _quotes(articles: Mapping[str, pa.Array], count: int, random: np.random.Generator) -> pa.Table:
    rows = count * QUOTES
    named = _skewed(random, rows)
    said = [" ".join(words) for words in WORDS[random.integers(0, len(WORDS), (rows, 15))]]
    return filled("quotes", rows, _repeated(articles, QUOTES) | {
        "quote_id": pa.array([stable_id(*pair) for pair in zip(said, named, strict=True)]), "text": pa.array(said),
        "kind": pa.repeat("direct", rows), "end": pa.repeat(pa.scalar(90, pa.int32()), rows),
        "cue": pa.repeat("said", rows), "speaker": pa.array(NAMES[named]),
        "speaker_entity_id": pa.array(NAME_IDS[named]),
    })  # fmt: skip


def _skewed(random: np.random.Generator, count: int) -> np.ndarray:
    """Numbers of names, some of them in very many articles."""
    return (len(NAMES) * random.random(count) ** 4).astype(np.int64)


def _repeated(articles: Mapping[str, pa.Array], times: int) -> dict[str, pa.Array]:
    rows = np.repeat(np.arange(len(articles["article_id"])), times)
    return {name: articles[name].take(pa.array(rows)) for name in ("article_id", "revision")}


def filled(name: str, count: int, columns: Mapping[str, pa.Array]) -> pa.Table:
    """A table of the stage's schema: given columns, and nulls, empty lists, zeros or empty texts for the rest."""
    schema = PUBLISHED[name].stage_schema
    return pa.table([columns.get(f.name, _empty(f, count)) for f in schema], names=schema.names).cast(schema)


def _empty(field: pa.Field, count: int) -> pa.Array:
    if field.nullable:
        return pa.nulls(count, field.type)
    if pa.types.is_list(field.type):
        return pa.array([[]] * count, field.type)
    return pa.repeat(pa.scalar("" if pa.types.is_string(field.type) else 0).cast(field.type), count)


def answers(layout: Layout, rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Seconds of each query, the opening of the warehouse first."""
    yield "open the warehouse", [seconds(lambda: connect(layout).close()) for _ in range(rounds)]
    with connect(layout) as connection:
        for name, query in QUERIES.items():
            text = query.replace("WAREHOUSE", str(layout.root))
            text = text.replace("SPEAKER", str(NAMES[5])).replace("ENTITY", str(NAME_IDS[5]))
            took = [seconds(partial(fetched, connection, text)) for _ in range(rounds + 1)]
            yield name, took[1:]  # the first reads the files' footers


def fetched(connection: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    """All rows of a query."""
    return connection.execute(query).fetchall()


def seconds(work: Callable[[], object]) -> float:
    """Wall time of a call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def next_run(pages: Path, history: Path | None) -> Side:
    """A run over the pages into a copy of a warehouse, or into an empty one."""
    with tempfile.TemporaryDirectory(dir=None if history is None else history.parent) as folder:
        warehouse = Path(folder) / "warehouse"
        if history is not None:
            shutil.copytree(history, warehouse, symlinks=True, copy_function=os.link)
        return milled(pages, warehouse, "fast")


def main() -> None:
    """Make what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    warehouse = arguments.folder / f"warehouse-{arguments.articles}"
    layout = Layout(warehouse)
    if not layout.catalog.exists():
        made(layout, arguments.articles)
    print(f"| {arguments.articles:,} articles | seconds, median |\n| --- | ---: |")
    for name, took in answers(layout, arguments.rounds):
        print(f"| {name} | {median(took):.3f} |", flush=True)
    sides = {"an empty warehouse": None, "this history": warehouse}
    for number in range(1, arguments.rounds + 1):
        for name, history in sides.items():
            run = next_run(arguments.pages, history)
            spent = f"{run.ran.seconds:.1f} / {sum(run.stages.values()):.1f}"
            print(f"| run beside {name}, round {number}: whole / stages | {spent} |", flush=True)


if __name__ == "__main__":
    main()
