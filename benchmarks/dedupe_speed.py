"""Dedupe beside rensa and datasketch, and as history grows; CPU time of one core.

    python -m benchmarks.dedupe_speed peers ARTICLES.parquet PEER_PYTHON [--rounds 3]
    python -m benchmarks.dedupe_speed growth ARTICLES.parquet FOLDER [--old 0 10000 100000 1000000] [--rounds 5]
    python -m benchmarks.dedupe_speed memory ARTICLES.parquet FOLDER

ARTICLES has what `newsmill dedupe` reads, in order of time; for growth it holds 10,000 more than the longest history.
PEER_PYTHON is the interpreter of an environment with rensa, datasketch and numpy. FOLDER takes the history and keeps it
for another call: growth publishes the articles in runs of 10,000, each deduped against those before it, and at each
length of `--old` runs the next 10,000 several times, in turn against that history and against none.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

# Read by the numeric libraries when they are first imported, here and in the peers' process.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.dedupe.stage import EMPTY, DedupeOptions, History, dedupe, resolve, sketch
from warehouse.signature_index import keep_current
from warehouse.signatures import SignatureFiles

RUN = 10_000
OPTIONS = DedupeOptions(threads=1)
COLUMNS = ["article_id", "title", "text", "source_uri", "published_at"]
OUR_ARTICLES, PEER_ARTICLES = 20_000, 2_500
T = TypeVar("T")
HEADS = (
    "old articles",
    *("files to files", "beside none"),
    *("sketch, resolve, assign", "beside none"),
    *("resolve", "beside none"),
    "copies / of the run itself",
)

PEERS = """
import json, re, sys, time
from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH
texts = json.load(sys.stdin)
def shingles(text):
    words = re.findall(r"\\\\w+", text.lower())
    return list({" ".join(words[n:n + 5]) for n in range(max(1, len(words) - 4))})
def rensa():
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for key, text in enumerate(texts):
        signature = RMinHash(num_perm=128, seed=1)
        signature.update(shingles(text))
        index.query(signature)
        index.insert(key, signature)
def datasketch():
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for key, text in enumerate(texts):
        signature = MinHash(num_perm=128)
        signature.update_batch([shingle.encode() for shingle in shingles(text)])
        index.query(signature)
        index.insert(str(key), signature)
spent = {}
for side in (rensa, datasketch):
    started = time.process_time()
    side()
    spent[side.__name__] = time.process_time() - started
