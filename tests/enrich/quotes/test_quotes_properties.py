"""Whatever the text: nothing raises, offsets hold, and the answer is always the same."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.enrich.entity import Entity, Quote
from tasks.enrich.options import QuoteOptions
from tasks.enrich.quotes.marks import pair_marks
from tasks.enrich.quotes.stage import find_quotes
from tasks.enrich.quotes.tags import tagger
from tasks.enrich.quotes.tokens import tokenise
from tasks.span import Span

_FRAGMENTS = [
    '"',
    "“",
    "”",
    "‘",
    "’",
    "'",
    "''",
    "``",
    "«",
    "»",
    "„",
    "\n",
    "\n\n",
    " ",
    ", ",
    ". ",
    "? ",
    ": ",
    " - ",
    " — ",
    "…",
    "(",
    ")",
    "said",
    " said ",
    "Mara Lindt",
    "the minister",
    "he",
    "she",
    " who ",
    "told reporters",
    "that",
    "according to",
    "was quoted as saying",
    "adding",
    "In a statement",
    "the team won",
    "would resign",
    "called it",
    "a disgrace",
    "'s",
    "don't",
    "6'3\"",
    "’90s",
    "Q:",
    "MODERATOR:",
    "and",
    "but",
    "asked whether",
    "\u00a0",
    "\u200b",
    "é",
    "🙂",
    "12,000",
]
_NEWSLIKE = st.lists(st.sampled_from(_FRAGMENTS), max_size=60).map("".join) | st.lists(
    st.sampled_from(_FRAGMENTS), max_size=40
).map(" ".join)


def _holds(text: str, quotes: list[Quote]) -> None:
    for number, quote in enumerate(quotes):
        assert quote.spans
        assert all(0 <= s.start < s.end <= len(text) for s in quote.spans)
        assert all(a.end <= b.start for a, b in pairwise(quote.spans))
        for span in (quote.cue, quote.speaker_mention):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert 0 <= quote.confidence <= 1
        assert quote.method
        assert quote.speaker != ""
        assert quote.parent is None or (0 <= quote.parent < len(quotes) and quote.parent != number)
    rows = [(q.kind, q.spans) for q in quotes]
    assert len(rows) == len(set(rows))
    assert rows == sorted(rows, key=lambda r: r[1][0].start)


@given(_NEWSLIKE | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_raises_and_offsets_hold(text: str) -> None:
    _holds(text, find_quotes(text, []))


@given(_NEWSLIKE, st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30)), max_size=6), st.sampled_from("fm"))
@settings(max_examples=120, deadline=None)
def test_odd_entities_do_no_harm(text: str, places: list[tuple[int, int]], gender: str) -> None:
    entities = [
        Entity(
            f"{n:032x}",
            text[start : start + size] or "Nobody",
            ("PERSON", "ORG", "GPE", "DATE")[n % 4],
            tuple(Span(s, min(len(text), s + size)) for s in (start,) if s < len(text)),
            gender="f" if gender == "f" else "m",
        )
        for n, (start, size) in enumerate(places)
    ]
    quotes = find_quotes(text, entities)
    _holds(text, quotes)
    assert all(q.speaker_entity_id in {None, *(e.entity_id for e in entities)} for q in quotes)


@given(_NEWSLIKE)
@settings(max_examples=60, deadline=None)
def test_options_only_leave_rows_out(text: str) -> None:
    every = find_quotes(text, [])
    sure = find_quotes(text, [], QuoteOptions(indirect=False, min_confidence=0.6))
    _holds(text, sure)
    assert {(q.kind, q.spans) for q in sure} <= {(q.kind, q.spans) for q in every}
    assert all(q.kind != "indirect" and q.confidence >= 0.6 for q in sure)
    assert every == find_quotes(text, [])


@given(_NEWSLIKE | st.text(alphabet="\"'“”‘’«»„` \nab.,", max_size=120))
@settings(max_examples=300, deadline=None)
def test_marks_pair_into_nested_stretches(text: str) -> None:
    marks = pair_marks(text)
    for one in marks.quotations:
        assert all(one.outer.contains(span) and span.start < span.end for span in one.spans)
        if one.parent is not None:
            around = marks.quotations[one.parent]
            assert all(any(outer.contains(part) for outer in around.spans) for part in one.spans)
    for one, other in pairwise(q for q in marks.quotations if q.parent is None):
        assert one.outer.end <= other.outer.start


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_tokens_cover_what_is_visible(text: str) -> None:
    tokens = tokenise(text)
    covered = {i for start, end in zip(tokens.starts, tokens.ends, strict=True) for i in range(start, end)}
    assert all(i in covered for i, sign in enumerate(text) if not sign.isspace())
    assert len(tagger().tag(tokens.words)) == len(tokens.words)


def test_time_grows_with_the_length_of_odd_text() -> None:
    for piece in ('"', "'", "“a ", ", ", "he said that ", "\n“", "a" * 50 + ", ", "“a” said X, "):
        short, long = _seconds(piece * 400), _seconds(piece * 1600)
        assert long < 12 * short + 0.5, piece  # four times the text: far from sixteen times the time


def _seconds(text: str) -> float:
    """CPU time, the least of three: the garbage of other tests is collected meanwhile."""
    return min(_seconds_once(text) for _ in range(3))


def _seconds_once(text: str) -> float:
    start = process_time()
    find_quotes(text, [])
    return process_time() - start
