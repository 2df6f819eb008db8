"""Drafts and lines -> rows of the articles and documents tables."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import accumulate, chain
from typing import Any

import pyarrow as pa

from expectations.documents import BLOCKS, DOCUMENTS
from tasks.clean.draft import Draft
from tasks.clean.language import language_of
from tasks.clean.page import Block, Line, blocks_of
from tasks.ids import stable_id

Row = dict[str, Any]


def comparable(text: str | None) -> str:
    """The form in which texts are the same text: compatibility characters, case and white space folded."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def article_row(page: Mapping[str, Any], draft: Draft, position: int, of: int) -> Row:
    """One row of `articles`: `of` is the number of articles of the page under its URL.

    Its language is the one that the page states, until `tell_languages` has read the text.
    """
    text, headings = body_text(draft.lines)
    title, content = comparable(draft.title), comparable(text)
    published = draft.published.on_stated_day() if draft.published else None
    if draft.url:
        article_id = stable_id(draft.url, position) if of > 1 else stable_id(draft.url)
    else:
        article_id = stable_id(title, content)
    return {
        "article_id": article_id, "revision": 1, "document_id": page["document_id"], "source": page["source"],
        "source_uri": page["source_uri"], "position": position, "url": draft.url or draft.linked, "title": draft.title,
        "deck": draft.deck, "text": text, "headings": headings,
        "captions": [asdict(caption) for caption in draft.captions], "authors": list(draft.authors),
        "agency": draft.agency, "dateline": draft.dateline, "section": draft.section, "tags": list(draft.tags),
        "language": draft.stated_language, "language_confidence": None,
        "published_at": published.instant if published else None,
        "published_precision": published.precision if published else None,
        "published_method": published.method if published else None, "modified_at": draft.modified,
        "word_count": sum(line.words for line in draft.lines),
        "content_hash": hashlib.sha256(f"{title}\n{content}".encode()).hexdigest(),
        "cluster_id": None, "duplicate_of": None, "duplicate_kind": None, "similarity": None, "story_id": None,
        "flags": list(draft.flags),
    }  # fmt: skip


def tell_languages(articles: Iterable[Row]) -> None:
    """Put the language of the text into the rows of a batch, and how sure it is.

    One after the other: between two pages the model's tables (80 MB) would leave the processor's caches, and
    fetching them takes as long as reading a text.
    """
    for row in articles:
        row["language"], row["language_confidence"] = language_of(row["text"], row["language"])


def body_text(lines: Sequence[Line]) -> tuple[str, list[Row]]:
    """The paragraphs joined by blank lines, and where its headings stand in that text."""
    headings: list[Row] = []
    offset = 0
    for line in lines:
        if line.kind == "heading":
            headings.append({"start": offset, "end": offset + len(line.text), "text": line.text})
        offset += len(line.text) + 2
    return "\n\n".join(line.text for line in lines), headings


def document_row(page: Mapping[str, Any], text: str, lines: Sequence[Line], articles: int) -> Row:
    """One row of `documents`; its blocks are still tuples, for `documents_table`."""
    carried = ("document_id", "source", "source_uri", "media_type", "bytes", "encoding", "replaced_chars", "url")
    return {**{name: page[name] for name in carried}, "articles": articles, "text": text, "blocks": blocks_of(lines)}


def documents_table(rows: Sequence[Row]) -> pa.Table:
    """Rows of `documents` as a table (stage schema).

    Blocks, dozens a page, are laid out as columns first: Arrow takes these several times as fast as nested rows.
    """
    schema = DOCUMENTS.stage_schema
    place = schema.get_field_index("blocks")
    flat = pa.Table.from_pylist(rows, schema=schema.remove(place))
    return flat.add_column(place, schema.field(place), _blocks_array([row["blocks"] for row in rows]))


def _blocks_array(pages: Sequence[Sequence[Block]]) -> pa.ListArray:
    fields = list(BLOCKS.value_type)
    columns = zip(*chain.from_iterable(pages), strict=True) if any(pages) else [()] * len(fields)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, fields, strict=True)]
    offsets = pa.array([0, *accumulate(map(len, pages))], pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(arrays, fields=fields), type=BLOCKS)
