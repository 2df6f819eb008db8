"""Quotes of articles: direct, mixed and indirect, with cue and speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.enrich.entity import Entity, Quote
from tasks.enrich.options import EVERY_QUOTE, QuoteOptions
from tasks.enrich.quotes.assemble import assemble
from tasks.enrich.quotes.draft import Draft
from tasks.enrich.quotes.framing import frames, inner_frames
from tasks.enrich.quotes.marks import pair_marks
from tasks.enrich.quotes.publish import published
from tasks.enrich.quotes.resolve import resolve
from tasks.enrich.quotes.tags import tagger
from tasks.enrich.quotes.tokens import Tokens, tokenise

_WORKS = ("WORK", "EVENT")


@dataclass(frozen=True)
class Tagged:
    """A text with its tokens and the part of speech of each."""

    text: str
    tokens: Tokens
    tags: list[str]


def tagged(texts: Sequence[str]) -> list[Tagged]:
    """Texts made ready for `quotes_of`, together because the tagger takes many as fast as it takes one."""
    tokens = [tokenise(text) for text in texts]
    tags = tagger().tag_all([of.words for of in tokens])
    return list(map(Tagged, texts, tokens, tags))


def find_quotes(text: str, entities: Sequence[Entity], options: QuoteOptions = EVERY_QUOTE) -> list[Quote]:
    """`quotes_of` one text."""
    return quotes_of(tagged([text])[0], entities, options)


def quotes_of(article: Tagged, entities: Sequence[Entity], options: QuoteOptions = EVERY_QUOTE) -> list[Quote]:
    """Quotes in order of their first character; offsets are code points of the text. Never raises on odd text.

    `entities` may be empty: then `speaker` is the mention's own text without titles. `parent` of a nested quote is an
    index of the returned list.
    """
    text, tokens, tags = article.text, article.tokens, article.tags
    quotations = pair_marks(text).quotations
    paragraphs = frames(text, tokens, tags, quotations)
    inner = inner_frames(text, tokens, tags, quotations) if options.nested else {}
    works = {m.start: m.end for entity in entities if entity.type in _WORKS for m in entity.mentions}
    drafts = [d for d in assemble(text, quotations, paragraphs, inner) if not _is_work(d, works)]
    resolved = resolve(text, drafts, entities, tokens, tags)
    return published(resolved, options.indirect, options.min_confidence)


def _is_work(draft: Draft, works: Mapping[int, int]) -> bool:
    """All its quotations are names of books, songs or shows, but for a comma: `they sang “Long Train,” and “Gold.”`."""
    return all(works.get(span.start, 0) >= span.end - 1 for span in draft.spans)
