"""Quotes of articles: direct, mixed and indirect, with cue and speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.enrich.entity import Entity, Quote
from tasks.enrich.options import EVERY_QUOTE, QuoteOptions
from tasks.enrich.quotes.assemble import assemble
from tasks.enrich.quotes.draft import Draft
from tasks.enrich.quotes.framing import frames, inner_frames
from tasks.enrich.quotes.marks import pair_marks
from tasks.enrich.quotes.publish import published
from tasks.enrich.quotes.resolve import resolve
from tasks.enrich.quotes.speech import words_of
from tasks.enrich.quotes.tags import tagger
from tasks.enrich.quotes.tokens import Tokens, tokenise
from tasks.span import Span

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
    works = sorted(mention for entity in entities if entity.type in _WORKS for mention in entity.mentions)
    drafts = [d for d in assemble(text, quotations, paragraphs, inner) if not _names_works(text, d, works)]
    resolved = resolve(text, drafts, entities, tokens, tags)
    return published(resolved, options.indirect, options.min_confidence)


def _names_works(text: str, draft: Draft, works: Sequence[Span]) -> bool:
    """It holds but names of books, songs or shows: `they sang “Long Train,” and “Gold.”`."""
    return all(_holds_works(text, span, works) for span in draft.spans)


def _holds_works(text: str, span: Span, works: Sequence[Span]) -> bool:
    inside = [work for work in works if span.contains(work)]
    edges = [span.start, *(edge for work in inside for edge in work), span.end]
    between = " ".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return bool(inside) and set(words_of(between)) <= {"and", "or"}
