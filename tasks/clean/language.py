"""The language of a text with its confidence, or none."""

from __future__ import annotations

from tasks.languages import identifier

PROBE_CHARS = 100
"""So much of the beginning and of the middle tells the language of most texts."""
PROBE_CERTAIN = 0.9
SAMPLE_CHARS = 1_000
"""Read when the probe leaves doubt; more text does not change the answer, only the time."""
MIN_LETTERS = 20
CERTAIN = 0.5
STATED_WEIGHT = 8.0
"""How many times likelier the stated language is before the text is read: pages state it wrongly now and then."""


def language_of(text: str, stated: str | None) -> tuple[str | None, float | None]:
    """ISO 639-1 code and confidence 0 to 1; (None, None) for too little text or too little certainty.

    `stated` is the language that the page claims (BCP 47); it tips the scales on short texts only.
    """
    claim = (stated or "").strip().lower().replace("_", "-").split("-")[0]
    middle = max(PROBE_CHARS, len(text) // 2)
    code, confidence = _ranked(f"{text[:PROBE_CHARS]} {text[middle : middle + PROBE_CHARS]}", claim)
    if confidence < PROBE_CERTAIN and len(text) > 2 * PROBE_CHARS:
        code, confidence = _ranked(text[:SAMPLE_CHARS], claim)
    return (code, confidence) if confidence >= CERTAIN else (None, None)


def _ranked(sample: str, claim: str) -> tuple[str | None, float]:
    """The likeliest language of a sample, and how likely it is; 0 for too few letters."""
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return None, 0.0
    ranked = dict(identifier().rank(sample))
    if claim in ranked:
        ranked[claim] *= STATED_WEIGHT
    best = max(ranked, key=ranked.__getitem__)
    return best, ranked[best] / sum(ranked.values())
