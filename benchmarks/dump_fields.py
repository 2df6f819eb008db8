"""What clean reads in the text dump of a page against what it reads in the HTML, which states its fields.

    python -m benchmarks.dump_fields EVAL [--fit]

The HTML pages of three development sets become dumps of whole pages, menus and all, every block a line: no set of real
dumps tells titles, authors and dates of so many houses. Judged is by what the HTML says: titles that stand in a line of
the dump, authors whose names stand in it, days. With `--fit` the weights of `tasks/clean/dump_title.py` are fitted
anew, and each set is judged by weights that were fitted on the two others.
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq
from lxml import html

from benchmarks.clean_folds import scorer_of
from benchmarks.score import newsmill
from tasks.clean.dump_body import find_body
from tasks.clean.dump_lines import dump_lines
from tasks.clean.dump_survey import is_plain_dump, survey
from tasks.clean.dump_title import WEIGHTS, Evidence, header_evidence
from tasks.clean.html_tree import parse
from tasks.ingest.decode import decode

SETS = ("zyte", "snippets", "dates")
SKIPPED = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea"}
INLINE = {
    "a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "img", "input", "kbd", "label", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}  # fmt: skip
PENALTY, STEPS = 0.5, 60
SET_BY_HAND = ("in_body", "at_top", "heading")
Row = dict[str, Any]


class Page(NamedTuple):
    """A page as HTML reads it, and its dump as clean reads that."""

    dump: str
    stated: Row
    read: Row


class Lines(NamedTuple):
    """The lines of a page that may be its headline, and which of them are."""

    evidence: np.ndarray
    right: np.ndarray


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    scorer = scorer_of(arguments.evaluation)
    sets: dict[str, list[Page]] = {}
    print("| set | titles | authors F1 | days | wrong days |\n| --- | ---: | ---: | ---: | ---: |")
    for name in SETS:
        with tempfile.TemporaryDirectory() as folder:
            sets[name] = list(pages_of(arguments.evaluation / "clean" / name / "pages", Path(folder)))
        print(f"| {name} | {' | '.join(measures(scorer, sets[name]))} |", flush=True)
    if arguments.fit:
        lines = {name: [found for page in pages if (found := lines_of(scorer, page))] for name, pages in sets.items()}
        show_fit(lines)


def pages_of(folder: Path, work: Path) -> Iterator[Page]:
    """The pages of a set on which the HTML holds one article."""
    dumps = work / "pages"
    dumps.mkdir()
    for path in folder.iterdir():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        (dumps / f"{path.name.split('.html')[0]}.txt").write_text(dump_of(content), encoding="utf-8")
    newsmill("clean", folder, "--out", work / "html")
    newsmill("clean", dumps, "--out", work / "dump")
    stated, read = rows_of(work / "html"), rows_of(work / "dump")
    for name, rows in stated.items():
        if len(rows) == 1:
            text = (dumps / f"{name}.txt").read_text(encoding="utf-8")
            yield Page(text, rows[0], read[name][0] if read.get(name) else {})


def dump_of(content: bytes) -> str:
    """The text of a page, a line for every block."""
    try:
        root = parse(decode(content).text)
    except ValueError:
        return ""
    pieces: list[str] = []

    def walk(element: html.HtmlElement) -> None:
        if not isinstance(element.tag, str) or element.tag in SKIPPED:
            return
        edge = "" if element.tag in INLINE else "\n"
        pieces.append(edge + " ".join((element.text or " ").split("\n")))
        for child in element:
            walk(child)
            pieces.append(" ".join((child.tail or "").split("\n")))
        pieces.append(edge)

    walk(root)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines)) + "\n"


def rows_of(folder: Path) -> dict[str, list[Row]]:
    """The articles of each page, by the name of its file."""
    rows: dict[str, list[Row]] = {}
    for row in pq.read_table(folder / "articles.parquet").to_pylist():
        name = row["source_uri"].rpartition("/")[2]
        rows.setdefault(name.split(".html")[0].removesuffix(".txt"), []).append(row)
    return rows


def measures(scorer: ModuleType, pages: list[Page]) -> Iterator[str]:
    """Titles, F1 of authors, days right, and days that are there and wrong."""
    count: Counter[str] = Counter()
    for dump, stated, read in pages:
        whole = scorer.folded(dump)
        title = scorer.folded(stated["title"])
        if title and title in {scorer.folded(line) for line in dump.split("\n")}:
            count["titles"] += 1
            count["title"] += scorer.folded(read.get("title")) == title
        want = {name for name in map(scorer.folded, stated["authors"] or ()) if name in whole}
        have = set(map(scorer.folded, read.get("authors") or ()))
        count["named"] += len(want) + len(have)
        count["author"] += 2 * len(want & have)
        days, found = scorer.days(stated["published_at"]), scorer.days(read.get("published_at"))
        count["days"] += bool(days)
        count["day"] += bool(days & found)
        count["wrong"] += bool(days and found and not days & found)
    yield f"{count['title']} of {count['titles']}"
    yield f"{count['author'] / max(1, count['named']):.3f}"
    yield f"{count['day']} of {count['days']}"
    yield str(count["wrong"])


def lines_of(scorer: ModuleType, page: Page) -> Lines | None:
    """What speaks for each line of a dump; None when its headline is none of them."""
    lines = dump_lines(page.dump)
    dump = survey(lines)
    plain = is_plain_dump(dump)
    body = find_body(lines, dump.keys, plain=plain)
    found = header_evidence(lines, dump.keys, body.first, body.end, plain=plain)
    title = scorer.folded(page.stated["title"])
    right = np.array([scorer.folded(lines[index].text) == title for index in found])
    return Lines(np.array(list(found.values()), float), right) if right.any() else None


def show_fit(sets: dict[str, list[Lines]]) -> None:
    """Print the weights of all sets, and how many headlines those of the other sets find."""
    fitted = fit([page for pages in sets.values() for page in pages])
    print("\n| evidence | fitted | in use |\n| --- | ---: | ---: |")
    for name, weight, used in zip(Evidence._fields, fitted, WEIGHTS, strict=True):
        print(f"| {name} | {'set' if name in SET_BY_HAND else f'{weight:.2f}'} | {used} |")
    for name, pages in sets.items():
        others = fit([page for other, rest in sets.items() if other != name for page in rest])
        hits = [sum(page.right[np.argmax(page.evidence @ weights)] for page in pages) for weights in (others, WEIGHTS)]
        print(f"\n{name}: {hits[0]} of {len(pages)} by weights of the other sets, {hits[1]} by those in use", end="")
    print()


def fit(pages: list[Lines]) -> np.ndarray:
    """Weights of a conditional logit (McFadden 1974) with a quadratic penalty, by Newton's method."""
    weights = np.array(WEIGHTS, float)
    free = np.array([name not in SET_BY_HAND for name in Evidence._fields])
    for _ in range(STEPS):
        slope, curve = -PENALTY * weights * free, PENALTY * np.eye(len(weights))
        for evidence, right in pages:
            odds = evidence @ weights
            chance = np.exp(odds - odds.max())
            chance /= chance.sum()
            mean = chance @ evidence
            slope += (chance * right / (chance @ right) - chance) @ evidence
            curve += (evidence.T * chance) @ evidence - np.outer(mean, mean)
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        weights += step / 2
    return weights


if __name__ == "__main__":
    main()
