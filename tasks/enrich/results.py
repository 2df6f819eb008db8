"""Clubs in lines of results, fixtures and tables: `Albion 2 Harbour Rangers 0`, `Albion v Rangers`, `Albion 3 1 1 1 5`.

The tagger has learnt from sentences, and makes one name or none of such a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from tasks.enrich.mention import Candidate
from tasks.enrich.overlooked import surely
from tasks.enrich.places import gazetteer
from tasks.enrich.roles import given_names
from tasks.enrich.tagger import Words
from tasks.span import Span

_LEAST_ROWS = 3
"""Lines of a table, fewer may be anything with numbers behind it."""
_WORD = r"[A-Z][\w.'’&-]*"
_NAME = rf"({_WORD}(?: (?:{_WORD}|of|and|de|\([A-Z]{{1,3}}\))){{0,3}})"
_FROM = r"(?: \([A-Z][a-z]+\))?"
"""The country of a club."""
_RESULT = re.compile(rf"^{_NAME}{_FROM} \d{{1,3}} {_NAME}{_FROM} \d{{1,3}}(?: \(.*\))?$", re.MULTILINE)
_FIXTURE = re.compile(rf"^(?:[A-Z]\w+(?: \w+)?: )?{_NAME} v {_NAME}(?:, {_NAME} v {_NAME})*$", re.MULTILINE)
_SIDE = re.compile(rf"{_NAME}(?: v |, |$)", re.MULTILINE)
_ROW = re.compile(rf"^(?:\d{{1,2}}\.? )?{_NAME} \d+(?: \d+)+(?: [-+.\d/]+)*$", re.MULTILINE)


def clubs_in_results(words: Words) -> list[Candidate]:
    """The clubs and national teams of such lines; lines of people are left to the tagger."""
    lines = [[Span(*match.span(1)), Span(*match.span(2))] for match in _RESULT.finditer(words.text)]
    lines += [_sides(match) for match in _FIXTURE.finditer(words.text)]
    table = [Span(*match.span(1)) for match in _ROW.finditer(words.text)]
    lines += [table] if len(table) >= _LEAST_ROWS else []
    teams = {span for line in lines if not _lists_people([span.of(words.text) for span in line]) for span in line}
    return [_team(words, span) for span in sorted(teams)]


def _sides(fixture: re.Match[str]) -> list[Span]:
    """All sides of a line of fixtures, of which there may be several."""
    return [Span(*match.span(1)) for match in _SIDE.finditer(fixture.string, fixture.start(1), fixture.end())]


def _lists_people(names: list[str]) -> bool:
    """Whether at least half of them begin like a person's name; one alone may be a club, `Charlton Athletic`."""
    people = sum(" " in name and name.split()[0].lower() in given_names() for name in names)
    return people > 1 and 2 * people >= len(names)


def _team(words: Words, span: Span) -> Candidate:
    first, end = (bisect_left(words.starts, edge) for edge in span)
    return surely(first, end, "LOC" if gazetteer().is_country(span.of(words.text)) else "ORG")
