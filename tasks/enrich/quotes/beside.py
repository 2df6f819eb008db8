"""Attributions of one sentence beside each other: which has what, and which only repeats another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tasks.enrich.quotes.claim import Claim, Range
from tasks.enrich.quotes.frame import QUOTE, Frame

WEAK = frozenset({"object", "to", "of", "wh"})
"""Links of what may be said inside the words of another."""


def in_turn(frame: Frame, said: list[Claim]) -> list[Claim]:
    """'…, X reported, while …, Y reported': each has the part that stands before it."""
    before = [c for c in said if c.link == "before" and c.cue]
    for left, right in pairwise(before):
        if not (left.cue and right.cue and right.holds(left.cue[0])):
            continue
        end = right.parts[-1][1]
        own = tuple(part for part in left.parts if part[1] <= left.cue[0])
        rest = tuple((first, min(last, end)) for first, last in left.parts if left.cue[0] < first < end)
        if own and rest:
            said = [over(frame, c, own if c is left else rest if c is right else c.parts) for c in said]
    return said


def over(frame: Frame, claim: Claim, parts: tuple[Range, ...]) -> Claim:
    """The claim over other items, with the quotations among them."""
    return claim._replace(parts=parts, quotes=quotes_in(frame, parts))


def told_by_another(claim: Claim, said: Sequence[Claim]) -> bool:
    """'X is recalling cars, the company said': what the first verb would govern ends with who says the whole."""
    return claim.cue is not None and any(
        other.link == "before" and other.cue and other.holds(claim.cue[0]) and claim.holds(other.cue[0])
        for other in said
        if other is not claim
    )


def quotes_in(frame: Frame, parts: tuple[Range, ...]) -> tuple[int, ...]:
    """Items inside the parts that are quotations."""
    return tuple(j for first, last in parts for j in range(first, last) if frame.tags[j] == QUOTE)
