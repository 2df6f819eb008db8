"""The language of a text with its confidence, or none."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

SAMPLE_CHARS = 500
"""More text does not change the answer, only the time."""
MIN_LETTERS = 20
CERTAIN = 0.5
STATED_WEIGHT = 8.0
"""How many times likelier the stated language is before the text is read: pages state it wrongly now and then."""


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, stated: str | None) -> tuple[str | None, float | None]:
    """ISO 639-1 code and confidence 0 to 1; (None, None) for too little text or too little certainty.

    `stated` is the language that the page claims (BCP 47); it tips the scales on short texts only.
    """
    sample = text[:SAMPLE_CHARS]
    if sum(c.isalpha() for c in sample) < MIN_LETTERS:
        return None, None
    ranked = {code: float(share) for code, share in _identifier().rank(sample)}
    claim = (stated or "").strip().lower().replace("_", "-").split("-")[0]
    if claim in ranked:
        ranked[claim] *= STATED_WEIGHT
    best = max(ranked, key=lambda code: ranked[code])
    confidence = ranked[best] / sum(ranked.values())
    return (best, confidence) if confidence >= CERTAIN else (None, None)
