"""What two texts share, measured: shingles both ways, without the background of many stories, and the facts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tasks.dedupe.candidates import LOW, Keys, Pairs, count_sorted, postings, run_starts, whole_lists
from tasks.dedupe.cluster import components, supported
from tasks.dedupe.facts import bare, contexts
from tasks.dedupe.options import DedupeOptions
from tasks.dedupe.sets import Hashes, HashSets, Mask, Rows

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sketches:
    """The hash sets of the documents that are compared."""

    grams: HashSets
    facts: HashSets


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

    def where(self, mask: Mask, other: Measured) -> Measured:
        """What was measured here where `mask` is true, elsewhere what `other` measured of the same pairs."""
        left = np.where(mask, self.left_share, other.left_share)
        right = np.where(mask, self.right_share, other.right_share)
        return Measured(self.pairs, np.where(mask, self.shared, other.shared), left, right)

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
    whole = measure(sketches.grams, pairs)
    whole = whole.keep(whole.containment >= options.containment / 2)
    whole = whole.keep(same_facts(sketches.facts, whole.pairs, options))
    strict = strict_groups(len(sketches.grams.sizes), whole, options)
    story = sketches.grams.without(background(postings(sketches.grams), strict, options))
    shared, common = common_facts(sketches.facts, whole.pairs)
    confirmed = (common >= options.confirmed) & (shared >= options.min_facts)
    measured = whole.where(confirmed, without_background(whole, sketches.grams, story))
    enough = measured.containment + common >= options.evidence
    enough &= measured.containment >= options.containment
    enough &= (measured.shared >= options.min_shared) | ((measured.shared > 0) & (shared >= options.min_facts))
    measured = measured.keep(enough)
    return measured, supported(story, measured, options.support)


def measure(grams: HashSets, pairs: Pairs) -> Measured:
    """Shared shingles of every pair, and the share of each document that they make up."""
    return _shares(grams, pairs, grams.shared(pairs.left, pairs.right))


def without_background(whole: Measured, grams: HashSets, story: HashSets) -> Measured:
    """What is left of a measure of `grams` in `story`, the same sets without the background."""
    fewer = story.sizes < grams.sizes
    pairs, shared = whole.pairs, whole.shared.copy()
    lost = fewer[pairs.left] & fewer[pairs.right]
    shared[lost] = story.shared(pairs.left[lost], pairs.right[lost])
    return _shares(story, pairs, shared)


def _shares(grams: HashSets, pairs: Pairs, shared: Rows) -> Measured:
    sizes = np.maximum(1, grams.sizes)
    return Measured(pairs, shared, shared / sizes[pairs.left], shared / sizes[pairs.right])


def same_facts(told: HashSets, pairs: Pairs, options: DedupeOptions) -> Mask:
    """Whether the facts that stand in the same context in both texts mostly agree.

    This keeps apart reports from one template. Texts without a fact in a common context pass.
    """
    agree = told.shared(pairs.left, pairs.right)
    common = contexts(told).shared(pairs.left, pairs.right)
    contradict = np.maximum(0, common - agree)
    same: Mask = contradict <= options.contradicted * np.maximum(1, agree + contradict)
    return same


def common_facts(told: HashSets, pairs: Pairs) -> tuple[Rows, Shares]:
    """How many facts both texts hold, and their share of the facts of the text with fewer; one more counts as common.

    The one more lets texts without facts pass and makes one fact weigh less than many. An article that only quotes
    the same speech shares paragraphs, but it names other people and numbers beside them.
    """
    facts = bare(told)
    fewer = np.minimum(facts.sizes[pairs.left], facts.sizes[pairs.right])
    shared = facts.shared(pairs.left, pairs.right)
    return shared, (shared + 1) / (fewer + 1)


def background(posted: Keys, strict: Rows, options: DedupeOptions) -> Hashes:
    """Shingles of footers and background paragraphs: in many stories that otherwise differ.

    `strict` gives the group of every document by nearly equal text. A shingle is background when it is in at least
    `background_groups` groups that make up `background_share` of its documents; the share spares large families, whose
    shingles are in many documents of few groups.
    """
    found = [_background_of(lists, strict, options) for lists in whole_lists(posted)]
    return np.concatenate([np.zeros(0, np.uint32), *found])


def _background_of(posted: Keys, strict: Rows, options: DedupeOptions) -> Hashes:
    """Background among some whole posting lists."""
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


def strict_groups(count: int, measured: Measured, options: DedupeOptions) -> Rows:
    """Groups of documents that are surely copies: high containment (and the same facts)."""
    sure = measured.pairs.keep(measured.containment >= options.strict_containment)
    return components(count, sure.left, sure.right)
