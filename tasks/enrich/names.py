"""Names in a text: the tagger's answer, made consistent within the article, cut to the name, and typed finely."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tasks.enrich.consistency import agreed, completed
from tasks.enrich.evidence import weighed
from tasks.enrich.expansions import explained
from tasks.enrich.foreign import foreign_passages
from tasks.enrich.kinds import fine_type, generic_nouns
from tasks.enrich.mention import Candidate, Mention, candidates_of
from tasks.enrich.nicknames import with_nicknames
from tasks.enrich.parting import parted
from tasks.enrich.portfolios import with_portfolios
from tasks.enrich.roles import is_role
from tasks.enrich.tagger import Floats, Tagger, Words
from tasks.enrich.titles import TITLED, is_title, whole_titles
from tasks.enrich.trimming import trimmed
from tasks.enrich.values import Value, find_values

_SURE_WITHOUT_CAPITALS = 0.7
"""Least chance of a name in small letters; an edited text has none (`us`, a sentence in another language)."""
_WEAK = 0.5
"""A name that no class gets this much probability for, with all mentions heard, is left out."""


def find_mentions(articles: Sequence[Words], tagger: Tagger) -> list[list[Mention]]:
    """The names in each article, in order and without overlap, of the types of the entities table but values."""
    told = tagger.probabilities(articles)
    return [names_of(words, probabilities) for words, probabilities in zip(articles, told, strict=True)]


def names_of(words: Words, probabilities: Floats) -> list[Mention]:
    """The names in one article from the tagger's probabilities, shape (words, labels)."""
    runs = with_nicknames(words, _in_english(words, candidates_of(words, probabilities)))
    single = [name for c in runs for name in parted(words, c)]
    cut = [t for c in single if (t := trimmed(words, c)) and _is_name(words, t)]
    told = explained(words, weighed(words, with_portfolios(words, whole_titles(words, cut))))
    everywhere = completed(words, agreed(words, told), probabilities)
    return [mention for c in everywhere if (mention := _mention(words, c))]


def _in_english(words: Words, candidates: list[Candidate]) -> list[Candidate]:
    passages = foreign_passages(words.text)
    return [c for c in candidates if not any(p.contains(words.span(c.first, c.end)) for p in passages)]


def _is_name(words: Words, candidate: Candidate) -> bool:
    """Whether this can be a name: a bare title or office (`Premier`, `Council`) is none, nor are unsure small words."""
    texts = words.texts[candidate.first : candidate.end]
    letters = "".join(texts)
    if not (any(map(str.isupper, letters)) or any(map(str.isdigit, letters))):
        return max(candidate.chances) >= _SURE_WITHOUT_CAPITALS and not words.edited
    if texts[0] in ("D", "R", "I") and texts[1:2] == ("-",):
        return False  # "Ann Lee, D-N.Y.," tells her party and state
    return len(texts) > 1 or not (is_role(texts[0]) or texts[0].lower() in generic_nouns())


def _mention(words: Words, candidate: Candidate) -> Mention | None:
    """The mention that a candidate is; None when it is not sure enough or not written like what it names."""
    kind, chance = candidate.type, max(candidate.chances)
    if chance < _WEAK or (kind in TITLED and not is_title(words, candidate)):
        return None
    span = words.span(candidate.first, candidate.end)
    return Mention(span, fine_type(span.of(words.text), kind), min(1.0, chance))


def values_beside(words: Words, names: Sequence[Mention], published_on: date | None = None) -> list[Value]:
    """Dates, amounts and other values of a text where no name stands."""
    taken = bytearray(len(words.text))
    for mention in names:
        taken[mention.span.start : mention.span.end] = b"\x01" * (mention.span.end - mention.span.start)
    return [v for v in find_values(words, published_on) if not any(taken[v.span.start : v.span.end])]
