"""`newsmill explain`: a row traced back to the page, and the bytes, that it was read from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from expectations.errors import UsageError
from flows.commands.opened import opened
from flows.commands.tables import counted, harmless, plain
from flows.report_page.wall import paragraphs
from tasks.ingest.local import path_shown_as
from warehouse.duck import rows_of
from warehouse.ids import start_of_id
from warehouse.location import Location
from warehouse.ref import file_sha256

TABLES = (("quote", "raw.quotes", "quote_id"), ("article", "raw.articles", "article_id"),
          ("entity", "raw.entities", "entity_id"), ("document", "raw.documents", "document_id"))  # fmt: skip

ARTICLE_FACTS = (
    "title", "url", "authors", "agency", "published_at", "published_method", "duplicate_of", "duplicate_kind",
)  # fmt: skip
SHOWN_ARTICLES = 10
"""Of an entity, those that mention it most."""
STYLES = {
    "title": "bold cyan", "deck": "cyan", "byline": "magenta", "dateline": "magenta", "date": "magenta",
    "caption": "yellow", "credit": "yellow", "heading": "bold", "body": "", "furniture": "dim", "repeat": "dim italic",
}  # fmt: skip


def explain_id(identifier: str, warehouse: Location | None, config: Path | None) -> None:
    """Print what an id stands for, and where it was read.

    Raises:
        UsageError: nothing, or more than one thing, has this id.
    """
    connection = opened(warehouse, config)
    kind, rows = _found(connection, identifier)
    console = Console(highlight=False)
    {"quote": _quote, "article": _article, "entity": _entity, "document": _document}[kind](connection, rows, console)


def _found(connection: duckdb.DuckDBPyConnection, identifier: str) -> tuple[str, list[dict[str, Any]]]:
    start = start_of_id(identifier)
    for kind, table, column in TABLES:
        query = f"select * from {table} where starts_with({column}, ?)"  # noqa: S608
        rows = _rows(connection, query, [start])
        if len({row[column] for row in rows}) > 1:
            raise UsageError(f"{identifier} is the start of several ids ({kind})", "Give more of it.")
        if rows:
            return kind, rows
    raise UsageError(
        f"no quote, article, entity or document has the id {identifier}",
        "`newsmill sql` shows ids; for one of the quarantine: `newsmill quarantine show`.",
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> list[dict[str, Any]]:
    return rows_of(connection.execute(query, values))


def _quote(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]], console: Console) -> None:
    quote = rows[-1]
    article = _article_row(connection, quote)
    said_by = plain(quote["speaker"] or "nobody known")
    console.print(f"[bold]{quote['kind']} quote[/bold] by {said_by}, confidence {quote['confidence']:.2f}")
    for name in ("speaker_role", "cue", "via", "parent_quote_id", "method"):
        if quote[name]:
            console.print(f"  {name.replace('_', ' ')}: {plain(quote[name])}")
    console.print()
    console.print(_marked(article["text"], quote))
    _origin(connection, article, console)


def _marked(text: str, quote: dict[str, Any]) -> Text:
    """The quote in its paragraphs: its spans, cue and speaker coloured."""
    start, end = paragraphs(text, quote["start"], quote["end"])
    shown = Text(harmless(text[start:end]))
    for span in quote["spans"]:
        shown.stylize("bold green", span["start"] - start, span["end"] - start)
    for name, style in (("cue", "yellow"), ("speaker", "bold magenta")):
        if quote[f"{name}_start"] is not None and start <= quote[f"{name}_start"] < end:
            shown.stylize(style, quote[f"{name}_start"] - start, quote[f"{name}_end"] - start)
    return shown


def _article(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]], console: Console) -> None:
    article = max(rows, key=lambda row: row["revision"])
    console.print(f"[bold]article[/bold] {article['article_id']}, revision {article['revision']}, "
                  f"{article['word_count']} words, language {article['language']}")  # fmt: skip
    for name in ARTICLE_FACTS:
        if article[name]:
            console.print(f"  {name.replace('_', ' ')}: {plain(article[name])}")
    documents = _rows(connection, "select * from raw.documents where document_id = ?", [article["document_id"]])
    for document in documents[:1]:
        console.print()
        console.print(_coloured(document, article["position"]))
    _origin(connection, article, console)


def _coloured(document: dict[str, Any], position: int | None) -> Text:
    """The page, line by line as it was cut: each block with its kind, other articles' blocks struck through."""
    shown = Text()
    for block in document["blocks"]:
        other = position is not None and block["position"] not in (None, position)
        reason = f" ({block['reason']})" if block["reason"] else ""
        shown.append(f"{block['kind'] + reason:>24.24}  ", style="dim")
        style = "strike dim" if other else STYLES.get(block["kind"], "")
        shown.append(harmless(document["text"][block["start"] : block["end"]].strip()) + "\n", style=style)
    return shown


