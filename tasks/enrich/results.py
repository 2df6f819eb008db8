"""Clubs in lines of results, fixtures and tables: `Albion 2 Harbour Rangers 0`, `Albion v Rangers`, `Albion 3 1 1 1 5`.

The tagger has learnt from sentences, and makes one name or none of such a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from tasks.enrich.mention import Candidate, certainly
from tasks.enrich.places import gazetteer
from tasks.enrich.roles import given_names
from tasks.enrich.tagger import Words
from tasks.span import Span

_SURE = 0.9
_LEAST_ROWS = 3
"""Lines of a table, fewer may be anything with numbers behind it."""
_WORD = r"[A-Z][\w.'’&-]*"
_NAME = rf"({_WORD}(?: (?:{_WORD}|of|and|de|\([A-Z]{{1,3}}\)))*)"
_FROM = r"(?: \([A-Z][a-z]+\))?"
"""The country of a club."""
_RESULT = re.compile(rf"^{_NAME}{_FROM} \d{{1,3}} {_NAME}{_FROM} \d{{1,3}}(?: \(.*\))?$", re.MULTILINE)
_FIXTURE = re.compile(rf"^(?:[A-Z]\w+(?: \w+)?: )?{_NAME} v {_NAME}(?:, {_NAME} v {_NAME})*$", re.MULTILINE)
_ROW = re.compile(rf"^(?:\d{{1,2}}\.? )?{_NAME} \d+(?: \d+)+(?: [-+.\d/]+)*$", re.MULTILINE)


def clubs_in_results(words: Words) -> list[Candidate]:
    """The clubs and national teams of such lines; a line of people is left to the tagger."""
    return [candidate for span in sorted(set(_names(words.text))) if (candidate := _team(words, span))]


def _names(text: str) -> Iterator[Span]:
    for pattern in (_RESULT, _FIXTURE):
        for match in pattern.finditer(text):
            yield from (Span(*match.span(n)) for n in range(1, pattern.groups + 1) if match[n])
    rows = [Span(*match.span(1)) for match in _ROW.finditer(text)]
    yield from rows if len(rows) >= _LEAST_ROWS else ()


def _team(words: Words, span: Span) -> Candidate | None:
    name = span.of(words.text)
    if name.split()[0].lower() in given_names() and " " in name:
        return None
    places = gazetteer().named(name)
    kind = "LOC" if places and places[0].kind == "country" else "ORG"
    return Candidate(bisect_left(words.starts, span.start), bisect_left(words.starts, span.end), certainly(kind, _SURE))
