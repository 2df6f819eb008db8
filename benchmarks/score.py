"""Quality of every stage on an evaluation folder, as one Markdown table.

    python -m benchmarks.score EVAL [--only clean|dedupe|names|quotes|seed]

EVAL holds the corpora and their scorers (`score_clean.py`, `score_dedupe.py`, ...), which judge the command line's
tables as a black box. Nothing of it belongs to the project.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = tuple[str, str, str]
"""Stage, measure, figure."""

DEDUPE_SEEDS = (7, 8, 9)
CLEAN_SETS = ("zyte", "fundus", "textdump", "textdump_fundus", "multi", "snippets", "dates")


def newsmill(*words: str | Path) -> None:
    """Run a command of newsmill; its failure is ours."""
    subprocess.run([sys.executable, "-m", "flows.cli", *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def scored(scorer: Path, *words: str | Path) -> dict[str, Any]:
    """What a scorer prints as JSON."""
    command = [sys.executable, str(scorer), *map(str, words), "--json"]
    result: dict[str, Any] = json.loads(subprocess.run(command, check=False, capture_output=True, text=True).stdout)
    return result


def clean_rows(evaluation: Path, folder: Path) -> Iterator[Row]:
    """Every set of pages."""
    for name in CLEAN_SETS:
        pages = evaluation / "clean" / name
        newsmill("clean", pages / "pages", "--out", folder / name)
        score = scored(evaluation / "score_clean.py", pages / "gold.json", folder / name / "articles.parquet")
        for measure, value in flat(score):
            yield "clean", f"{name}: {measure}", figure(value)


def dedupe_rows(evaluation: Path, folder: Path) -> Iterator[Row]:
    """Made corpora of three seeds, their mean."""
    base = next((evaluation / "dedupe").glob("*.jsonl.gz"))
    scores = []
    for seed in DEDUPE_SEEDS:
        gold = folder / f"{seed}.parquet"
        maker = [sys.executable, str(evaluation / "make_dedupe_corpus.py"), str(base), str(gold)]
        subprocess.run([*maker, "--families", "400", "--seed", str(seed)], check=True, stdout=subprocess.DEVNULL)
        newsmill("dedupe", folder / f"{seed}.articles.parquet", "--out", folder / str(seed))
        scores.append(dict(flat(scored(evaluation / "score_dedupe.py", gold, folder / str(seed) / "articles.parquet"))))
    for measure in scores[0]:
        values = [score[measure] for score in scores if score.get(measure) is not None]
        yield "dedupe", measure, figure(sum(values) / len(values)) if values else "-"


def names_rows(evaluation: Path, folder: Path) -> Iterator[Row]:
    """Every set of names."""
    for gold in sorted((evaluation / "ner").glob("*_dev.jsonl.gz")):
        yield from _enriched("names", evaluation / "score_ner.py", gold, "entities", folder)


def quotes_rows(evaluation: Path, folder: Path) -> Iterator[Row]:
    """The development set of quotes."""
    gold = evaluation / "quotes" / "polnear_dev.jsonl.gz"
    yield from _enriched("quotes", evaluation / "score_quotes.py", gold, "quotes", folder)


def _enriched(stage: str, scorer: Path, gold: Path, table: str, folder: Path) -> Iterator[Row]:
    name = gold.name.removesuffix(".jsonl.gz")
    articles, out = folder / f"{name}.parquet", folder / name
    subprocess.run([sys.executable, str(scorer), "--export", str(gold), str(articles)], check=True)
    newsmill("enrich", articles, "--out", out)
    for measure, value in flat(scored(scorer, gold, out / f"{table}.parquet")):
        yield stage, f"{name}: {measure}", figure(value)


def seed_rows(evaluation: Path, folder: Path) -> Iterator[Row]:
    """The hand-made page, through the whole mill."""
    newsmill("run", evaluation.parent / "seed" / "*.txt", "--warehouse", folder / "warehouse")
    score = scored(evaluation / "check_seed.py", folder / "warehouse" / "current")
    yield "seed", "checks that hold", f"{score['passed']} of {score['checks']}"
    for failed in score["failed"]:
        yield "seed", f"does not hold: {failed}", "-"


def flat(score: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """The numbers of nested JSON under joined names, without the slices of a score."""
    for name, value in score.items():
        if name == "slices":
            continue
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name} ")
        elif isinstance(value, int | float):
            yield f"{prefix}{name}", value


def figure(value: float) -> str:
    """Shares with three digits, counts as they are."""
    return str(value) if isinstance(value, int) else f"{value:.3f}"


STAGES: dict[str, Callable[[Path, Path], Iterator[Row]]] = {
    "clean": clean_rows,
    "dedupe": dedupe_rows,
    "names": names_rows,
    "quotes": quotes_rows,
    "seed": seed_rows,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--only", choices=STAGES, action="append")
    arguments = parser.parse_args()
    print("| stage | measure | figure |\n| --- | --- | ---: |")
    for stage in arguments.only or STAGES:
        with tempfile.TemporaryDirectory() as folder:
            for row in STAGES[stage](arguments.evaluation, Path(folder)):
                print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
