"""Each stage alone on files: no server, no warehouse. This is also how the stages are scored."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.errors import BadInputError, UsageError
from flows.settings import load_settings
from tasks.outcome import Outcome
from tasks.pool import isolated, worker_processes

if TYPE_CHECKING:
    from flows.settings import Settings
    from tasks.dedupe.stage import Resolution

ENRICH_ROWS = 200
"""Articles of one batch: a second or more of work, so that handing it to a worker costs nothing beside it."""
READ_ROWS, READ_BYTES = 1 << 13, 1 << 20
"""Articles that dedupe holds at a time, about 30 MB of text, and bytes of a column that it reads at a time."""
REQUIRED = ("article_id", "title", "text")
SKETCHED = (*REQUIRED, "revision", "url", "source_uri", "published_at", "content_hash")
"""Columns that dedupe looks at, where they are there."""


def clean_files(inputs: Sequence[str], out: Path, workers: int | None, config: Path | None) -> None:
    """Read and clean inputs to `out/articles.parquet`; what is refused to `out/quarantine.parquet`."""
    from expectations.articles import ARTICLES
    from expectations.documents import DOCUMENTS
    from expectations.quarantine import QUARANTINE
    from tasks.clean.stage import clean
    from tasks.ingest.stage import discover, read

    settings = load_settings(config, workers=workers)
    _make(out)
    found = discover(inputs, None, settings.ingest)
    schemas = {t.name: t.stage_schema for t in (ARTICLES, DOCUMENTS, QUARANTINE)}
    with _writers(out, schemas) as write:

        def cleaned(outcome: Outcome) -> Outcome:
            done = isolated(clean, settings.batch_seconds, outcome.tables["pages"], settings.clean)
            return replace(done, quarantined=pa.concat_tables([outcome.quarantined, done.quarantined]))

        for outcome in _each(cleaned, read(found, settings.ingest), settings):
            write({**outcome.tables, "quarantine": outcome.quarantined})
    _say(out, schemas)


def dedupe_file(articles: Path, history: Path | None, out: Path, config: Path | None) -> None:
    """Mark the copies among the articles of a Parquet file, and against a history of signatures.

    The articles are read twice, a batch at a time: to sketch them, and to write them with what was found.
    """
    from expectations.signatures import SIGNATURES
    from tasks.dedupe.stage import EMPTY, resolve, sign, sketch, with_changes
    from warehouse.signatures import SignatureFiles

    options = load_settings(config).dedupe
    before = EMPTY
    if history is not None:
        _schema(history, SIGNATURES.stage_schema.names)
        before = SignatureFiles([history])
    columns = [name for name in _schema(articles, REQUIRED).names if name in SKETCHED]
    made = (sketch(batch, options) for batch in _batches(articles, columns))
    sketches = pa.concat_tables([SIGNATURES.stage_schema.empty_table(), *made])
    resolution = resolve(sketches, before, options)
    _make(out)
    revisions = _write_placed(articles, out / "articles.parquet", resolution)
    tables = {
        "assignments": resolution.assignments,
        "relations": with_changes(resolution.relations, revisions),
        "signatures": sign(sketches, resolution),
    }
    for name, table in tables.items():
        pq.write_table(table, out / f"{name}.parquet", compression="zstd")
    _say(out, ["articles", *tables])


def _write_placed(articles: Path, path: Path, resolution: Resolution) -> pa.Table:
    """Write the articles with the columns of dedupe filled; returns those of which there are new revisions.

    The file is written aside: it may be the one that is read.
    """
    from tasks.dedupe.stage import assign, revised

    def placed(batch: pa.Table, first_row: int) -> pa.Table:
        return assign(batch, replace(resolution, assignments=resolution.assignments.slice(first_row, batch.num_rows)))

    ids, first_row = revised(resolution.relations), 0
    empty = placed(_schema(articles, REQUIRED).empty_table(), 0)
    revisions = [empty.select(["article_id", "revision", "text"])]
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with pq.ParquetWriter(aside, empty.schema, compression="zstd") as file:
            for batch in _batches(articles):
                table = placed(batch, first_row)
                file.write_table(table)
                first_row += batch.num_rows
                of_revisions = pc.is_in(table.column("article_id").cast(pa.string()), value_set=ids)
                revisions.append(table.select(revisions[0].column_names).filter(of_revisions))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return pa.concat_tables(revisions)


def enrich_file(articles: Path, out: Path, workers: int | None, config: Path | None) -> None:
    """Find the entities and quotes of the articles of a Parquet file."""
    from expectations.entities import ENTITIES
    from expectations.quotes import QUOTES
    from tasks.enrich.stage import enrich

    settings = load_settings(config, workers=workers)
    _schema(articles, REQUIRED)
    with _readable(articles):
        table = pq.read_table(articles, partitioning=None)
    _make(out)
    schemas = {t.name: t.stage_schema for t in (ENTITIES, QUOTES)}
    options = settings.enrich_options()

    def enriched(batch: pa.Table) -> Outcome:
        return isolated(enrich, settings.batch_seconds, batch, options)

    with _writers(out, schemas) as write:
        # take, not slice: a slice is sent to a worker with the whole table behind it
        starts = range(0, table.num_rows, ENRICH_ROWS)
        batches = [table.take(list(range(at, min(at + ENRICH_ROWS, table.num_rows)))) for at in starts]
        for outcome in _each(enriched, batches, settings):
            write(outcome.tables)
    _say(out, schemas)


def _each(step: Callable[[Any], Outcome], batches: Iterable[Any], settings: Settings) -> Iterator[Outcome]:
    """Each batch's outcome in order: in worker processes, or in place when there is only one batch."""
    waiting = iter(batches)
    head = list(islice(waiting, 2))
    if len(head) < 2 or settings.workers == 1:
        yield from map(step, chain(head, waiting))
        return
    with (
        worker_processes(settings.workers, settings.runner, settings.storage),
        ThreadPoolExecutor(settings.workers) as threads,
    ):
        ahead = chain(head, waiting)
        futures = deque(threads.submit(step, batch) for batch in islice(ahead, settings.workers + 1))
        while futures:
            yield futures.popleft().result()
            futures.extend(threads.submit(step, batch) for batch in islice(ahead, 1))


