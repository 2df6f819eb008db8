"""Who passes on what others say: 'X told Reuters', 'X said …, according to Y', 'X said, “…,” Y reported'."""

from __future__ import annotations

from functools import lru_cache

from tasks.enrich.places import TABLES
from tasks.enrich.quotes.claim import Claim
from tasks.enrich.quotes.frame import NAMES, Frame
from tasks.enrich.quotes.phrase import Phrase, phrase_end
from tasks.enrich.wordset import word_set

_HEADS = word_set(
    "news times post herald tribune gazette journal telegraph chronicle observer guardian radio tv television "
    "magazine newspaper standard press daily weekly broadcaster fm podcast mirror mail globe zeitung"
)
"""Last words of the names of outlets, in lower case."""
_BROADCASTERS = frozenset(
    ("BBC", "CNN", "ABC", "CBS", "NBC", "CNBC", "Fox", "Sky", "ITV", "RTÉ", "RTE", "Radio", "CBC")
)
"""First words: `BBC Sport`, `Radio Nine`."""

_HOLDS = word_set("copy transcript recording readout minutes excerpts excerpt video footage audio translation text")
"""What holds somebody's words and says nothing itself."""


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


def passed_on(frame: Frame, said: list[Claim]) -> list[Claim]:
    """'X said …, according to Y' and 'X said, “…,” Y reported': X says it, and Y, by name, has passed it on."""
    for source in [c for c in said if _may_pass_on(frame, c)]:
        start = source.parts[0][0] if source.lemma == "report" else 0
        others = [c for c in said if c is not source and c.cue and c.who and c.quotes]
        inside = [c for c in others if c.cue and (source.holds(c.cue[0]) or c.cue[0] < start)]
        if inside and set(source.quotes) <= {j for c in inside for j in c.quotes}:
            via = source.who if source.who and frame.tags[source.who.last - 1] in NAMES else None
            said = [c._replace(via=via) if c in inside else c for c in said if c is not source]
    return said


def _may_pass_on(frame: Frame, claim: Claim) -> bool:
    """A name, or what holds the words: 'according to a copy of her speech'."""
    if claim.who is None or not (frame.tags[claim.who.last - 1] in NAMES or frame.words[claim.who.last - 1] in _HOLDS):
        return False
    return claim.method == "according-to" or (claim.lemma == "report" and claim.link in {"quote", "before"})