print(json.dumps(spent))
""".replace("\\\\", "\\")


@dataclass
class Spent:
    """CPU seconds of one batch, one value a round."""

    whole: list[float] = field(default_factory=list)
    """From reading its articles to the written tables."""
    stage: list[float] = field(default_factory=list)
    """Sketch, resolve and assign, in memory."""
    resolve: list[float] = field(default_factory=list)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("peers", "growth", "memory"))
    parser.add_argument("articles", type=Path)
    parser.add_argument("place", type=Path, help="PEER_PYTHON or FOLDER")
    parser.add_argument("--old", type=int, nargs="+", default=[0, 10_000, 30_000, 100_000, 300_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if arguments.what == "peers":
        peers(arguments.articles, arguments.place, arguments.rounds)
    elif arguments.what == "growth":
        growth(arguments.articles, arguments.place, arguments.old, arguments.rounds)
    else:
        memory(arguments.articles, arguments.place)


def peers(articles: Path, python: Path, rounds: int) -> None:
    """Articles a second of all sides, in turn."""
    table = pa.concat_tables([batch for batch, _ in zip(batches(articles), range(OUR_ARTICLES // RUN), strict=False)])
    texts = json.dumps(table.column("text").slice(0, PEER_ARTICLES).to_pylist())
    dedupe(table.slice(0, 100), EMPTY, OPTIONS)
    print("| round | newsmill, articles a second | rensa | datasketch |\n| --- | ---: | ---: | ---: |")
    for number in range(1, rounds + 1):
        ours = table.num_rows / cpu_seconds(lambda: dedupe(table, EMPTY, OPTIONS))[0]
        done = subprocess.run([python, "-c", PEERS], input=texts, capture_output=True, text=True, check=True)
        speeds = {name: PEER_ARTICLES / spent for name, spent in json.loads(done.stdout).items()}
        peer = (f"{speed:,.0f} ({ours / speed:.1f}×)" for speed in speeds.values())
        print(f"| {number} | {ours:,.0f} | {' | '.join(peer)} |", flush=True)


def growth(articles: Path, folder: Path, lengths: Sequence[int], rounds: int) -> None:
    """CPU seconds of 10,000 articles beside histories of these lengths."""
    print(f"| {' | '.join(HEADS)} |\n|{' ---: |' * len(HEADS)}")
    files: list[Path] = []
    for batch in batches(articles):
        if len(files) * RUN in lengths:
            keep_current(folder / "index", files)
            print(row(batch, files, folder, rounds), flush=True)
        if len(files) * RUN >= max(lengths):
            break
        files.append(published(batch, files, folder))


def published(batch: pa.Table, files: Sequence[Path], folder: Path) -> Path:
    """The file of signatures of a run; one that an earlier call left is taken as it is."""
    path = folder / "signatures" / f"{len(files):04d}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(dedupe(batch, history_of(files, folder), OPTIONS).tables["signatures"], path, compression="zstd")
        keep_current(folder / "index", [*files, path])
    return path


def row(batch: pa.Table, files: Sequence[Path], folder: Path, rounds: int) -> str:
    """A row of the table: medians, and the medians of the ratios by round."""
    beside, alone = Spent(), Spent()
    for _ in range(rounds):
        of_none = measure(batch, lambda: EMPTY, folder, alone)
        found = measure(batch, lambda: history_of(files, folder), folder, beside)
    figures = []
    for name in ("whole", "stage", "resolve"):
        old, none = getattr(beside, name), getattr(alone, name)
        ratio = statistics.median(one / other for one, other in zip(old, none, strict=True))
        figures += [f"{statistics.median(old):.2f}", f"{ratio:.2f}×"]
    return f"| {len(files) * RUN:,} | {' | '.join(figures)} | {found:,} / {of_none:,} |"


def measure(batch: pa.Table, history: Callable[[], History], folder: Path, spent: Spent) -> int:
    """Add what a batch costs to `spent`; returns how many of its articles are copies."""
    read_from = folder / "batch.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(batch, read_from, compression="zstd")

    def whole() -> None:
        outcome = dedupe(pq.read_table(read_from), history(), OPTIONS)
        for name, table in outcome.tables.items():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd", compression_level=1)

    spent.whole.append(cpu_seconds(whole)[0])
    seconds, outcome = cpu_seconds(lambda: dedupe(batch, history(), OPTIONS))
    spent.stage.append(seconds)
    sketches = sketch(batch, OPTIONS)
    spent.resolve.append(cpu_seconds(lambda: resolve(sketches, history(), OPTIONS))[0])
    return outcome.counts["duplicates"]


def history_of(files: Sequence[Path], folder: Path) -> History:
    """What these files hold, by the index that is kept with them."""
    return SignatureFiles(files, folder / "index")


def batches(articles: Path) -> Iterator[pa.Table]:
    """The articles in runs."""
    with pq.ParquetFile(articles) as file:
        columns = [name for name in COLUMNS if name in file.schema_arrow.names]
        for batch in file.iter_batches(RUN, columns=columns):
            if batch.num_rows == RUN:
                yield pa.table(batch)


def memory(articles: Path, folder: Path) -> None:
    """Peak memory and CPU seconds of `newsmill dedupe` on all articles."""
    command = Path(sys.executable).with_name("newsmill")
    subprocess.run([command, "dedupe", articles, "--out", folder], check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = pq.read_metadata(articles).num_rows
    print(f"{rows:,} articles: {used.ru_maxrss / 1e6:.2f} GB at most, {used.ru_utime + used.ru_stime:.0f} CPU seconds")


def cpu_seconds(work: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds of a call, and what it gave."""
    started = time.process_time()
    made = work()
    return time.process_time() - started, made


if __name__ == "__main__":
    main()
