"""Names and numbers with the words around them: what tells a copy from another report of the same template.

A copy says the same in the same sentence. Reports from one template share sentences, too, but in these other names and
numbers stand. So a fact is kept with a hash of its context, the two words on either side, in which any name or number
counts as the same word: where two texts share a context, the facts in it agree or contradict each other. This holds
for the part that two texts share, however much else either of them has.
"""

from __future__ import annotations

import numpy as np

from tasks.dedupe.sets import Hashes, HashSets, Mask, sorted_once
from tasks.dedupe.shingle import MULTIPLIER, U64, ChunkWords, Places, Words, mix

CONTEXT_WORDS = 2
CONTEXT_BITS, FACT_BITS = U64(20), U64(12)
"""A fact is 32 bits: enough to tell the facts of two texts apart, not to look up one in many."""
ANY_FACT = U64(0x5BD1E995A7F3)
"""Stands for every name and number in a context."""


def facts(words: ChunkWords) -> tuple[Places, Words]:
    """The place of every name and number among the words, and its 32 bits: context << 12 | fact."""
    is_fact = words.numbers | words.names
    places = np.flatnonzero(is_fact)
    masked = np.where(is_fact, ANY_FACT, words.hashes)
    document = np.searchsorted(words.bounds, places, side="right") - 1
    first, end = words.bounds[document], words.bounds[document + 1]
    context = np.zeros(len(places), U64)
    for step in (*range(-CONTEXT_WORDS, 0), *range(1, CONTEXT_WORDS + 1)):
        near = places + step
        inside = (near >= first) & (near < end)
        context *= MULTIPLIER
        context += np.where(inside, masked[np.where(inside, near, 0)], U64(0))
    context = mix(context) >> (U64(64) - CONTEXT_BITS)
    return places, (context << FACT_BITS) | (words.hashes[places] >> (U64(64) - FACT_BITS))


def contexts(facts: HashSets) -> HashSets:
    """The contexts of facts, each once."""
    values: Hashes = facts.values >> np.uint32(FACT_BITS)
    first: Mask = np.ones(len(values), np.bool_)
    first[1:] = values[1:] != values[:-1]
    first[facts.starts[facts.sizes > 0]] = True
    return HashSets(values, facts.starts, facts.sizes).only(first)


def bare(facts: HashSets) -> HashSets:
    """The facts without their contexts, each once; 12 bits of each."""
    owners = facts.owners()
    keys = sorted_once((owners.astype(U64) << U64(32)) | (facts.values & np.uint32((1 << int(FACT_BITS)) - 1)))
    sizes = np.bincount((keys >> U64(32)).astype(np.int64), minlength=len(facts.sizes))
    return HashSets(keys.astype(np.uint32), np.cumsum(sizes) - sizes, sizes)
