"""`make demo`: the mill on the bundled sample pages, a few answers, and where to go on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from expectations.errors import NewsmillError
from flows.commands.run import run_mill
from flows.commands.tables import print_table
from tasks.heap import lasting_objects
from warehouse.duck import connect
from warehouse.layout import Layout

SAMPLES = Path("samples/inbox")
ALIASES = Path("samples/aliases.csv")
WAREHOUSE = Path("demo-warehouse")

ANSWERS = {
    "Who is quoted most?": "select speaker, role, quotes, direct, mixed, indirect, articles from speakers limit 6",
    "Which entities?": """
        select name, type, count(*) as articles, sum(len(mentions))::int as mentions, any_value(link) as link
        from entities where type in ('PERSON', 'ORG', 'GPE', 'LOC', 'FAC')
        group by all order by mentions desc, name limit 8""",
    "Which articles are copies?": """
        select copy.title as copy, copy.source_uri as found_in, copy.duplicate_kind as kind,
               round(copy.similarity::double, 2) as similarity, original.source_uri as copy_of
        from all_articles copy join all_articles original on original.article_id = copy.duplicate_of
        where original.revision = 1 order by kind, copy""",
    "What was refused, and why?": "select stage, rule, reason from quarantine order by stage, rule, reason",
}


def demo() -> None:
    """Run the mill on the samples into `demo-warehouse` and print a few answers."""
    run_mill([str(SAMPLES)], None, None, {"warehouse": WAREHOUSE, "aliases": ALIASES})
    connection = connect(Layout(WAREHOUSE))
    for question, query in ANSWERS.items():
        print_table(question, connection.execute(query))
    row = connection.execute("select quote_id from quotes where kind = 'direct' order by confidence desc").fetchone()
    quote = row[0][:12] if row else "QUOTE_ID"
    click.echo("Next:")
    click.echo(f"  .venv/bin/newsmill explain {quote} --warehouse {WAREHOUSE}")
    click.echo(f"  .venv/bin/newsmill sql 'from coverage' --warehouse {WAREHOUSE}")
    click.echo(f"  .venv/bin/newsmill report --warehouse {WAREHOUSE}    # a page to open in a browser")
    click.echo(
        "  .venv/bin/newsmill run YOUR_PAGES/      # then: newsmill status; `prefect server start` shows the runs"
    )


if __name__ == "__main__":
    with lasting_objects():
        try:
            demo()
        except NewsmillError as error:
            click.echo(f"error: {error.reason}\n       {error.instruction}", err=True)
            sys.exit(error.exit_code)
