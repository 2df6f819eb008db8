"""Golden cases: what is found in invented articles, phenomenon by phenomenon."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tasks.enrich.options import QuoteOptions
from tasks.enrich.quotes.stage import find_quotes


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quote_cases", Path(__file__).with_name("quote_cases.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_CASES = _load()
_ALL = [*_CASES.MARKS, *_CASES.ORDER, *_CASES.MIXED, *_CASES.PARTS, *_CASES.INDIRECT, *_CASES.TALK]


@pytest.mark.parametrize("case", _ALL, ids=[case.name for case in _ALL])
def test_case(case) -> None:  # type: ignore[no-untyped-def]
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


@pytest.mark.parametrize("text", _CASES.NOT_SPEECH)
def test_no_speech(text: str) -> None:
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
