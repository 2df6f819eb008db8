"""`newsmill forget`: what would go, a question, and what went."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from expectations.errors import UsageError
from flows.commands.tables import counted, print_rows
from flows.settings import Settings, load_settings
from tasks.clean.urls import normal_url
from tasks.publish.forget import Forgotten, Means, Takedown, forget
from warehouse import lock
from warehouse.generations import current, require_writable
from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.selection import Selection, Selector, select
from warehouse.settle import settle
from warehouse.store import store_of

SHOWN = 20


def forget_articles(
    named: Mapping[str, str | None], copies: bool, reason: str | None, dry_run: bool, yes: bool,
    warehouse: Location | None, config: Path | None,
) -> None:  # fmt: skip
    """Show what a selector names, ask, and take it down.

    Raises:
        UsageError: not exactly one selector is given, it names nothing, or nobody is there to say yes.
        WarehouseError: the warehouse cannot be written, or another run holds it for too long.
    """
    selector = selector_of(named)
    settings = load_settings(config, warehouse=warehouse)
    layout = Layout(settings.warehouse)
    finished = False if dry_run else _finish(layout, settings)
    selection = None if current(layout) is None else select(layout, selector, copies)
    if not selection:
        if finished:
            click.echo("a takedown that was interrupted is finished; nothing else is left of what you named")
            return
        raise UsageError(
            f"nothing in {layout.root} is named by this {selector.kind}",
            "It may have been taken down before: see `newsmill sql 'from tombstones'`.",
        )
    _show(selection, layout)
    if dry_run or not _is_meant(yes):
        click.echo("nothing was removed")
        return
    means = Means(settings.dedupe, settings.enrich_options(), version("newsmill"))
    takedown = Takedown(selector, copies, reason)
    _say(forget(layout, takedown, means, datetime.now(UTC), settings.lock_wait_seconds))


def selector_of(named: Mapping[str, str | None]) -> Selector:
    """The one selector that is given.

    Raises:
        UsageError: there is none, or more than one.
    """
    given = {kind: value for kind, value in named.items() if value}
    if len(given) != 1:
        raise UsageError(
            "a takedown needs one thing to take down", "Give one of --url, --article, --source and --match."
        )
    match given:
        case {"url": url}:
            return Selector("url", url, tuple(filter(None, (url, normal_url(url)))))
        case {"article": article_id}:
            return Selector("article", article_id)
        case {"source": source}:
            return Selector("source", source)
        case _:
            return Selector("match", given["match"])


def _finish(layout: Layout, settings: Settings) -> bool:
    """Finish a takedown that was killed; whether there was one."""
    if not layout.erasures.is_file():
        return False
    require_writable(layout)
    with lock.writing(layout, "forget", settings.lock_wait_seconds):
        settle(layout, "forget", datetime.now(UTC), version("newsmill"))
    return True


def _show(selection: Selection, layout: Layout) -> None:
    rows = [
        [
            r["article_id"][:12],
            r["revision"],
            r["duplicate_kind"] or "canonical",
            r["selector"],
            r["source"],
            r["title"],
        ]
        for r in selection.articles.slice(0, SHOWN).to_pylist()
    ]
    articles, revisions = len(selection.article_ids), selection.articles.num_rows
    note = f"… and {revisions - SHOWN:,} more" if revisions > SHOWN else ""
    print_rows(
        f"{counted(articles, 'article')}, {counted(revisions, 'revision')}",
        ["article", "revision", "kind", "named by", "source", "title"],
        rows,
        note,
    )
    click.echo(f"held by {counted(selection.pages.num_rows, 'page')}; "
               f"{counted(selection.refused.num_rows, 'row')} of quarantine named")  # fmt: skip
    past = counted(len(store_of(layout).published()), "generation")
    click.echo(f"{past} of {layout.root} up to now will be gone, for all articles")
    _show_copies(selection)


def _show_copies(selection: Selection) -> None:
    """Which copies of them stay, since these hold the same text."""
    if selection.copies_left.num_rows:
        rows = [
            [r["article_id"][:12], r["duplicate_kind"] or "canonical", r["source"], r["title"]]
            for r in selection.copies_left.slice(0, SHOWN).to_pylist()
        ]
        copies = counted(selection.copies_left.num_rows, "copy", "copies")
        print_rows(
            f"{copies} left with the same text, or nearly; --copies takes all",
            ["article", "kind", "source", "title"],
            rows,
        )


def _is_meant(yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to say yes", "Add --yes to take it down, or --dry-run to look at it only.")
    return click.confirm("Take all this down? It cannot be undone")


def _say(done: Forgotten) -> None:
    click.echo(
        f"{counted(done.articles, 'article')} taken down; generation {done.generation} is current, older ones are gone"
    )
    for article_id in done.reelected:
        click.echo(f"  {article_id} stands for its cluster now")
    if done.erased:
        click.echo(f"  {counted(done.erased, 'page')} or fetched bytes that held their text removed")
