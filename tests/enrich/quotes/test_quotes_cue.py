"""The lexicon of reporting words: every inflection finds its lemma."""

from __future__ import annotations

import pytest

from tasks.enrich.quotes.cue import lemma_of, verb_forms


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("said", "say"),
        ("tells", "tell"),
        ("written", "write"),
        ("denies", "deny"),
        ("urging", "urge"),
        ("quipped", "quip"),
        ("confesses", "confess"),
        ("labelled", "label"),
        ("swore", "swear"),
        ("accused", "accuse"),
    ],
)
def test_form_has_its_lemma(form: str, lemma: str) -> None:
    assert lemma_of(form) == lemma


def test_other_words_have_none() -> None:
    assert lemma_of("walked") is None
    assert lemma_of("") is None


def test_forms_are_lower_case_words() -> None:
    assert all(form == form.lower() and " " not in form for form in verb_forms())
