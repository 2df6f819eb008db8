"""How much the figures of clean differ from one part of a development set to another.

    python -m benchmarks.clean_folds EVAL [--folds 5]

Pages are dealt into folds by a hash of their name, those of one publisher (`uk_Gazette_2024_05_01`) together, and each
fold is scored alone. No constant was fitted on one fold and judged on another: rules and constants were chosen once,
over all pages. The spread says how far a figure may lie from the printed one on other pages of the kind.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, stdev
from types import ModuleType
from typing import Any

from benchmarks.score import newsmill

SETS = ("zyte", "fundus", "textdump", "textdump_fundus", "multi")
PUBLISHER = re.compile(r"[a-z]{2}_(?P<name>[^_]+)_\d{4}_")
Pages = dict[str, Any]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    scorer = scorer_of(arguments.evaluation)
    print("| set | measure | all pages | mean of folds | lowest | highest | deviation |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name in SETS:
            pages = arguments.evaluation / "clean" / name
            newsmill("clean", pages / "pages", "--out", Path(folder) / name)
            gold = json.loads((pages / "gold.json").read_text(encoding="utf-8"))
            rows = scorer.read_rows(Path(folder) / name / "articles.parquet")
            whole = measures(scorer, gold, gold["pages"], rows)
            folds = [measures(scorer, gold, part, rows) for part in dealt(gold["pages"], arguments.folds)]
            for measure, value in whole.items():
                print(f"| {name} | {measure} | {value:.3f} | {spread([f[measure] for f in folds if measure in f])} |")


def scorer_of(evaluation: Path) -> ModuleType:
    """The scorer of clean as a module."""
    spec = importlib.util.spec_from_file_location("score_clean", evaluation / "score_clean.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{evaluation} has no score_clean.py; name the folder that holds it")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dealt(pages: Pages, folds: int) -> Iterator[Pages]:
    """The pages in so many parts, a publisher whole in one of them; parts without pages are left out."""
    parts: list[Pages] = [{} for _ in range(folds)]
    for name, page in pages.items():
        found = PUBLISHER.match(name)
        digest = hashlib.sha256((found["name"] if found else name).encode()).digest()
        parts[digest[0] % folds][name] = page
    yield from filter(None, parts)


def measures(scorer: ModuleType, gold: Pages, pages: Pages, rows: tuple[Any, bool]) -> dict[str, float]:
    """The main figures of some pages."""
    result, _ = scorer.score({**gold, "pages": pages}, *rows)
    found = {"body F1": result["body"]["f1"], "right number of articles": result["articles"]["count_right"]}
    named = {"title_exact": "titles", "authors_f1": "authors F1", "date_day": "date"}
    return found | {label: result[key] for key, label in named.items() if key in result}


def spread(values: list[float]) -> str:
    """Mean, lowest, highest and standard deviation, as cells."""
    figures = (mean(values), min(values), max(values), stdev(values) if len(values) > 1 else 0.0)
    return " | ".join(f"{figure:.3f}" for figure in figures)


if __name__ == "__main__":
    main()
