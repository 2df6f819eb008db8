"""Pages a second of clean beside trafilatura: CPU time, one core, on the same pages.

    python -m benchmarks.clean_speed PAGES [PAGES ...] [--rounds 3]

PAGES are folders of HTML pages or text dumps; each is a row of the table. trafilatura gets each page as it was read
(`bare_extraction` with metadata), the lines of a text dump as paragraphs: it refuses what is no HTML.

Both sides remember lines that they have seen, so a second pass over the same pages is faster than any run of the mill.
Each side of each round is therefore a process of its own that has loaded its models and seen one page; the sides take
turns, and the ratio of a round is that of neighbours in time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

import pyarrow as pa

from tasks.clean.stage import clean

Side = Callable[[pa.Table], object]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print("| pages | newsmill, pages a second | trafilatura | ratio by round |\n| --- | ---: | ---: | --- |")
    for folder in arguments.folders:
        pages = read_pages(folder)
        for side in (clean, trafilatura):
            side(pages.slice(0, 1))
        rounds = [(apart(clean, pages), apart(trafilatura, pages)) for _ in range(arguments.rounds)]
        own, peer = (min(seconds) for seconds in zip(*rounds, strict=True))
        ratios = ", ".join(f"{theirs / ours:.2f}×" for ours, theirs in rounds)
        count = pages.num_rows
        print(f"| {folder.parent.name} ({count}) | {count / own:.1f} | {count / peer:.1f} | {ratios} |", flush=True)


def read_pages(folder: Path) -> pa.Table:
    """The pages of a folder as ingest reads them."""
    from tasks.ingest.stage import discover, read

    return pa.concat_tables([outcome.tables["pages"] for outcome in read(discover([str(folder)]))])


def trafilatura(pages: pa.Table) -> object:
    """The peer, with its defaults and its metadata."""
    from trafilatura import bare_extraction

    rows = pages.select(["content", "media_type"]).to_pylist()
    return [bare_extraction(as_html(row["content"], row["media_type"]), with_metadata=True) for row in rows]


def as_html(content: str, media_type: str) -> str:
    """A page for an extractor of HTML."""
    if media_type == "text/html":
        return content
    return "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in content.splitlines()) + "</body></html>"


def apart(side: Side, pages: pa.Table) -> float:
    """CPU seconds of one side over all pages, in a fork of this process."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=_timed, args=(side, pages, sender))
    child.start()
    seconds: float = receiver.recv()
    child.join()
    return seconds


def _timed(side: Side, pages: pa.Table, sender: multiprocessing.connection.Connection) -> None:
    started = time.process_time()
    side(pages)
    sender.send(time.process_time() - started)


if __name__ == "__main__":
    main()
