"""A quote before its speaker is known by name."""

from __future__ import annotations

from typing import NamedTuple

from tasks.enrich.entity import QuoteKind
from tasks.enrich.quotes.frame import QUOTE, Frame
from tasks.enrich.quotes.phrase import Phrase
from tasks.span import Span


class Mention(NamedTuple):
    """The phrase that names a speaker; `apposition` is the phrase beside it that names the same in other words."""

    span: Span
    tags: tuple[str, ...]
    words: tuple[str, ...]
    apposition: Span | None = None
    sure: float = 1.0


class Draft(NamedTuple):
    """Spans, cue and mentions in code points of the article's text."""

    kind: QuoteKind
    spans: tuple[Span, ...]
    cue: Span | None
    who: Mention | None
    via: Mention | None
    method: str
    paragraph: int
    quotations: frozenset[int] = frozenset()
    """Numbers of the quotations that the spans hold."""
    lemma: str = ""


def mention(frame: Frame, phrase: Phrase | None) -> Mention | None:
    """The words of a phrase; None when its items are empty."""
    if phrase is None:
        return None
    items = range(phrase.first, phrase.last)
    if not any(frame.tags[i] != QUOTE for i in items):
        return None
    beside = phrase.apposition and frame.span(*phrase.apposition)
    return Mention(
        frame.span(phrase.first, phrase.last),
        tuple(frame.tags[i] for i in items),
        tuple(frame.raw[i] for i in items),
        beside or None,
        phrase.sure,
    )
