"""The command line: `newsmill run`, `sql`, `status`, `explain`, and each stage alone on files.

Every import that costs time stands inside the command that needs it: help, SQL and the stage commands load neither
Prefect nor Great Expectations.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from pathlib import Path
from typing import Any

import click

from expectations.errors import NewsmillError, is_machine_fault
from flows import operate
from flows.options import config_option, out_option, warehouse_option, workers_option
from flows.server import ServerLost
from tasks.heap import lasting_objects
from warehouse.location import Location

EXIT_QUARANTINED = 4


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="newsmill")
@click.option("-v", "--verbose", is_flag=True, help="Log what is done.")
def newsmill(verbose: bool) -> None:
    """Raw news pages in, validated tables of articles, entities and quotes out.

    Exit codes: 0 done, 1 failed, 2 usage, 3 validation stopped the run, 4 done with rows in quarantine (--strict).
    """
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")


@newsmill.command(short_help="Mill what is new in SOURCES, once.")
@click.argument("sources", nargs=-1)
@click.option("--source-name", help="What to call the source in the tables [default: its folder or file name].")
@click.option("--strict", is_flag=True, help="Exit with 4 when anything went to quarantine.")
@click.option("--workers", type=click.IntRange(1), help="Batches worked on at a time [default: one per core].")
@click.option("--runner", type=click.Choice(["processes", "threads", "dask"]), help="Where the stages' code runs.")
@warehouse_option
@config_option
def run(sources: tuple[str, ...], source_name: str | None, strict: bool, config: Path | None, **overrides: Any) -> None:
    """Ingest, clean, dedupe, enrich and publish what is new in SOURCES.

    A source is a file, a folder, a glob, a URL (https://, s3:// and others), or the name of a source in newsmill.toml;
    without any, all sources named there.
    """
    from flows.commands.run import run_mill

    report = run_mill(sources, config, source_name, overrides)
    if strict and report and report.quarantined:
        sys.exit(EXIT_QUARANTINED)


@newsmill.command(short_help="Query the tables.")
@click.argument("query")
@click.option("--generation", type=int, help="Read a past generation [default: the current one].")
@click.option("--format", "style", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@warehouse_option
@config_option
def sql(query: str, generation: int | None, style: str, warehouse: Location | None, config: Path | None) -> None:
    """Run a DuckDB QUERY over the views of the warehouse.

    Views: articles, all_articles, entities, quotes, quoted, mentions, speakers, co_occurrences, entity_timeline,
    coverage, spread, corrections, documents, relations, quarantine, runs, lineage, tombstones.
    """
    from flows.commands.sql import run_query

    run_query(query, style, generation, warehouse, config)


@newsmill.command(short_help="Show runs, tables and what waits.")
@click.option("--runs", type=click.IntRange(1), default=5, show_default=True, help="How many runs to show.")
@warehouse_option
@config_option
def status(runs: int, warehouse: Location | None, config: Path | None) -> None:
    """Show the last runs, the size of the tables, and what waits in quarantine and why."""
    from flows.commands.status import show_status

    show_status(runs, warehouse, config)


@newsmill.command(short_help="Trace an id to where it was read.")
@click.argument("identifier")
@warehouse_option
@config_option
def explain(identifier: str, warehouse: Location | None, config: Path | None) -> None:
    """Trace a quote, an article, an entity or a document (by its id, or the start of it) to where it was read."""
    from flows.commands.explain import explain_id

    explain_id(identifier, warehouse, config)


@newsmill.command(short_help="The stage alone: cut pages into articles.")
@click.argument("inputs", nargs=-1, required=True)
@out_option
@workers_option
@config_option
def clean(inputs: tuple[str, ...], out: Path, workers: int | None, config: Path | None) -> None:
    """Cut pages into articles: INPUTS (files, folders, globs, object stores) to OUT/articles.parquet.

    Also written: OUT/documents.parquet (the blocks of each page) and OUT/quarantine.parquet (what was refused).
    """
    from flows.commands.stages import clean_files

    clean_files(inputs, out, workers, config)


@newsmill.command(short_help="The stage alone: mark copies.")
@click.argument("articles", type=click.Path(path_type=Path))
@click.option("--history", type=click.Path(path_type=Path), help="Signatures of articles to compare with as well.")
@out_option
@config_option
def dedupe(articles: Path, history: Path | None, out: Path, config: Path | None) -> None:
    """Mark copies: ARTICLES (Parquet with article_id, title, text) to OUT/articles.parquet.

    Also written: OUT/assignments.parquet (why each is a copy or not), OUT/relations.parquet and OUT/signatures.parquet;
    the last is the --history of a later call.
    """
    from flows.commands.stages import dedupe_file

    dedupe_file(articles, history, out, config)


@newsmill.command(short_help="The stage alone: find names and quotes.")
@click.argument("articles", type=click.Path(path_type=Path))
@out_option
@workers_option
@config_option
def enrich(articles: Path, out: Path, workers: int | None, config: Path | None) -> None:
    """Find names and quotes: ARTICLES (Parquet with article_id, title, text).

    Written: OUT/entities.parquet and OUT/quotes.parquet.
    """
    from flows.commands.stages import enrich_file

    enrich_file(articles, out, workers, config)


for command in operate.COMMANDS:
    newsmill.add_command(command)


def main() -> None:
    """Run the command line; every expected failure is two lines on stderr and an exit code."""
    speak_any_script()
    with lasting_objects():
        _run_command()


def speak_any_script() -> None:
    """A sign that the terminal does not have is a question mark; programs and files get UTF-8, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _run_command() -> None:
    try:
        newsmill()
    except NewsmillError as error:
        click.secho(f"error: {error.reason}", fg="red", err=True)
        click.echo(f"       {error.instruction}", err=True)
        if isinstance(error, ServerLost):
            os._exit(error.exit_code)  # at a usual exit Prefect tries for seven seconds to send each event that is left
        sys.exit(error.exit_code)
    except OSError as error:
        if not is_machine_fault(error):
            raise
        click.secho(f"error: this machine cannot go on: {error}", fg="red", err=True)
        click.echo("       Nothing was published. Make room, and run it again: it goes on where it stopped.", err=True)
        sys.exit(NewsmillError.exit_code)


if __name__ == "__main__":
    main()
