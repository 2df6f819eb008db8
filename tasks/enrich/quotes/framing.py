"""Frames made of a text: paragraphs, each outermost quotation one word of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tasks.enrich.quotes.frame import QUOTE, Frame
from tasks.enrich.quotes.mending import mend_tags, mend_words
from tasks.enrich.quotes.quotation import Quotation
from tasks.enrich.quotes.tokens import BREAK, Tokens
from tasks.span import Span


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
            mend_tags(frame)
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


def _sign(quotation: str) -> str:
    """`Q,` for a quotation that ends like an utterance, `Qt` for one that looks like a title, else `Q`."""
    inside = quotation.strip("\"'”’»“‘ ()")
    words = [word for word in inside.split() if len(word) > 3]
    if words and len(inside) < 60 and all(word[0].isupper() for word in words):
        return "Qt," if inside.endswith(",") else "Qt"
    return "Q," if inside.endswith((",", ".", "?", "!", "…", "-", "–", "—")) else QUOTE


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
    mend_words(frame, first)
