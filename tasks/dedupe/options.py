"""How strict dedupe is; every default says what it is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DedupeOptions:
    """Settings of the stage; history sketched with other shingle settings cannot be compared."""

    shingle_words: int = 5
    """Words of a shingle: long enough that sharing one by chance is rare, short enough to survive a copy-editor."""
    sample_one_in: int = 6
    """One shingle in so many is kept, chosen by its hash, so that two texts keep the same ones."""
    min_shared: int = 2
    """Sampled shingles that a pair must share: one may be chance."""
    met_share: float = 0.1
    """Share of the shorter text's sampled shingles in whose posting lists a pair must meet to be compared: a quarter of
    `containment`, since a list that is long is not looked through."""
    short: int = 6
    """Of a text with at most so many sampled shingles, about forty words, one is enough where `min_facts` agree."""
    min_facts: int = 3
    """Common names and numbers with which a single shared shingle is enough, and from which facts that agree confirm
    a pair: two may be no more than a place and a day."""
    containment: float = 0.4
    """Share of the shorter text's shingles that must be in the longer one: it is made from it at least in part."""
    evidence: float = 1.05
    """What that share and the share of common names and numbers must add up to: half of the words do with half of the
    facts, few of the facts with nearly all of the words."""
    confirmed: float = 0.8
    """Share of common facts from which shingles of the background count, too: copies of one report of a series share
    them with the whole series."""
    strict_containment: float = 0.7
    """Share from which texts are surely copies, for telling background from story."""
    inside: float = 0.7
    """Share of a text found in the other from which it lies inside it; when both do, they are near copies."""
    support: float = 0.3
    """Share by which the best match of each end must also match the other end: a round-up matches two stories that
    do not match each other, and must not join them."""
    background_groups: int = 4
    """Groups of unlike texts in which a shingle must be before it can belong to a footer or a background paragraph."""
    background_share: float = 0.2
    """Share of the texts with the shingle that those groups must be: in a large family of copies, few groups hold
    what many texts hold."""
    contradicted: float = 0.34
    """Share of the names and numbers in common contexts that may differ. Copies stay below a quarter even when badly
    scanned or corrected; reports from one template lie above two fifths."""
    min_words_alone: int = 20
    """A shorter text proves nothing by being equal: the titles must be equal, too."""
    threads: int = 2
    """Threads that hash texts; numpy works outside the interpreter lock."""


DEFAULTS = DedupeOptions()
