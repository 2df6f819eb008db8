"""Sports reports, in which the name of a town is that of its club: in lines of results, and beside what a club does."""

from __future__ import annotations

from functools import lru_cache

from tasks.enrich.places import TABLES
from tasks.enrich.tagger import Words
from tasks.enrich.wordset import word_set

_PLAYING = word_set(
    "batsman batter beat bowler captain catcher coach defeated defender drew forward goalkeeper hooker infielder "
    "keeper midfielder outfielder pitcher quarterback skipper striker thrashed trounced winger"
)
_BEATEN = word_set("beat beating defeated edged outclassed thrashed trounced")


@lru_cache(maxsize=1)
def sports_words() -> frozenset[str]:
    """Words of which a sports report has several, in lower case."""
    return frozenset((TABLES / "sports_words.txt").read_text(encoding="utf-8").split())


def score_lines(words: Words) -> bytearray | None:
    """For each word whether it stands in a line of results or a table; None when this is no sports report."""
    known = sports_words()
    if len({w.lower() for w in words.distinct} & known) < 3:
        return None
    marked = bytearray(len(words.texts))
    start = 0
    for i in range(1, len(words.texts) + 1):
        if i == len(words.texts) or "\n" in words.gap(i):
            if _is_score_line(words.texts[start:i]):
                marked[start:i] = b"\x01" * (i - start)
            start = i
    return marked


def _is_score_line(line: tuple[str, ...]) -> bool:
    """Short, a number for every few words, few small words, and no year: that is a dateline."""
    numbers = sum(word.isdigit() for word in line)
    small = sum(word.islower() and len(word) > 1 for word in line)
    dated = any(len(word) == 4 and word.isdigit() and word[:2] in ("19", "20") for word in line)
    return not dated and 2 <= len(line) <= 40 and numbers >= max(1, len(line) // 5) and small <= len(line) // 4


def plays(words: Words, first: int, end: int) -> bool:
    """What stands beside the name of a town or county says that its club is meant: `Essex captain`, `beat Kent`."""
    before, after = words.texts[first - 1 : first], words.texts[end : end + 1]
    return not _BEATEN.isdisjoint(before) or not _PLAYING.isdisjoint(after)
