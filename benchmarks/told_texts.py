"""How much of an article is kept whose text is an article already, in records and as HTML in records.

    python -m benchmarks.told_texts EVAL

The bodies of two gold standards and the texts of the corpus of duplicates are written as JSON lines with a title and
milled by `newsmill clean`: what is missing afterwards was taken for something else. Some of it is: credits, links and
notes of the outlet stand in these texts, too, so that all words is more than can be had. A record without a title gets
the end of its page's address for one.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.score import newsmill

WORD = re.compile(r"\w+")
Record = dict[str, str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    arguments = parser.parse_args()
    sets = {name: list(gold_bodies(arguments.evaluation / "clean" / name)) for name in ("zyte", "fundus")}
    sets["base_dev"] = list(texts(arguments.evaluation / "dedupe" / "base_dev.jsonl.gz"))
    print("| texts | given as | records | words kept | kept whole | cut in several |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for name, records in sets.items():
        for given in ("text", "HTML"):
            kept = milled(records, marked_up=given == "HTML")
            found = [[words(text) & words(r["text"]) for text in kept.get(r["url"], [])] for r in records]
            share = sum(c.total() for parts in found for c in parts) / sum(words(r["text"]).total() for r in records)
            whole = sum(len(p) == 1 and p[0] == words(r["text"]) for p, r in zip(found, records, strict=True))
            print(f"| {name} | {given} | {len(records)} | {share:.4f} | {whole} | {sum(len(p) > 1 for p in found)} |")


def gold_bodies(folder: Path) -> Iterator[Record]:
    """The articles of a gold standard."""
    pages = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["pages"]
    for number, page in enumerate(pages.values()):
        slug = page.get("url", "").rstrip("/").rpartition("/")[2].replace("-", " ")
        for article in page["articles"]:
            title = article.get("title") or slug or "Untitled"
            yield {"url": f"https://{folder.name}.example/{number}", "title": title, "text": article["body"]}


def texts(corpus: Path) -> Iterator[Record]:
    """The articles of a corpus of paragraphs."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for number, article in enumerate(map(json.loads, lines)):
            text = "\n\n".join(article["paragraphs"])
            yield {"url": f"https://base.example/{number}", "title": article["title"], "text": text}


def milled(records: list[Record], *, marked_up: bool) -> dict[str, list[str]]:
    """The texts that clean finds, by address."""
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        lines = [json.dumps(r | {"text": paragraphs(r["text"])} if marked_up else r) for r in records]
        (Path(folder) / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
        newsmill("clean", Path(folder) / "records.jsonl", "--out", Path(folder) / "out")
        rows: list[dict[str, Any]] = pq.read_table(Path(folder) / "out" / "articles.parquet").to_pylist()
        for row in rows:
            found.setdefault(row["url"], []).append(row["text"])
    return found


def paragraphs(text: str) -> str:
    """The text as HTML."""
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))


def words(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    return Counter(WORD.findall(text))


if __name__ == "__main__":
    main()
