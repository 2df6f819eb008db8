"""What a new version of an article changed: sentences, names and numbers."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

MOST_SENTENCES = 600
"""Of longer texts only the beginning is compared: comparing costs the square of the number of sentences at worst."""
MOST_LISTED = 20
MOST_CHARS = 300
"""What is listed stays small enough to look at."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"”’)])\s+|\n+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(r"(?<=[a-z,;] )[A-Z]\w+(?: [A-Z]\w+)*")


def changes(before: str, after: str) -> dict[str, Any]:
    """What `after` changed of `before`, as the struct CHANGES of the relations contract.

    `added` and `removed` are sentences, `changed` pairs of a sentence and what stands in its place; numbers and names
    are listed when they stand in one text only.
    """
    old, new = _sentences(before), _sentences(after)
    found: dict[str, list[Any]] = {"added": [], "removed": [], "changed": []}
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pairs = min(b - a, d - c) if tag == "replace" else 0
        found["changed"] += [{"before": old[a + n], "after": new[c + n]} for n in range(pairs)]
        if tag != "equal":
            found["removed"] += old[a + pairs : b]
            found["added"] += new[c + pairs : d]
    return {key: values[:MOST_LISTED] for key, values in found.items()} | {
        "numbers_added": _only_in(NUMBER, after, before),
        "numbers_removed": _only_in(NUMBER, before, after),
        "names_added": _only_in(NAME, after, before),
        "names_removed": _only_in(NAME, before, after),
    }


def revised(relations: pa.Table) -> pa.Array:
    """Distinct ids of the articles of which two revisions are related: `with_changes` needs the texts of these."""
    return pc.unique(relations.filter(_between_revisions(relations)).column("article_id"))


def with_changes(relations: pa.Table, articles: pa.Table) -> pa.Table:
    """Fill `changes` of the relations between two revisions of one article in `articles` (article_id, revision, text).

    Where one of the two texts is not among `articles`, what stands there stays. Other relations are left out: an outlet
    that repeats itself has many, and a comparison takes a millisecond.
    """
    rows = pc.indices_nonzero(_between_revisions(relations)).to_pylist()
    if not rows:
        return relations
    texts = _texts(articles, revised(relations))
    keys = ("article_id", "revision", "related_id", "related_revision")
    pairs = relations.select(keys).take(rows).to_pylist()
    column = relations.column("changes").to_pylist()
    for row, pair in zip(rows, pairs, strict=True):
        after, before = (texts.get((pair[i], pair[r])) for i, r in (keys[:2], keys[2:]))
        if after is not None and before is not None:
            column[row] = changes(before, after)
    at = relations.schema.get_field_index("changes")
    field = relations.schema.field(at)
    return relations.set_column(at, field, pa.array(column, field.type))


def _between_revisions(relations: pa.Table) -> pa.ChunkedArray:
    return pc.equal(relations.column("article_id"), relations.column("related_id"))


def _texts(articles: pa.Table, article_ids: pa.Array) -> dict[tuple[str, int], str]:
    wanted = articles.filter(pc.is_in(articles.column("article_id").cast(pa.string()), value_set=article_ids))
    columns = (wanted.column(name).to_pylist() for name in ("article_id", "revision", "text"))
    texts: dict[tuple[str, int], str] = {}
    for article_id, revision, text in zip(*columns, strict=True):
        texts.setdefault((article_id, revision), text or "")
    return texts


def _sentences(text: str) -> list[str]:
    found = (" ".join(sentence.split())[:MOST_CHARS] for sentence in SENTENCE_END.split(text))
    return [sentence for sentence in found if sentence][:MOST_SENTENCES]


def _only_in(pattern: re.Pattern[str], text: str, other: str) -> list[str]:
    there = set(pattern.findall(other))
    return [found[:MOST_CHARS] for found in dict.fromkeys(pattern.findall(text)) if found not in there][:MOST_LISTED]
