"""The headline of an article in a text dump."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from tasks.clean.dump_prose import MIN_SHARED, content_stems, shared_stems
from tasks.clean.dump_split import MIN_HEADLINE_WORDS, is_byline, is_date_line, is_headline, may_be_headline
from tasks.clean.page import Line

REACH = 100
"""The headline stands at most so many lines in front of the body: teasers and share buttons may lie between."""
INTO_BODY = 2
"""A headline that ends as a sentence ends is mistaken for the first line of the body."""
TOP = 3
"""A plain dump begins with the headline."""
HEADER_SPAN = 10
GLUED_SPAN, MIN_GLUED_CHARS = 8, 12
DECK_SPAN, DECK_WORDS = 2, 8
SHARED, DISTANCE, LONG, SIGNED, AGAIN, GLUED = 4.3, -0.3, 2.9, 2.9, 0.6, 2.2
STOP, OVER_DECK, UNDER_HEADLINE, CAPITALISED, IN_BODY, AT_TOP = -4.4, 0.7, -1.2, -1.1, -2.0, 3.0
"""Points for what speaks for and against a headline, as log odds: the weights of a conditional logit (McFadden 1974)
over the lines of 252 pages; what they gain on pages that they were not fitted on is in `benchmarks/README.md`."""
MIN_POINTS = 3.0


def choose_headline(lines: Sequence[Line], keys: Sequence[str], first: int, end: int, *, plain: bool) -> int | None:
    """Index of the headline of the body `lines[first:end]`, or None.

    It is the line in front of the body whose words the body uses and behind which a byline or date stands; a section's
    or series' name above it is shorter, the deck below it follows another headline. What menus glue together ends
    with it (`HomeNewsThe headline`).
    """
    if not first and not plain:
        return None
    signed = [is_byline(line) or is_date_line(line) for line in lines[: first + INTO_BODY + HEADER_SPAN]]
    above = plain or any(signed[max(0, first - HEADER_SPAN) : first])
    near = range(max(0, first - REACH), first if above else min(first + INTO_BODY, end))
    candidates = [i for i in near if may_be_headline(lines[i])]
    top = next((i for i in range(min(TOP, end)) if is_headline(lines[i])), None) if plain else None
    stems = content_stems("\n".join(line.text for line in lines[first:end]))
    shared = {i: shared_stems(lines[i].text, stems) for i in candidates}
    counts = Counter(keys)
    best, best_points = None, MIN_POINTS
    for i, share in shared.items():
        points = SHARED * share + DISTANCE * math.log1p(abs(first - i)) + _points_of_words(lines[i])
        points += SIGNED * any(signed[i + 1 : i + 1 + HEADER_SPAN]) + AGAIN * (counts[keys[i]] > 1)
        points += GLUED * _ends_another(keys, i) + IN_BODY * (i >= first) + AT_TOP * (i == top)
        points += OVER_DECK * any(_supports(lines, shared, j, DECK_WORDS) for j in range(i + 1, i + 1 + DECK_SPAN))
        points += UNDER_HEADLINE * any(_supports(lines, shared, j, MIN_HEADLINE_WORDS) for j in range(i - DECK_SPAN, i))
        if points > best_points:
            best, best_points = i, points
    return best


def _points_of_words(line: Line) -> float:
    text = line.text
    capitalised = all(word[0].isupper() for word in text.split())
    long = MIN_HEADLINE_WORDS <= line.words <= 25
    return LONG * long + STOP * text.endswith((".", "。")) + CAPITALISED * capitalised


def _ends_another(keys: Sequence[str], index: int) -> bool:
    """A line above is a path of sections with this one at its end, all in one."""
    key = keys[index]
    above = keys[max(0, index - GLUED_SPAN) : index]
    return len(key) >= MIN_GLUED_CHARS and any(len(other) > len(key) and other.endswith(key) for other in above)


def _supports(lines: Sequence[Line], shared: dict[int, float], index: int, words: int) -> bool:
    """A line that is itself about the body, such as the deck below a headline."""
    return shared.get(index, 0.0) >= MIN_SHARED and lines[index].words >= words
