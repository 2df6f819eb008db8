"""How strict dedupe is; every default says what it is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DedupeOptions:
    """Settings of the stage; history sketched with other shingle settings cannot be compared."""

    shingle_words: int = 5
    """Words of a shingle: long enough that sharing one by chance is rare, short enough to survive a copy-editor."""
    sample_one_in: int = 4
    """One shingle in so many is kept, chosen by its hash, so that two texts keep the same ones."""
    min_shared: int = 2
    """Sampled shingles that a pair must share: one may be chance."""
    containment: float = 0.45
    """Share of the shorter text's shingles found in the longer one from which it counts as made from it."""
    strict_containment: float = 0.7
    """Share from which texts are surely copies, for telling background from story."""
    inside: float = 0.7
    """Share of a text found in the other from which it lies inside it; when both do, they are near copies."""
    support: float = 0.3
    """Share by which the best match of each end must also match the other end: a round-up matches two stories that
    do not match each other, and must not join them."""
    background_groups: int = 4
    background_share: float = 0.2
    """A shingle in so many groups of unlike texts, which are at least this share of the texts that hold it, belongs
    to a footer or a background paragraph."""
    min_numbers: int = 4
    same_numbers: float = 0.45
    min_names: int = 6
    same_names: float = 0.5
    """With at least so many numbers (names) in both texts, this share of the fewer must be in the other text."""
    min_words_alone: int = 20
    """A shorter text proves nothing by being equal: the titles must be equal, too."""
    threads: int = 2
    """Threads that hash texts; numpy works outside the interpreter lock."""


DEFAULTS = DedupeOptions()
