"""Names of works, events and products: only what is written like a title, because quoted speech looks like one too."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.enrich.mention import Candidate
from tasks.enrich.tagger import CLASSES, Words

TITLED = ("EVENT", "WORK", "MISC")
"""Classes of names that are written like titles."""
_WORK, _MISC = CLASSES.index("WORK"), CLASSES.index("MISC")

_SURE, _SURE_ALONE = 0.55, 0.75
"""Least chance of such a name, and of one that is a single word."""
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "s", "the", "to", "v",
     "with", "de", "del", "la", "le", "les", "des", "du", "el", "y", "und", "der", "die", "das", "van", "di")
)  # fmt: skip
_SPEAKERS = frozenset(
    ("i", "you", "we", "he", "she", "it", "they", "this", "that", "there", "don", "let", "what", "who", "why", "how",
     "if", "when", "please", "yes", "no", "not", "so", "well", "but", "and", "is", "are", "do", "does", "can", "will")
)  # fmt: skip
"""First words that begin a sentence more often than a title."""
_OPENING, _CLOSING = frozenset("\"“‘'«„"), frozenset("\"”’'»“")
_INSIDE = frozenset(":,&!?-–")
_LONGEST = 12
"""Words that a title has at most behind those that the tagger sees."""


def whole_titles(words: Words, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, with a title in quotation marks whole of which the tagger saw how it begins, and none inside it.

    `“The Making of Ann Lee”` is a book, not `The Making` and a person.
    """
    found: list[Candidate] = []
    for candidate in candidates:
        if found and candidate.first < found[-1].end:
            continue
        quoted = candidate.type in TITLED and candidate.first and words.texts[candidate.first - 1] in _OPENING
        found.append(_whole(words, candidate) if quoted else candidate)
    return found


def _whole(words: Words, candidate: Candidate) -> Candidate:
    """What stands in quotation marks to their end; a name of nothing else there is a work's, or a programme's."""
    end = _end_of_title(words, candidate)
    behind = [text for text in words.texts[end : end + 2] if text not in (",", ".")][:1]
    if candidate.type != "MISC" or _CLOSING.isdisjoint(behind):
        return candidate._replace(end=end)
    chances = list(candidate.chances)
    chances[_WORK], chances[_MISC] = chances[_MISC], chances[_WORK]
    return Candidate(candidate.first, end, tuple(chances))


def _end_of_title(words: Words, candidate: Candidate) -> int:
    """Where the quotation that the candidate begins ends, without its last mark, if it is written like a title."""
    for i in range(candidate.end, min(candidate.end + _LONGEST, len(words.texts))):
        text = words.texts[i]
        if text in _CLOSING and not _is_apostrophe(words, i):
            return i - (words.texts[i - 1] in (",", ".") and i > candidate.end)
        if not (text[0].isupper() or text[0].isdigit() or text.lower() in _SMALL or text in _INSIDE or text in "’'."):
            break
    return candidate.end


def _is_apostrophe(words: Words, i: int) -> bool:
    """A word goes on right behind the mark."""
    return i + 1 < len(words.texts) and words.starts[i + 1] == words.ends[i] and words.texts[i + 1][0].isalnum()


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
