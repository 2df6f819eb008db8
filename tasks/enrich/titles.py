"""Names of works, events and products: only what is written like a title, because quoted speech looks like one too."""

from __future__ import annotations

from tasks.enrich.mention import Candidate
from tasks.enrich.tagger import Words

_SURE, _SURE_ALONE = 0.55, 0.75
"""Least chance of such a name, and of one that is a single word."""
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "s", "the", "to", "with",
     "de", "del", "la", "le", "les", "des", "du", "el", "y", "und", "der", "die", "das", "van", "di")
)  # fmt: skip
_SPEAKERS = frozenset(
    ("i", "you", "we", "he", "she", "it", "they", "this", "that", "there", "don", "let", "what", "who", "why", "how",
     "if", "when", "please", "yes", "no", "not", "so", "well", "but", "and", "is", "are", "do", "does", "can", "will")
)  # fmt: skip
"""First words that begin a sentence more often than a title."""


def is_title(words: Words, candidate: Candidate) -> bool:
    """Whether a candidate for a work, an event or a product is sure enough and written like a title."""
    texts = [t for t in words.texts[candidate.first : candidate.end] if t[0].isalnum()]
    if not any(t[0].isalpha() for t in texts) or not (texts[0][0].isupper() or texts[0][0].isdigit()):
        return False
    chance = max(candidate.chances)
    if len(texts) == 1:
        return chance >= _SURE_ALONE and texts[0].lower() not in _SPEAKERS and len(texts[0]) > 1
    large = [t for t in texts if t.lower() not in _SMALL]
    spoken = texts[0].lower() in _SPEAKERS and len(large) < 4
    return chance >= _SURE and not spoken and all(not t.islower() for t in large)
