"""What two texts share, measured: shingles both ways, without the background of many stories, and the facts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.dedupe.candidates import LOW, Keys, Pairs, count_sorted, postings, run_starts
from tasks.dedupe.cluster import components, supported
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import Hashes, HashSets, Mask, Rows

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sketches:
    """The hash sets of the documents that are compared."""

    grams: HashSets
    numbers: HashSets
    names: HashSets


@dataclass(frozen=True)
class Measured:
    """Pairs with what they share; every array is as long as `pairs`."""

    pairs: Pairs
    shared: Rows
    """Sampled shingles in both."""
    left_share: Shares
    """Share of the left document's shingles that are in the right one."""
    right_share: Shares

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def containment(self) -> Shares:
        return np.maximum(self.left_share, self.right_share)

    @property
    def jaccard(self) -> Shares:
        """|A ∩ B| / |A ∪ B| of the sampled shingles."""
        left = self.shared / np.maximum(self.left_share, 1e-9)
        right = self.shared / np.maximum(self.right_share, 1e-9)
        return np.where(self.shared > 0, self.shared / np.maximum(left + right - self.shared, 1), 0.0)

    def renumbered(self, number: Rows) -> Measured:
        """The same with document d called number[d]."""
        pairs = Pairs(number[self.pairs.left], number[self.pairs.right])
        return Measured(pairs, self.shared, self.left_share, self.right_share)

    def turned(self, turn: Mask) -> Measured:
        """Left and right exchanged where `turn` is true."""
        left = np.where(turn, self.right_share, self.left_share)
        return Measured(self.pairs.turned(turn), self.shared, left, np.where(turn, self.left_share, self.right_share))

    def keep(self, mask: Mask) -> Measured:
        return Measured(self.pairs.keep(mask), self.shared[mask], self.left_share[mask], self.right_share[mask])


def verify_pairs(sketches: Sketches, pairs: Pairs, options: DedupeOptions) -> tuple[Measured, Mask]:
    """Pairs of which one text is made from the other, and which of them the best matches of both ends support."""
    measured = measure(sketches.grams, pairs)
    measured = measured.keep(measured.containment >= options.containment / 2)
    agree = same_facts(sketches, measured.pairs, options)
    strict = strict_groups(len(sketches.grams.sizes), measured, agree, options)
    story = sketches.grams.without(background(postings(sketches.grams), strict, options))
    measured = measure(story, measured.pairs)
    copied = (measured.containment >= options.containment) & (measured.shared >= options.min_shared)
    measured = measured.keep(agree & copied)
    return measured, supported(story, measured, options.support)


def measure(grams: HashSets, pairs: Pairs) -> Measured:
    """Shared shingles of every pair, and the share of each document that they make up."""
    shared = grams.shared(pairs.left, pairs.right)
    sizes = np.maximum(1, grams.sizes)
    return Measured(pairs, shared, shared / sizes[pairs.left], shared / sizes[pairs.right])


def same_facts(sketches: Sketches, pairs: Pairs, options: DedupeOptions) -> Mask:
    """Whether numbers and names of the text with fewer of them are in the other one, too.

    This keeps apart reports from one template, which share their words but not their facts. A text with too few
    numbers or names to tell passes.
    """
    return _agree(sketches.numbers, pairs, options.min_numbers, options.same_numbers) & _agree(
        sketches.names, pairs, options.min_names, options.same_names
    )


def background(posted: Keys, strict: Rows, options: DedupeOptions) -> Hashes:
    """Shingles of footers and background paragraphs: in many stories that otherwise differ.

    `strict` gives the group of every document by nearly equal text. A shingle is background when it is in at least
    `background_groups` groups that make up `background_share` of its documents; the share spares large families, whose
    shingles are in many documents of few groups.
    """
    grams = posted >> LOW
    lengths = np.diff(run_starts(grams), append=len(grams))
    common = np.repeat(lengths >= options.background_groups, lengths)
    group = strict[posted[common].astype(np.uint32)].astype(np.uint64)
    grouped, _ = count_sorted(np.sort((grams[common] << LOW) | group))
    values, groups = count_sorted(grouped >> LOW)
    documents = lengths[lengths >= options.background_groups]
    spread = (groups >= options.background_groups) & (groups >= options.background_share * documents)
    found: Hashes = values[spread].astype(np.uint32)
    return found


def strict_groups(count: int, measured: Measured, agree: Mask, options: DedupeOptions) -> Rows:
    """Groups of documents that are surely copies: high containment, same facts."""
    sure = measured.pairs.keep(agree & (measured.containment >= options.strict_containment))
    return components(count, sure.left, sure.right)


def _agree(facts: HashSets, pairs: Pairs, enough: int, wanted: float) -> Mask:
    fewer = np.minimum(facts.sizes[pairs.left], facts.sizes[pairs.right])
    shared = facts.shared(pairs.left, pairs.right)
    return (fewer < enough) | (shared >= wanted * fewer)
