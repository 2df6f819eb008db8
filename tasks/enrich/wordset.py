"""Closed classes of words, written as one string."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a string, separated by white space."""
    return frozenset(words.split())
