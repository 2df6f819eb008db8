"""The headline of an article in a text dump."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from tasks.clean.dump_heads import MIN_HEADLINE_WORDS, is_byline, is_date_line, is_headline, may_be_headline
from tasks.clean.dump_prose import MIN_SHARED, content_stems, shared_stems
from tasks.clean.page import Line

REACH = 100
"""The headline stands at most so many lines in front of the body: teasers and share buttons may lie between."""
INTO_BODY = 2
"""A headline that ends as a sentence ends is mistaken for the first line of the body."""
TOP = 3
"""A plain dump begins with the headline."""
HEADER_SPAN = 10
OPENING = 3_000
"""So many characters of a body tell whether it is about a headline: an article comes to its point."""
GLUED_SPAN, MIN_GLUED_CHARS = 8, 12
DECK_SPAN, DECK_WORDS = 2, 8
MAX_HEADLINE_WORDS = 25
MIN_POINTS = 3.0


class Evidence(NamedTuple):
    """What speaks for and against a line as the headline of a body."""

    shared: float
    """Share of its words that the body uses."""
    distance: float
    """Lines between it and the body, as log(1 + n)."""
    long: bool
    signed: bool
    """A byline or a date stands behind it."""
    again: bool
    """It stands in the dump more than once."""
    glued: bool
    """A line above ends with it: what menus glue together (`HomeNewsThe headline`)."""
    stop: bool
    over_deck: bool
    under_headline: bool
    """Another headline stands right above: this one is a deck, or the headline of a teaser."""
    capitalised: bool
    """Every word is, as in the name of a section or series."""
    in_body: bool
    at_top: bool
    """It is the first headline of a plain dump."""
    heading: bool
    """Markdown has it as a heading of the first rank."""


WEIGHTS = (4.3, -0.3, 2.9, 2.9, 0.6, 2.2, -4.4, 0.7, -1.2, -1.1, -2.0, 3.0, 3.0)
"""Points as log odds: a conditional logit (McFadden 1974) over the lines of 252 pages, but for the last three, which
were set; `benchmarks/dump_fields.py` fits them and tells what they gain on pages that they were not fitted on."""


def choose_headline(
    lines: Sequence[Line], keys: Sequence[str], first: int, end: int, *, plain: bool
) -> tuple[int | None, float]:
    """Index of the headline of the body `lines[first:end]`, or None, and its points; `keys` are the squashed lines."""
    found = header_evidence(lines, keys, first, end, plain=plain)
    points = {i: sum(map(mul, WEIGHTS, evidence)) for i, evidence in found.items()}
    best = max(points, key=points.__getitem__, default=None)
    if best is None or points[best] <= MIN_POINTS:
        return None, 0.0
    return best, points[best]


def header_evidence(
    lines: Sequence[Line], keys: Sequence[str], first: int, end: int, *, plain: bool
) -> dict[int, Evidence]:
    """The lines that may be the headline of a body, by index."""
    if not first and not plain:
        return {}
    reach = max(0, first - REACH)
    header = range(reach, min(first + INTO_BODY + HEADER_SPAN, len(lines)))
    signed = {i for i in header if is_byline(lines[i]) or is_date_line(lines[i])}
    above = plain or not signed.isdisjoint(range(first - HEADER_SPAN, first))
    near = range(reach, first if above else min(first + INTO_BODY, end))
    top = next((i for i in range(min(TOP, end)) if is_headline(lines[i])), None) if plain else None
    stems = content_stems("\n".join(line.text for line in lines[first:end])[:OPENING])
    shared = {i: shared_stems(lines[i].text, stems) for i in near if may_be_headline(lines[i])}
    counts = Counter(keys)
    return {
        i: Evidence(
            shared=share,
            distance=math.log1p(abs(first - i)),
            long=MIN_HEADLINE_WORDS <= lines[i].words <= MAX_HEADLINE_WORDS,
            signed=not signed.isdisjoint(range(i + 1, i + 1 + HEADER_SPAN)),
            again=counts[keys[i]] > 1,
            glued=_ends_another(keys, i),
            stop=lines[i].text.endswith((".", "。")),
            over_deck=any(_supports(lines, shared, j, DECK_WORDS) for j in range(i + 1, i + 1 + DECK_SPAN)),
            under_headline=any(_supports(lines, shared, j, MIN_HEADLINE_WORDS) for j in range(i - DECK_SPAN, i)),
            capitalised=all(word[0].isupper() for word in lines[i].text.split()),
            in_body=i >= first,
            at_top=i == top,
            heading=lines[i].tag == "h1",
        )
        for i, share in shared.items()
    }


def _ends_another(keys: Sequence[str], index: int) -> bool:
    """A line above is a path of sections with this one at its end, all in one."""
    key = keys[index]
    above = keys[max(0, index - GLUED_SPAN) : index]
    return len(key) >= MIN_GLUED_CHARS and any(len(other) > len(key) and other.endswith(key) for other in above)


def _supports(lines: Sequence[Line], shared: dict[int, float], index: int, words: int) -> bool:
    """A line that is itself about the body, such as the deck below a headline."""
    return shared.get(index, 0.0) >= MIN_SHARED and lines[index].words >= words
