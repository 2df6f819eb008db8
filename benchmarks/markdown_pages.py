"""How well pages are read that were written out as Markdown.

    python -m benchmarks.markdown_pages EVAL PEER_PYTHON

The HTML of two sets is converted in the peers' environment (markdownify with both styles of headings, html2text with
lines of any length and wrapped as it does by default), milled by `newsmill clean` and scored against the sets' gold.
Pages of which a converter makes nothing count as lost.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import tempfile
from pathlib import Path

from benchmarks.score import figure, flat, newsmill, scored

SETS = ("zyte", "fundus")
CONVERTERS = {
    "markdownify": "from markdownify import markdownify\nconvert = markdownify",
    "markdownify, ATX": "from markdownify import markdownify\nconvert = lambda p: markdownify(p, heading_style='ATX')",
    "html2text, unwrapped": "import html2text\nconvert = lambda p: html2text.HTML2Text(bodywidth=0).handle(p)",
    "html2text": "import html2text\nconvert = lambda p: html2text.HTML2Text().handle(p)",
}
CONVERT = """
import re, sys
from pathlib import Path
for path in Path(sys.argv[1]).iterdir():
    page = re.sub(r"(?is)<(script|style)\\b.*?</\\1>", "", path.read_text(encoding="utf-8"))
    Path(sys.argv[2], path.name).write_text(convert(page), encoding="utf-8")
"""
MEASURES = ("body f1", "body precision", "body recall", "title_exact", "date_day", "authors_f1")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("peer", help="the Python of the peers' environment")
    arguments = parser.parse_args()
    print(f"| set | converter | {' | '.join(MEASURES)} |")
    print(f"| --- | --- |{' ---: |' * len(MEASURES)}")
    for name in SETS:
        for converter, code in CONVERTERS.items():
            with tempfile.TemporaryDirectory() as folder:
                measures = measured(arguments.evaluation, name, [arguments.peer, "-c", code + CONVERT], Path(folder))
            shown = (figure(measures[m]) if m in measures else "" for m in MEASURES)
            print(f"| {name} | {converter} | {' | '.join(shown)} |", flush=True)


def measured(evaluation: Path, name: str, converter: list[str], folder: Path) -> dict[str, float]:
    """The scorer's measures of one set, written out by one converter."""
    pages, written = folder / "html", folder / "markdown"
    pages.mkdir()
    written.mkdir()
    for path in (evaluation / "clean" / name / "pages").iterdir():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        (pages / path.name.removesuffix(".gz")).write_text(content.decode("utf-8", "replace"), encoding="utf-8")
    subprocess.run([*converter, str(pages), str(written)], check=True)
    gold = json.loads((evaluation / "clean" / name / "gold.json").read_text(encoding="utf-8"))
    gold["pages"] = {key.removesuffix(".gz"): page for key, page in gold["pages"].items()}
    (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    newsmill("clean", written, "--out", folder / "out")
    score = scored(evaluation / "score_clean.py", folder / "gold.json", folder / "out" / "articles.parquet")
    return dict(flat(score))


if __name__ == "__main__":
    main()
