"""Runs of words by which a text is found again wherever a part of it stands, however it is escaped or broken."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tasks.span import Span

RUN_WORDS = 8
"""Words in a row that no other text shares by chance."""
MIN_WORDS = 3
"""A shorter headline (“Obituary”) proves nothing where it stands among other words."""

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]*>")
_JSON_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrtbf])")


class Passages:
    """Every run of RUN_WORDS words of some texts, and every shorter text of at least MIN_WORDS whole.

    Of `urls` the last words count alone, since all of a site begin alike. Words are compared without case; what stands
    between them does not count.
    """

    def __init__(self, texts: Iterable[str], urls: Iterable[str] = ()) -> None:
        self._runs: defaultdict[int, set[int]] = defaultdict(set)
        for text in texts:
            self._add([match.group().casefold() for match in _WORD.finditer(text)])
        for url in urls:
            self._add([match.group().casefold() for match in _WORD.finditer(url)][-RUN_WORDS:])

    def _add(self, words: list[str]) -> None:
        length = min(len(words), RUN_WORDS)
        if length >= MIN_WORDS:
            self._runs[length].update(_run_hashes(words, length))

    def spans(self, text: str) -> list[Span]:
        """Where passages stand in a text: disjoint spans in order, [start, end) in code points."""
        matches = list(_WORD.finditer(text))
        words = [match.group().casefold() for match in matches]
        found = sorted(
            Span(matches[first].start(), matches[first + length - 1].end())
            for length, runs in self._runs.items()
            for first, run in enumerate(_run_hashes(words, length))
            if run in runs
        )
        return _merged(found)

    def are_in(self, text: str) -> bool:
        """Whether a text, a page of HTML or a JSON document holds a passage."""
        shown = plain(text)
        return bool(self.spans(shown) or self.spans(_TAG.sub(" ", shown)))


def plain(text: str) -> str:
    """A text with the escapes of JSON and HTML resolved."""
    unescaped = _JSON_ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", text)
    return html.unescape(unescaped)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with the characters of the spans replaced by blanks; line ends, and all offsets, stay."""
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], re.sub(r"[^\n]", " ", span.of(text))]
        at = span.end
    return "".join([*pieces, text[at:]])


def _run_hashes(words: list[str], length: int) -> Iterator[int]:
    return (hash(" ".join(words[first : first + length])) for first in range(len(words) - length + 1))


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
