"""Turns of a transcript or interview: 'NAME: words', with quotation marks around them or without."""

from __future__ import annotations

import re
from collections import Counter

from tasks.enrich.quotes.draft import Draft, Mention
from tasks.enrich.quotes.quotation import Quotation
from tasks.span import Span

_TURN = re.compile(
    r"^[ \t]*([^\W\d_][\w.'’ -]{0,40}?)(?:[ ]?\([^)\n]{1,40}\))?[ ]?(:)[ \t]+(\S[^\n]*?)[ \t]*$", re.MULTILINE
)
_TURN_IN_MARKS = re.compile(r"\s*([^\W\d_a-z][^\W\d_a-z .'’-]{1,40}?)(:)\s+(?=\S)")
_LEAST_TURNS = 3


def turns(text: str) -> list[Draft]:
    """'NAME: words' lines of a transcript or interview: three or more, at least two of them by one name.

    Lines whose words stand in quotation marks are left to the marks. A name is in capitals, or begins with one in
    each of at most four words.
    """
    if text.count(":") < _LEAST_TURNS:
        return []
    found = [m for m in _TURN.finditer(text) if _is_name(m.group(1)) and _has_words(m.group(3))]
    often = Counter(m.group(1) for m in found)
    if len(found) < _LEAST_TURNS or max(often.values()) < 2:
        return []
    return [_turn(m) for m in found if often[m.group(1)] > 1 or m.group(1).isupper()]


def _has_words(said: str) -> bool:
    return said[0] not in "\"“”‘'«„" and any(sign.isalpha() for sign in said)


def _is_name(words: str) -> bool:
    parts = words.split()
    return words.isupper() or (len(parts) <= 4 and all(part[0].isupper() for part in parts))


def _turn(line: re.Match[str]) -> Draft:
    name = Span(*line.span(1))
    who = Mention(name, ("NNP",), tuple(line.group(1).split()))
    return Draft("direct", (Span(*line.span(3)),), Span(*line.span(2)), who, None, "transcript", -1)


def turns_in_marks(text: str, quotation: Quotation, number: int, paragraph: int) -> list[Draft]:
    """'"NAME: words' in a quotation: one draft a turn; a paragraph without a name goes on with the turn before it.

    Empty when the quotation does not begin with a name in capitals.
    """
    found: list[Draft] = []
    for span in quotation.spans:
        named = _TURN_IN_MARKS.match(text, span.start, span.end)
        if named:
            who = Mention(Span(*named.span(1)), ("NNP",), tuple(named.group(1).split()))
            part, cue = (Span(named.end(), span.end),), Span(*named.span(2))
            held = frozenset({number})
            found.append(Draft("direct", part, cue, who, None, "transcript", paragraph, held))
        elif found:
            found[-1] = found[-1]._replace(spans=(*found[-1].spans, span))
        else:
            return []
    return found
