"""Words a second on one core: names, quotes and both, beside a spaCy pipeline with textacy's direct quotes.

    python -m benchmarks.enrich_speed EVAL PEER_PYTHON GOLD.jsonl.gz [--words 60000] [--rounds 3]

EVAL holds `peer_stack.py`, whose `small_english_pipeline` is the peer (components and sizes of en_core_web_sm,
untrained: its output is worthless, its cost is the real one). PEER_PYTHON is the interpreter of an environment with
spacy and textacy. Both sides see the same texts in turn, each with one thread; figures are the best of the rounds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

# Read by the numeric libraries when they are first imported, here and in the peer's process.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
sys.path.insert(0, sys.argv[1])
from peer_stack import small_english_pipeline
from textacy.extract.triples import direct_quotations
texts = json.load(sys.stdin)
nlp = small_english_pipeline()
list(nlp.pipe(texts[:2]))
started = time.process_time()
docs = list(nlp.pipe(texts, batch_size=32))
parsed = time.process_time()
for doc in docs:
    try:
        list(direct_quotations(doc))
    except ValueError:
        pass
print(json.dumps({"pipeline": parsed - started, "textacy": time.process_time() - parsed}))
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("peer_python", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--words", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    texts, words = read_texts(arguments.gold, arguments.words)
    best: dict[str, float] = {}
    for _ in range(arguments.rounds):
        seconds = ours(texts) | peer(texts, arguments.peer_python, arguments.evaluation)
        best = {name: min(spent, best.get(name, spent)) for name, spent in seconds.items()}
    print(f"{words} words of {len(texts)} articles, CPU seconds, best of {arguments.rounds}\n")
    print("| what | words a second | beside the spaCy pipeline |\n| --- | ---: | ---: |")
    for name, spent in best.items():
        print(f"| {name} | {words / spent:,.0f} | {best['pipeline'] / spent:.2f}× |")
    print(f"| pipeline and textacy | {words / (best['pipeline'] + best['textacy']):,.0f} | |")


def read_texts(gold: Path, wanted: int) -> tuple[list[str], int]:
    """Texts of a gold file up to so many words."""
    texts, words = [], 0
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        for line in lines:
            texts.append(json.loads(line)["text"])
            words += len(texts[-1].split())
            if words >= wanted:
                break
    return texts, words


def ours(texts: list[str]) -> dict[str, float]:
    """CPU seconds of newsmill's enrich, whole, and of its quotes alone."""
    import pyarrow as pa

    from tasks.enrich.quotes.stage import find_quotes
    from tasks.enrich.stage import enrich

    ids = [f"{n:032x}" for n in range(len(texts))]
    table = pa.table({"article_id": ids, "title": pa.nulls(len(texts), pa.string()), "text": texts})
    enrich(table.slice(0, 2))  # loads the models
    whole = timed(lambda: enrich(table))
    quotes = timed(lambda: [find_quotes(text, []) for text in texts])
    return {"enrich (names and quotes)": whole, "quotes alone": quotes}


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def peer(texts: list[str], python: Path, evaluation: Path) -> dict[str, float]:
    """CPU seconds of the peer, in its own environment."""
    command = [str(python), "-c", PEER, str(evaluation)]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    seconds: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return seconds


if __name__ == "__main__":
    main()
