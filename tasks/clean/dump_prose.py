"""Which lines of a text dump read like the sentences of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category

from tasks.clean.furniture import furniture_reason
from tasks.clean.page import UNSPACED, Line, remembered

SENTENCE_END = re.compile(r"[.!?…:;。！？।؟۔።։។။]['\"”’“‘»›«״)\]」』）】]*$")
"""In any language's full stops and closing quotation marks: a German one is what opens an English quotation."""
MIN_SENTENCE_WORDS = 6
LONG_LINE_WORDS = 25
MAX_GAIN = 80
LINE_COST = 12.0
"""What a line that is no sentence costs: two or three of them do not part a body, a menu does."""
MEMBERS = ("li", "h2", "h3", "h4", "h5", "h6")
SECTION_ENDS = frozenset({"comments", "cookies", "copyright"})
SECTION_COST = 40.0
"""What begins the comments or closes the page parts a body from what follows."""
COMMENTS = re.compile(r"\W*\d+ (?:responses?|replies|thoughts?|reactions?|comments?) (?:to|on)\b", re.IGNORECASE)
"""How the comments below an article begin; an invitation to write one may stand anywhere."""
MIN_BODY_WORDS = 50
MIN_SHARE = 0.2
"""What falls further behind the longest stretch of prose is not looked at."""
TEASER_END = ("...", "…")
TEASER_WORDS = 30
LETTER_SAMPLE = 120
LETTERS = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"\w+")
BLANKS = bytes(c if c > 127 or WORD.match(chr(c)) else 32 for c in range(256))
MIN_CONTENT_CHARS = 4
STEM_CHARS = 5
"""Words that begin alike are one: most languages bend the end of a word."""
MIN_SHARED = 0.34
"""An article uses so many of the words of its own headline."""


def ends_sentence(text: str) -> bool:
    """The text ends with a full stop or the like, closing quotation marks and brackets aside."""
    return bool(SENTENCE_END.search(text[-8:]))


def is_sentence(line: Line) -> bool:
    """Sentence-like: long enough, ends as a sentence ends, and is no furniture by its words."""
    return line.words >= MIN_SENTENCE_WORDS and _reads_as_sentence(line.text, line.words)


@remembered
def _reads_as_sentence(text: str, words: int) -> bool:
    sample = text[:LETTER_SAMPLE]
    if 2 * sum(map(len, LETTERS.findall(sample))) < len(sample) and not _is_script_with_signs(sample):
        return False  # numbers, rules, rubbish
    if text.endswith(TEASER_END) and words < TEASER_WORDS:
        return False
    if not ends_sentence(text):
        if words < LONG_LINE_WORDS:
            return False
        if 2 * sum(word[0].isupper() for word in text.split()) > words:
            return False  # a menu in one line: Most Of Its Words Are Capitalised
    return furniture_reason(text) is None


def _is_script_with_signs(text: str) -> bool:
    """Letters and the signs written onto them, every third character of Hindi, are most of the text."""
    return not text.isascii() and 2 * sum(category(c)[0] in "LM" for c in text) >= len(text)


def is_member(line: Line) -> bool:
    """A heading in a text or a member of a list, as Markdown shows it; a link is neither."""
    return line.tag in MEMBERS and not line.link_chars


def line_gain(line: Line) -> float:
    """What a line adds to a stretch of prose: its words, or a cost."""
    if is_sentence(line):
        return float(min(line.words, MAX_GAIN))
    if is_member(line):
        return 0.0
    return -SECTION_COST if furniture_reason(line.text) in SECTION_ENDS else -LINE_COST


def comments_start(lines: Sequence[Line]) -> int:
    """Where the comments begin: behind a body, since the number of comments may also stand under the headline."""
    words = 0
    for index, line in enumerate(lines):
        if words >= MIN_BODY_WORDS and COMMENTS.match(line.text):
            return index
        words += line.words if is_sentence(line) else 0
    return len(lines)


def best_stretch(gains: Sequence[float]) -> tuple[int, int]:
    """[first, end) of the contiguous run with the largest sum; (0, 0) when no gain is positive (Kadane's scan)."""
    best, best_span = 0.0, (0, 0)
    total, first = 0.0, 0
    for index, gain in enumerate(gains):
        if total <= 0:
            total, first = 0.0, index
        total += gain
        if total > best:
            best, best_span = total, (first, index + 1)
    return best_span


def best_stretches(gains: Sequence[float], most: int) -> list[tuple[float, int, int]]:
    """(sum, first, end) of the best contiguous run, of the best one beside it, and so on, as long as they are long."""
    found: list[tuple[float, int, int]] = []
    rest = [(0, len(gains))]
    while rest and len(found) < most:
        low, high = rest.pop(0)
        first, end = best_stretch(gains[low:high])
        total = sum(gains[low:high][first:end])
        if not end or (found and total < MIN_SHARE * found[0][0]):
            continue
        found.append((total, low + first, low + end))
        rest += [(low, low + first), (low + end, high)]
    return found


def content_stems(text: str) -> set[str]:
    """The beginnings of the words that carry content: those of four letters, of two where letters are not Latin ones.

    Of scripts that set no blanks between words, every two characters that follow each other.
    """
    words = words_of(text.casefold())
    stems = {word[:STEM_CHARS] for word in words if len(word) >= MIN_CONTENT_CHARS}
    if text.isascii():
        return stems
    stems.update(word for word in words if 2 <= len(word) < MIN_CONTENT_CHARS and not word.isascii())
    unspaced = (word for word in words if UNSPACED.search(word))
    return stems.union(word[i : i + 2] for word in unspaced for i in range(len(word) - 1))


def words_of(text: str) -> set[str]:
    """The words of a text, as `WORD` finds them: blanks for ASCII marks are faster, and most words are ASCII."""
    blanked = text.encode("utf-8", "surrogatepass").translate(BLANKS).decode("utf-8", "surrogatepass")
    words = set(blanked.split())
    other = {word for word in words if not word.isascii()}
    return (words - other).union(*map(WORD.findall, other))


def shared_stems(headline: str, body: set[str]) -> float:
    """Share of the headline's stems that the body has; few count as three."""
    stems = content_stems(headline)
    return len(stems & body) / max(len(stems), 3)
