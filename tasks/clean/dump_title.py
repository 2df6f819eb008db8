"""The headline of an article in a text dump."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.clean.dump_prose import MIN_SHARED, content_words, shared_words
from tasks.clean.dump_split import is_byline, is_date_line, is_headline
from tasks.clean.page import Line

REACH = 60
"""The headline stands at most so many lines in front of the body: teasers and share buttons may lie between."""
HEADER_SPAN = 10


def choose_headline(
    lines: Sequence[Line], keys: Sequence[str], captions: frozenset[str], first: int, end: int, *, plain: bool
) -> int | None:
    """Index of the headline, or None.

    A plain dump begins with it. On the dump of a whole page it is the line in front of the body whose words the body
    uses; a byline or date behind it and its own repetition speak for it, and of a headline and its deck, which
    follow each other, the first is the headline.
    """
    if plain and first:
        found = next((i for i in range(min(3, len(lines))) if is_headline(lines[i]) and keys[i] not in captions), None)
        if found is not None:
            return found
    body = content_words(lines[first:end])
    near = [i for i in range(max(0, first - REACH), first) if keys[i] not in captions]
    scores = {i: _score(lines, keys, i, first, body) for i in near}
    ranked = sorted((score, i) for i, score in scores.items() if score > 0)
    if not ranked:
        return None
    best = ranked[-1][1]
    above = [i for i in range(max(0, best - 2), best) if scores.get(i, 0) > 0.5 * ranked[-1][0]]
    return above[0] if above else best


def _score(lines: Sequence[Line], keys: Sequence[str], index: int, first: int, body: set[str]) -> float:
    line = lines[index]
    if not is_headline(line) or is_byline(line):
        return 0.0
    shared = shared_words(line.text, body)
    if shared < MIN_SHARED:
        return 0.0
    behind = lines[index + 1 : min(first, index + 1 + HEADER_SPAN)]
    signed = any(is_byline(other) or is_date_line(other) for other in behind)
    again = keys.count(keys[index]) > 1
    nearness = 1 - (first - index) / (2 * REACH)
    return (shared + 0.2 * signed + 0.2 * again + 0.1 * (line.words >= 5)) * nearness
