"""'X told Reuters': papers, broadcasters and agencies that pass on what they are told."""

from __future__ import annotations

from functools import lru_cache

from tasks.enrich.places import TABLES
from tasks.enrich.quotes.frame import NAMES, Frame
from tasks.enrich.quotes.phrase import Phrase, phrase_end
from tasks.enrich.quotes.wordset import word_set

_HEADS = word_set(
    "news times post herald tribune gazette journal telegraph chronicle observer guardian radio tv television "
    "magazine newspaper standard press daily weekly broadcaster fm podcast mirror mail globe zeitung"
)
"""Last words of the names of outlets, in lower case."""
_BROADCASTERS = frozenset(
    ("BBC", "CNN", "ABC", "CBS", "NBC", "CNBC", "Fox", "Sky", "ITV", "RTÉ", "RTE", "Radio", "CBC")
)
"""First words: `BBC Sport`, `Radio Nine`."""


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Outlets known everywhere whose names do not say so."""
    return frozenset((TABLES / "outlets.txt").read_text(encoding="utf-8").splitlines())


def told_outlet(frame: Frame, verb: int, hi: int) -> Phrase | None:
    """The outlet that stands right behind "told"."""
    last = phrase_end(frame, verb + 1, hi)
    if last == verb + 1 or frame.tags[last - 1] not in NAMES:
        return None
    names = frame.raw[verb + 1 + (frame.words[verb + 1] == "the") : last]
    if not names:
        return None
    several = len(names) > 1 and (names[-1].lower() in _HEADS or names[0] in _BROADCASTERS)
    return Phrase(verb + 1, last) if several or " ".join(names) in _known() else None