@contextmanager
def _writers(out: Path, schemas: dict[str, pa.Schema]) -> Iterator[Callable[[Mapping[str, pa.Table]], None]]:
    """Write tables part by part, each to its file, so that memory stays flat; by one thread, as Parquet wants it."""
    files = {
        name: pq.ParquetWriter(out / f"{name}.parquet", schema, compression="zstd") for name, schema in schemas.items()
    }

    def write(tables: Mapping[str, pa.Table]) -> None:
        for name, table in tables.items():
            if table.num_rows:
                files[name].write_table(table.cast(schemas[name]))

    try:
        yield write
    finally:
        for file in files.values():
            file.close()


def _schema(path: Path, columns: Sequence[str]) -> pa.Schema:
    """Schema of a Parquet file that must have these columns."""
    with _readable(path):
        schema = pq.read_schema(_existing(path))
    missing = [name for name in columns if name not in schema.names]
    if missing:
        raise BadInputError(f"{path} has no column {', '.join(missing)}", f"It needs: {', '.join(columns)}.")
    return schema


def _batches(path: Path, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """A Parquet file a few articles at a time; files of one huge row group are not loaded whole either."""
    with _readable(path), pq.ParquetFile(path, pre_buffer=False, buffer_size=READ_BYTES) as file:
        for batch in file.iter_batches(READ_ROWS, columns=columns):
            yield pa.table(batch)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowInvalid, OSError) as error:
        raise BadInputError(
            f"{path} is no readable Parquet file: {error}", "Give the articles.parquet of an earlier stage."
        ) from error


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out} cannot be written into: {error}", "Give --out a folder.") from error


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "Give the path of a Parquet file.")
    return path


def _say(out: Path, names: Iterable[str]) -> None:
    for name in names:
        rows = pq.read_metadata(out / f"{name}.parquet").num_rows
        click.echo(f"{out / name}.parquet: {rows:,} rows")
