"""What names hand to quotes, and both to the tables: entities and quotes of one article."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tasks.span import Span

Gender = Literal["f", "m"]
QuoteKind = Literal["direct", "mixed", "indirect"]


class Entity(NamedTuple):
    """One thing that an article names, with every mention of it in the article's text."""

    entity_id: str
    name: str
    type: str
    mentions: tuple[Span, ...]
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    link: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    salience: float = 0.0
    in_title: bool = False
    confidence: float = 1.0
    gender: Gender | None = None
    """Only for resolving pronouns, never published."""


class Quote(NamedTuple):
    """One quote: its spans in order, and who said it as far as the text supports it."""

    kind: QuoteKind
    spans: tuple[Span, ...]
    cue: Span | None = None
    speaker_mention: Span | None = None
    speaker: str | None = None
    speaker_entity_id: str | None = None
    speaker_role: str | None = None
    via: str | None = None
    parent: int | None = None
    """Index, in the list of the article's quotes, of the quote that this one is nested in."""
    confidence: float = 1.0
    method: str = "rule"
