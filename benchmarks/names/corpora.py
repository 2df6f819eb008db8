"""Training corpora of names: gzipped JSON lines of text and spans, with what each source annotates.

`sources.json` beside them says it for programs: `covers` (an unlabelled word is really not of that class), `partly`
and `missing` (it may be), `merged` (a label that stands for several classes).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.enrich.tagger import CLASSES, LABELS

_RENAMED = {"GPE": "LOC", "FAC": "LOC", "WORK_OF_ART": "WORK", "PRODUCT": "MISC", "LAW": "MISC", "LANGUAGE": "MISC"}
_WITHIN_MISC = ("EVENT", "WORK", "MISC")
SILVER_SENTENCES = 5
"""Neighbouring rows of a corpus of sentences mostly come from one story: so many make one document."""


@dataclass(frozen=True)
class Document:
    """One training text; spans are (start, end, class) in code points, sorted, without overlap."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    source: str


def read_corpus(folder: Path, name: str) -> Iterator[Document]:
    """The documents of one source; classes outside CLASSES are left out."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            named = ((s, e, _RENAMED.get(label, label)) for s, e, label in row["entities"])
            yield Document(row["text"], tuple(sorted(n for n in named if n[2] in CLASSES)), name)


def joined(documents: Iterator[Document], count: int = SILVER_SENTENCES) -> Iterator[Document]:
    """Neighbouring documents put together, `count` at a time, parted by a space."""
    texts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    source, length = "", 0
    for document in documents:
        spans += [(s + length, e + length, c) for s, e, c in document.spans]
        texts.append(document.text)
        source, length = document.source, length + len(document.text) + 1
        if len(texts) == count:
            yield Document(" ".join(texts), tuple(spans), source)
            texts, spans, length = [], [], 0
    if texts:
        yield Document(" ".join(texts), tuple(spans), source)


def accepted_labels(folder: Path) -> dict[str, list[list[bool]]]:
    """For each source a square table: may the model answer column j where the source's label is i?"""
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    tables = {}
    for name, facts in sources.items():
        open_classes = {_RENAMED.get(c, c) for c in (*facts.get("partly", ()), *facts.get("missing", ()))}
        if "MISC" in open_classes:
            open_classes |= set(_WITHIN_MISC)
        merged_misc = "EVENT" not in facts["covers"]
        tables[name] = [[_accepts(gold, answer, open_classes, merged_misc) for answer in LABELS] for gold in LABELS]
    return tables


def _accepts(gold: str, answer: str, open_classes: set[str], merged_misc: bool) -> bool:
    if gold == answer:
        return True
    if gold == "O":
        return answer[2:] in open_classes
    same_mark = gold[:1] == answer[:1]
    return merged_misc and same_mark and gold[2:] == "MISC" and answer[2:] in _WITHIN_MISC
