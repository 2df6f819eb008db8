"""Floors on annotated news that only developers have: what was reached once is kept."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from tasks.enrich.entity import Quote
from tasks.enrich.quotes.stage import find_quotes

_SHARED = Path(__file__).resolve().parents[4] / "shared"
_GOLD = _SHARED / "eval" / "quotes" / "polnear_train.jsonl.gz"
_SCORER = _SHARED / "eval" / "score_quotes.py"
_ARTICLES = 60

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (_GOLD.exists() and _SCORER.exists()), reason="no annotated news here"),
]


def _row(article_id: str, quote: Quote) -> dict[str, Any]:
    cue, mention = quote.cue, quote.speaker_mention
    return {
        "article_id": article_id,
        "kind": quote.kind,
        "start": quote.spans[0].start,
        "end": quote.spans[-1].end,
        "spans": [{"start": s, "end": e} for s, e in quote.spans],
        "speaker": quote.speaker,
        "speaker_start": mention and mention.start,
        "speaker_end": mention and mention.end,
        "cue_start": cue and cue.start,
        "cue_end": cue and cue.end,
    }


def test_floor() -> None:
    spec = importlib.util.spec_from_file_location("score_quotes", _SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    with gzip.open(_GOLD, "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for _, line in zip(range(_ARTICLES), lines, strict=False)]
    rows = [_row(r["article_id"], q) for r in gold for q in find_quotes(r["text"], [])]
    result = scorer.score(gold, rows)
    assert result["quoted_pieces"]["span"]["f1"] >= 0.92
    assert result["quoted_pieces"]["end_to_end"]["f1"] >= 0.83
    assert result["quoted_pieces"]["cue_accuracy"] >= 0.87
    assert result["indirect_speech"]["end_to_end"]["f1"] >= 0.62
