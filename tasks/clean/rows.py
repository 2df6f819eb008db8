"""Drafts and lines -> rows of the articles and documents tables."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tasks.clean.draft import Draft
from tasks.clean.language import language_of
from tasks.clean.page import Line, blocks_of
from tasks.ids import stable_id

Row = dict[str, Any]


def comparable(text: str | None) -> str:
    """The form in which texts are the same text: compatibility characters, case and white space folded."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def article_row(page: Mapping[str, Any], draft: Draft, position: int, of: int) -> Row:
    """One row of `articles`: `of` is the number of articles of the page under its URL."""
    text, headings = body_text(draft.lines)
    title, content = comparable(draft.title), comparable(text)
    language, confidence = language_of(text, draft.stated_language)
    published = draft.published.on_stated_day() if draft.published else None
    if draft.url:
        article_id = stable_id(draft.url, position) if of > 1 else stable_id(draft.url)
    else:
        article_id = stable_id(title, content)
    return {
        "article_id": article_id, "revision": 1, "document_id": page["document_id"], "source": page["source"],
        "source_uri": page["source_uri"], "position": position, "url": draft.url, "title": draft.title,
        "deck": draft.deck, "text": text, "headings": headings,
        "captions": [asdict(caption) for caption in draft.captions], "authors": list(draft.authors),
        "agency": draft.agency, "dateline": draft.dateline, "section": draft.section, "tags": list(draft.tags),
        "language": language, "language_confidence": confidence,
        "published_at": published.instant if published else None,
        "published_precision": published.precision if published else None,
        "published_method": published.method if published else None, "modified_at": draft.modified,
        "word_count": sum(line.words for line in draft.lines),
        "content_hash": hashlib.sha256(f"{title}\n{content}".encode()).hexdigest(),
        "cluster_id": None, "duplicate_of": None, "duplicate_kind": None, "similarity": None, "story_id": None,
        "flags": list(draft.flags),
    }  # fmt: skip


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
    """One row of `documents`."""
    carried = ("document_id", "source", "source_uri", "media_type", "bytes", "encoding", "replaced_chars", "url")
    blocks = [block._asdict() for block in blocks_of(lines)]
    return {**{name: page[name] for name in carried}, "articles": articles, "text": text, "blocks": blocks}
