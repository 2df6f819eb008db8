"""One article, one meaning: what a name is in most places, it is everywhere in the article.

Mentions of the same words vote with their probabilities, full names also for the surnames in them, and organisations
for their short forms (`Nordvik` of Nordvik Metals); then every place where such words stand unmarked is marked too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from operator import add

from tasks.enrich.coined import short_forms
from tasks.enrich.mention import Candidate, Chances, mean_of
from tasks.enrich.overlooked import taken_by, well_known_place
from tasks.enrich.tagger import CLASSES, Floats, Words

_PERSON, _ORG = CLASSES.index("PERSON"), CLASSES.index("ORG")
_OWN_WEIGHT = 1.0
"""A mention counts so much more for itself than each other mention of the same words does."""
_UNSEEN = 0.4
"""Share of the chances that is lost where the tagger sees no name at all."""
_WHOLE = 2.0
"""So much an organisation's whole name counts for a shorter form of it."""
_SURE_ENOUGH = 0.5
"""Words are marked elsewhere when the mentions found are names with at least this mean probability."""


def surface(words: Words, candidate: Candidate) -> tuple[str, ...]:
    """The words of a candidate as they are compared."""
    return words.forms[candidate.first : candidate.end]


def agreed(words: Words, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the chances that all mentions of their words give them together."""
    votes: defaultdict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0] * len(CLASSES))
    names = [surface(words, candidate) for candidate in candidates]
    for candidate, name in zip(candidates, names, strict=True):
        votes[name] = list(map(add, votes[name], candidate.chances))
        kind = candidate.type
        if kind == "PERSON" and len(name) > 1:
            for part in (name[:1], name[-1:]):  # "Park" of Park Geun Hye, but not "Paris" of Paris Hilton
                if part == name[-1:] or well_known_place(part[0]) is None:
                    votes[part][_PERSON] += candidate.chances[_PERSON]
        for short in short_forms(name) if kind == "ORG" else ():
            votes[short][_ORG] += _WHOLE * candidate.chances[_ORG]
    return [_with_votes(c, votes[name]) for c, name in zip(candidates, names, strict=True)]


def _with_votes(candidate: Candidate, votes: Sequence[float]) -> Candidate:
    if tuple(votes) == candidate.chances:  # no other mention votes
        return candidate
    together = [vote + _OWN_WEIGHT * chance for vote, chance in zip(votes, candidate.chances, strict=True)]
    share = sum(candidate.chances) / max(sum(together), 1e-6)
    return Candidate(candidate.first, candidate.end, tuple([chance * share for chance in together]))


def completed(words: Words, candidates: Sequence[Candidate], probabilities: Floats) -> list[Candidate]:
    """The candidates and, between them, unmarked places where the words of a known name stand."""
    known = _known_names(words, candidates)
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in known:
        lengths[name[0]].add(len(name))
    taken = taken_by(words, candidates)
    found = list(candidates)
    for i in (i for i, form in enumerate(words.forms) if form in lengths):
        for length in sorted(lengths[words.forms[i]], reverse=True):
            end = i + length
            chances = known.get(words.forms[i:end])
            if chances is not None and not any(taken[i:end]) and _stands_alone(words, i, end):
                seen = 1 - _UNSEEN * float(probabilities[i, 0])
                found.append(Candidate(i, end, tuple([chance * seen for chance in chances])))
                taken[i:end] = b"\x01" * length
                break
    return sorted(found, key=lambda c: c.first)


def _known_names(words: Words, candidates: Sequence[Candidate]) -> dict[tuple[str, ...], Chances]:
    """Names to look for elsewhere, each with its mean chances; a full name also gives its surname."""
    told: defaultdict[tuple[str, ...], list[Chances]] = defaultdict(list)
    for candidate in candidates:
        name = surface(words, candidate)
        if max(candidate.chances) >= _SURE_ENOUGH and _is_distinctive(name):
            kind = candidate.type
            told[name].append(candidate.chances)
            if kind == "PERSON" and len(name) > 1 and _is_distinctive(name[-1:]):
                told[name[-1:]].append(candidate.chances)
            for short in short_forms(name) if kind == "ORG" else ():
                told[short].append(tuple([min(1.0, _WHOLE * chance) for chance in candidate.chances]))
    return {name: mean_of(chances) for name, chances in told.items()}


def _is_distinctive(name: tuple[str, ...]) -> bool:
    """Several words, or one that is written like a name and longer than an initial."""
    word = name[0]
    return len(name) > 1 or (len(word) > 2 and word[0].isupper())


def _stands_alone(words: Words, first: int, end: int) -> bool:
    """Whether these words are no part of a longer capitalised or hyphenated expression."""
    before, after = max(first - 1, 0), min(end, len(words.texts) - 1)
    joined_before = before < first and words.texts[before] == "-" and words.ends[before] == words.starts[first]
    joined_after = after >= end and words.texts[after] == "-" and words.starts[after] == words.ends[end - 1]
    follows = after >= end and words.texts[after][0].isupper() and words.starts[after] - words.ends[end - 1] == 1
    preceded = before < first and words.texts[before][0].isupper() and _mid_sentence(words, before)
    return not (joined_before or joined_after or follows or preceded)


def _mid_sentence(words: Words, i: int) -> bool:
    """Whether the capital of word i says anything: it does not at the beginning of a sentence."""
    return i > 0 and words.texts[i - 1] not in ".!?:\"“”'‘’" and "\n" not in words.gap(i)
