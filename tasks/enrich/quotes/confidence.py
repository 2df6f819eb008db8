"""How sure a row is, by how it was found: the share of such rows that were right in annotated news, rounded.

Right means the words and the phrase that names the speaker. Counted on 250 annotated news articles, to be counted
again after a change of the grammar.
"""

from __future__ import annotations

from math import sqrt

from tasks.enrich.quotes.cue import lemma_of
from tasks.enrich.quotes.draft import Draft

_QUOTED = {
    "quote": 0.98,
    "colon": 0.91,
    "that": 0.94,
    "clause": 0.92,
    "before": 0.89,
    "around": 0.88,
    "object": 0.93,
    "according-to": 0.85,
    "quoted-as": 0.9,
    "noun-that": 0.8,
    "continued": 0.88,
    "any-verb": 0.85,
    "headline": 0.85,
    "transcript": 0.85,
    "in-words": 0.85,
    "viewpoint": 0.8,
    "dash": 0.8,
    "colon-name": 0.75,
    "sentence-before": 0.7,
    "paragraph-before": 0.72,
    "scrap": 0.7,
    "embedded": 0.6,
    "nested": 0.7,
    "block": 0.6,
    "marks": 0.8,
}
_REPORTED = {
    "that": 0.8,
    "clause": 0.76,
    "before": 0.82,
    "around": 0.74,
    "wh": 0.78,
    "to": 0.62,
    "of": 0.78,
    "object": 0.62,
    "according-to": 0.74,
    "headline": 0.6,
    "quoted-as": 0.75,
    "noun-that": 0.6,
}
_ORDERS = frozenset({"verb", "inverted", "passive"})
_UNKNOWN_VERB = 0.75
_NO_SPEAKER = 0.5
"""A row without speaker says little more than that these are words of someone."""


def confidence(draft: Draft, resolved: float) -> float:
    """Confidence 0 to 1 of a draft whose speaker was resolved with the sureness `resolved`."""
    order, _, link = draft.method.partition("-")
    key = link if order in _ORDERS else draft.method
    reported = draft.kind == "indirect"
    base = (_REPORTED if reported else _QUOTED).get(key, 0.6 if reported else 0.9)
    if draft.who is None:
        return round(base * _NO_SPEAKER, 3)
    if key == "scrap" and lemma_of(draft.lemma) is None:
        base *= _UNKNOWN_VERB
    return round(base * sqrt(draft.who.sure) * resolved, 3)
