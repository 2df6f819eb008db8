"""Golden cases: what is found in invented articles, phenomenon by phenomenon."""

from __future__ import annotations

import pytest

from tasks.enrich.options import QuoteOptions
from tasks.enrich.quotes.stage import find_quotes
from tests.enrich.quotes.quote_cases import INDIRECT, MARKS, MIXED, NOT_SPEECH, ORDER, PARTS, TALK, Case

_ALL = [*MARKS, *ORDER, *MIXED, *PARTS, *INDIRECT, *TALK]


@pytest.mark.parametrize("case", _ALL, ids=[case.name for case in _ALL])
def test_a_case_has_its_quotes_with_speaker_and_cue(case: Case) -> None:
    rows = {}
    for quote in find_quotes(case.text, []):
        words = "|".join(span.of(case.text) for span in quote.spans)
        mention = quote.speaker_mention.of(case.text) if quote.speaker_mention else None
        rows[quote.kind, words] = (mention, quote.cue.of(case.text).lower() if quote.cue else None)
    for kind, words, mention, cue in case.rows:
        assert (kind, words) in rows, rows
        found, by = rows[kind, words]
        assert (mention is None) == (found is None), rows
        assert mention is None or (found or "").endswith(mention), rows
        assert cue is None or by == cue, rows


@pytest.mark.parametrize("text", NOT_SPEECH)
def test_what_is_no_speech_is_no_quote(text: str) -> None:
    assert find_quotes(text, []) == []


def test_nested_row_knows_its_parent_and_can_be_left_out() -> None:
    text = "“She told me ‘get out of the lab’ and left,” Dr Amara Okoye said."
    outer, inner = find_quotes(text, [])
    assert (outer.parent, inner.parent) == (None, 0)
    assert find_quotes(text, [], QuoteOptions(nested=False)) == [outer]


@pytest.mark.parametrize(
    "text",
    [
        "The sale, which could be announced as early as Thursday, would save the quay.",
        "Fors refused to rule out further cuts to the fleet.",
        "Lena Fors laughed when asked if the quay was full.",
        "Its delay added to fears that the quay would close.",
    ],
)
def test_verbs_that_report_nothing_here(text: str) -> None:
    assert find_quotes(text, []) == []