def _entity(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]], console: Console) -> None:
    latest = {row["article_id"]: row for row in sorted(rows, key=lambda row: row["revision"])}.values()
    first, articles = rows[0], counted(len(latest), "article")
    console.print(f"[bold]entity[/bold] {plain(first['name'])} ({first['type']}) in {articles}")
    for name in ("roles", "aliases"):
        if said := sorted({value for row in latest for value in row[name]}):
            console.print(f"  {name}: {plain(', '.join(said))}")
    most = sorted(latest, key=lambda row: (-len(row["mentions"]), row["article_id"]))
    for row in most[:SHOWN_ARTICLES]:
        article = _article_row(connection, row)
        mentions = counted(len(row["mentions"]), "mention")
        console.print(f"  {mentions} in {_title(article)} ({article['article_id'][:12]})")
    if len(most) > SHOWN_ARTICLES:
        console.print(f"  … and in {counted(len(most) - SHOWN_ARTICLES, 'more article')}")


def _document(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]], console: Console) -> None:
    console.print(f"[bold]document[/bold] with {counted(rows[0]['articles'], 'article')}\n")
    console.print(_coloured(rows[0], None))
    _source(connection, rows[0]["document_id"], console)


def _article_row(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> dict[str, Any]:
    query = "select * from raw.articles where article_id = ? and revision = ?"
    return _rows(connection, query, [row["article_id"], row["revision"]])[0]


def _title(article: dict[str, Any]) -> str:
    return plain(article["title"] or "(no title)")


def _origin(connection: duckdb.DuckDBPyConnection, article: dict[str, Any], console: Console) -> None:
    console.print(f"\n[bold]from[/bold] {_title(article)}\n  article {article['article_id']} revision "
                  f"{article['revision']}, published {article['published_at'] or 'at an unknown time'}")  # fmt: skip
    _source(connection, article["document_id"], console)


def _source(connection: duckdb.DuckDBPyConnection, document_id: str, console: Console) -> None:
    query = "select distinct input_uri, input_sha256, source_uri, run_id from raw.lineage where document_id = ?"
    for row in _rows(connection, query, [document_id]):
        console.print(f"  read from {plain(row['source_uri'])} by run {row['run_id']}\n  document {document_id}")
        console.print(f"  input {plain(row['input_uri'])}: {_bytes_now(row['input_uri'], row['input_sha256'])}")


def _bytes_now(uri: str, sha256: str) -> str:
    """Whether the input still has the bytes that were read; what lies elsewhere is not asked for."""
    if "://" in uri:
        return f"not on this machine, so not compared (was sha256 {sha256[:12]}…)"
    path = Path(path_shown_as(uri))
    if not path.is_file():
        return f"no longer there (was sha256 {sha256[:12]}…)"
    same = file_sha256(path) == sha256
    return f"still the bytes that were read (sha256 {sha256[:12]}…)" if same else "its bytes have changed since"
