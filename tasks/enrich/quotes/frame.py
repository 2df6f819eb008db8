"""A paragraph as the grammar reads it: tagged words, each outermost quotation standing as one word `Q`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.enrich.quotes.cue import CUE_NOUNS, forms_of_say, lemma_of
from tasks.enrich.quotes.quotation import Quotation
from tasks.enrich.quotes.tokens import BREAK, Tokens
from tasks.enrich.quotes.wordset import word_set
from tasks.span import Span

QUOTE = "Q"
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
FINITE_OR_QUOTE = FINITE | {QUOTE}
VERBS = FINITE | {"VB", "VBG", "VBN"}
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
NAMES = frozenset({"NNP", "NNPS"})
BE = word_set("be is are was were been being 's 're am 'm")
AUXILIARIES = BE | word_set(
    "has have had having 've 'd do does did will would can could may might shall should must wo ca 'll get gets got"
)
DASHES = frozenset({"-", "–", "—", "--", "―"})
_PAST = word_set("said told added asked wrote tweeted replied noted explained warned announced")
_BEFORE_NOUN = frozenset({"DT", "JJ", "PRP$", "IN", "CD", "POS", "VBG", "VBD", "VBN", "VB", "TO", "CC"})
_SUBJECT_ENDS = NOUNS | {"PRP", "RB"}
_MISTAKEN = frozenset({"VBN", "JJ", "NN", "NNS"})
_AFTER_SAYING = frozenset({QUOTE, "IN", "DT", "PRP", ",", ":"})
_BEFORE_FINITE = NOUNS | {"CD", ",", QUOTE, "DT", "CC", "WP"}
_BOUNDARIES = DASHES | {",", ".", ";", ":", "?", "!", "that", "what"}
_AFTER_ADJECTIVE = NOUNS | {"JJ", "CC", "CD", "HYPH"}
_APOSTROPHES = frozenset({"'", "’"})
_NOUN_STARTS = NOUNS | {"DT", "PRP$", "JJ", "PRP", "VBN", "VBD", "CD", "PDT"}


@dataclass(frozen=True)
class Frame:
    """Items in order; `words` in lower case; `quote[i]` is the number of the quotation at item i, else -1."""

    words: list[str]
    raw: list[str]
    tags: list[str]
    starts: list[int]
    ends: list[int]
    quote: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """Code points of items [first, last)."""
        return Span(self.starts[first], self.ends[last - 1])

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def tag(self, i: int) -> str:
        return self.tags[i] if 0 <= i < len(self.tags) else ""


def frames(text: str, tokens: Tokens, tags: Sequence[str], quotations: Sequence[Quotation]) -> list[Frame]:
    """One frame a paragraph, in order. A quotation over several paragraphs is one `Q` in each of them."""
    outer = sorted(((n, p) for n, q in enumerate(quotations) if q.parent is None for p in _parts(q)), key=_place)
    return _frames(text, tokens, tags, range(len(tokens.words)), outer)


def inner_frames(
    text: str, tokens: Tokens, tags: Sequence[str], quotations: Sequence[Quotation]
) -> dict[int, list[Frame]]:
    """For each quotation that holds others, the frames of its spans, in which those are `Q`."""
    children: dict[int, list[tuple[int, Span]]] = {}
    for number, one in enumerate(quotations):
        if one.parent is not None:
            children.setdefault(one.parent, []).extend((number, part) for part in _parts(one))
    found: dict[int, list[Frame]] = {}
    for number, parts in children.items():
        for span in quotations[number].spans:
            items = range(bisect_left(tokens.starts, span.start), bisect_left(tokens.starts, span.end))
            found.setdefault(number, []).extend(_frames(text, tokens, tags, items, sorted(parts, key=_place)))
    return found


def _place(pair: tuple[int, Span]) -> Span:
    return pair[1]


def _frames(text: str, tokens: Tokens, tags: Sequence[str], items: range, outer: list[tuple[int, Span]]) -> list[Frame]:
    found: list[Frame] = []
    breaks = (j for j in items if tokens.words[j] == BREAK)
    i, at = items.start, 0
    while i < items.stop:
        end = next(breaks, items.stop)
        frame = Frame([], [], [], [], [], [])
        at = _fill(frame, text, tokens, tags, range(i, end), outer, at)
        if len(frame):
            _mend_tags(frame)
            found.append(frame)
        i = end + 1
    return found


def _parts(q: Quotation) -> list[Span]:
    """The spans with their marks: what one `Q` stands for, paragraph by paragraph."""
    spans = [Span(max(0, s.start - 1), s.end + 1) for s in q.spans]
    spans[0] = Span(q.outer.start, spans[0].end)
    spans[-1] = Span(spans[-1].start, q.outer.end)
    return spans


def _fill(
    frame: Frame, text: str, tokens: Tokens, tags: Sequence[str], items: range, outer: list[tuple[int, Span]], at: int
) -> int:
    i = items.start
    while i < items.stop:
        while at < len(outer) and outer[at][1].end <= tokens.starts[i]:
            at += 1
        first = bisect_right(tokens.ends, outer[at][1].start, i, items.stop) if at < len(outer) else items.stop
        _append_words(frame, tokens, tags, range(i, first))
        i = first
        if i < items.stop and outer[at][1].end > tokens.starts[i]:
            number, part = outer[at]
            _append_quotation(frame, _sign(text[part.start : part.end]), part, number)
            i = bisect_left(tokens.starts, part.end, i, items.stop)
            at += 1
    return at


def _retagged(frame: Frame, i: int) -> str:
    """'X told …': a past tense, not a participle, when a name stands before it and no auxiliary."""
    word, tag, left = frame.raw[i], frame.tags[i], frame.tag(i - 1)
    if tag == "VBN" and left in {"NNP", "PRP", "VBG"} and word in _PAST:
        return "VBD"
    capital = word[0].isupper() and i > 0 and frame.words[i - 1] not in {".", "?", "!", ":"}
    if capital and tag.startswith(("VB", "RB")) and left != QUOTE and lemma_of(word.lower()) is None:
        return "NNPS" if word.endswith("s") else "NNP"
    return tag


def _mend_tags(frame: Frame) -> None:
    """Reporting words that the tagger takes for participles or nouns, by what stands around them."""
    if frame.tags[0].startswith("VB") and frame.tag(1) in FINITE and lemma_of(frame.words[0]) is None:
        frame.tags[0] = "NNS" if frame.words[0].endswith("s") else "NN"
    forms = forms_of_say()
    for i, tag in enumerate(frame.tags):
        if tag not in _MISTAKEN:
            continue
        word = frame.words[i]
        if tag == "JJ" and word.endswith("-old") and frame.tag(i + 1) not in _AFTER_ADJECTIVE:
            frame.tags[i] = "NN"  # "the 34-year-old said"
        elif word in {"saying", "writing", "adding"} and tag == "NN" and frame.tag(i + 1) in _AFTER_SAYING:
            frame.tags[i] = "VBG"
        elif word in forms:
            frame.tags[i] = _mended(frame, i, word, tag)
        elif word == "used" and frame.word(i + 1) == "to" and frame.word(i - 1) not in AUXILIARIES:
            frame.tags[i] = "VBD"  # "X, a nurse, used to say"
        elif tag == "VBN" and frame.tag(i - 1) in _SUBJECT_ENDS and _is_finite(frame, i):
            frame.tags[i] = "VBD"


def _mended(frame: Frame, i: int, word: str, tag: str) -> str:
    if tag == "VBN" and _is_finite(frame, i):
        return "VBD"
    verbless = (
        not any(t in FINITE for t in frame.tags[max(0, i - 60) : i]) and "." not in frame.words[max(0, i - 60) : i]
    )
    named = word.removesuffix("s") in CUE_NOUNS and frame.tag(i - 1) not in NAMES and not verbless
    if tag == "NNS" and frame.word(i + 1) == "that" and frame.tag(i - 1) not in _BEFORE_NOUN and not named:
        return "VBZ"
    behind = i > 0 and is_utterance(frame, i - 1) and frame.tag(i + 1) in _NOUN_STARTS and word != lemma_of(word)
    return ("VBZ" if word.endswith("s") else "VBD") if behind else tag


def _is_finite(frame: Frame, i: int) -> bool:
    """A past tense, not a participle: no auxiliary before it, no finite verb in its stretch between two marks."""
    before = i - 1
    while before >= 0 and frame.tags[before] in {"RB", "RBR"}:
        before -= 1
    if before < 0 or frame.words[before] in AUXILIARIES:
        return False
    if frame.tags[before] == "PRP":
        return True
    if frame.tags[before] not in _BEFORE_FINITE and frame.words[before] != ")":
        return False
    first = next((j + 1 for j in range(before, -1, -1) if _is_boundary(frame, j)), 0)
    scraps = (j for j in range(i + 1, len(frame)) if frame.tags[j] != QUOTE or is_utterance(frame, j))
    last = next((j for j in scraps if _is_boundary(frame, j) or frame.tags[j] == "CC"), len(frame))
    return not any(frame.tags[j] in FINITE for j in range(first, last))


def _is_boundary(frame: Frame, j: int) -> bool:
    return frame.tags[j] == QUOTE or frame.words[j] in _BOUNDARIES


def _sign(quotation: str) -> str:
    """`Q,` for a quotation that ends like an utterance, `Qt` for one that looks like a title, else `Q`."""
    inside = quotation.strip("\"'”’»“‘ ()")
    words = [word for word in inside.split() if len(word) > 3]
    if words and len(inside) < 60 and all(word[0].isupper() for word in words):
        return "Qt"
    return "Q," if inside.endswith((",", ".", "?", "!", "…", "-", "–", "—")) else QUOTE


def is_utterance(frame: Frame, i: int) -> bool:
    """The quotation at item i ends like an utterance, with a comma or a full stop inside its marks."""
    return frame.tags[i] == QUOTE and frame.raw[i] == "Q,"


def _append_quotation(frame: Frame, sign: str, part: Span, number: int) -> None:
    frame.raw.append(sign)
    frame.words.append(QUOTE)
    frame.tags.append(QUOTE)
    frame.starts.append(part.start)
    frame.ends.append(part.end)
    frame.quote.append(number)


def _append_words(frame: Frame, tokens: Tokens, tags: Sequence[str], items: range) -> None:
    """Words of the text with their tags, mended by those that stand before them."""
    first, stretch = len(frame), slice(items.start, items.stop)
    raw = tokens.words[stretch]
    frame.raw.extend(raw)
    frame.words.extend(tokens.plain[stretch])
    frame.tags.extend(tags[stretch])
    frame.starts.extend(tokens.starts[stretch])
    frame.ends.extend(tokens.ends[stretch])
    frame.quote.extend([-1] * len(raw))
    if "think" in raw:
        for i, (word, right) in enumerate(pairwise(raw), first):
            if word == "think" and right.startswith("tank"):
                frame.tags[i] = "NN"
    for i, tag in enumerate(frame.tags[first:], first):
        if tag == "IN" and frame.raw[i][1:2] in _APOSTROPHES:
            frame.tags[i] = "NNP"  # O'Hara
        elif tag[0] in "VR" and (tag == "VBN" or frame.raw[i][0].isupper()):
            frame.tags[i] = _retagged(frame, i)
