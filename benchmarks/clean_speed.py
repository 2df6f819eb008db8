"""Pages a second of clean beside trafilatura, in one process, one after the other on the same pages.

    python -m benchmarks.clean_speed PAGES [PAGES ...] [--rounds 3]

PAGES are folders of HTML pages or text dumps; each is a row of the table. trafilatura gets each page as it was read
(`bare_extraction` with metadata), the lines of a text dump as paragraphs: it refuses what is no HTML.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

import pyarrow as pa


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print("| pages | newsmill, pages a second | trafilatura | ratio by round |\n| --- | ---: | ---: | --- |")
    for folder in arguments.folders:
        pages = read_pages(folder)
        newsmill, trafilatura = sides()
        newsmill(pages.slice(0, 3)), trafilatura(pages.slice(0, 3))
        rounds = [(timed(newsmill, pages), timed(trafilatura, pages)) for _ in range(arguments.rounds)]
        own, peer = (min(side) for side in zip(*rounds, strict=True))
        ratios = ", ".join(f"{theirs / ours:.2f}×" for ours, theirs in rounds)
        count = pages.num_rows
        print(f"| {folder.parent.name} ({count}) | {count / own:.1f} | {count / peer:.1f} | {ratios} |")


def read_pages(folder: Path) -> pa.Table:
    """The pages of a folder as ingest reads them."""
    from tasks.ingest.stage import discover, read

    return pa.concat_tables([outcome.tables["pages"] for outcome in read(discover([str(folder)]))])


def sides() -> tuple[Callable[[pa.Table], object], Callable[[pa.Table], object]]:
    """Our side and the peer's, each a function of a table of pages."""
    from trafilatura import bare_extraction

    from tasks.clean.stage import clean

    def peer(table: pa.Table) -> object:
        rows = table.select(["content", "media_type"]).to_pylist()
        return [bare_extraction(as_html(row["content"], row["media_type"]), with_metadata=True) for row in rows]

    return clean, peer


def as_html(content: str, media_type: str) -> str:
    """A page for an extractor of HTML."""
    if media_type == "text/html":
        return content
    return "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in content.splitlines()) + "</body></html>"


def timed(side: Callable[[pa.Table], object], pages: pa.Table) -> float:
    """CPU seconds over all pages."""
    started = time.process_time()
    side(pages)
    return time.process_time() - started


if __name__ == "__main__":
    main()
