"""One article of a text dump: title, header lines, captions, body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tasks.clean.captions import has_credit, is_credit
from tasks.clean.dump_prose import best_stretch, ends_sentence, line_gain, looks_like_caption
from tasks.clean.dump_split import is_byline, is_date_line, is_headline
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_body import squash
from tasks.clean.page import Line

HEADER_REACH = 25
"""The headline stands at most so many lines in front of the body."""
MENU_RUN = 3
"""So many short lines without punctuation in a row are a menu, not sub-headings."""


def mark_article(lines: Sequence[Line]) -> None:
    """Give every line of one article's stretch of a dump its kind."""
    keys = [squash(line.text) for line in lines]
    counts = Counter(keys)
    captions = _caption_keys(lines, keys, counts)
    gains = [-6.0 if key in captions else line_gain(line) for line, key in zip(lines, keys, strict=True)]
    first, end = best_stretch(gains)
    title = _title(lines, keys, counts, captions, first, end)
    _mark_header(lines[:first], keys[:first], captions, title)
    _mark_body(lines[first:end], keys[first:end], counts, captions, title)
    for line, key in zip(lines[end:], keys[end:], strict=True):
        line.mark("repeat" if key == title else "furniture", furniture_reason(line.text) or "after the article")


def _caption_keys(lines: Sequence[Line], keys: Sequence[str], counts: Counter[str]) -> frozenset[str]:
    """Lines that are captions: with a credit, or set twice in a row as pictures are on small and large screens."""
    found = set()
    for index, (line, key) in enumerate(zip(lines, keys, strict=True)):
        twice = index > 0 and keys[index - 1] == key and line.words >= 4
        credited = looks_like_caption(line) and (counts[key] > 1 or is_credit(line.text) or _stands_out(line))
        if twice or credited:
            found.add(key)
    return frozenset(found)


def _stands_out(line: Line) -> bool:
    return line.words <= 60 and has_credit(line.text)


def _title(
    lines: Sequence[Line], keys: Sequence[str], counts: Counter[str], captions: frozenset[str], first: int, end: int
) -> str | None:
    """The squashed headline: among the lines before the body the one whose words the body uses most."""
    body = Counter(word for line in lines[first:end] for word in line.text.casefold().split())
    best, best_score = None, 0.0
    for index in range(max(0, first - HEADER_REACH), first):
        line = lines[index]
        if keys[index] in captions or not is_headline(line) or is_byline(line) or is_date_line(line):
            continue
        words = line.text.casefold().split()
        shared = sum(word in body for word in words) / len(words)
        nearness = 1 - (first - index) / (2 * HEADER_REACH)
        score = (shared + 0.3 * min(counts[keys[index]] - 1, 2) + min(len(words), 8) / 16) * nearness
        if score > best_score:
            best, best_score = keys[index], score
    return best


def _mark_header(lines: Sequence[Line], keys: Sequence[str], captions: frozenset[str], title: str | None) -> None:
    seen: set[str] = set()
    for line, key in zip(lines, keys, strict=True):
        if key in seen:
            line.mark("repeat", "stands on the page before")
        elif key == title:
            line.mark("title")
        elif key in captions:
            line.mark("credit" if is_credit(line.text) else "caption")
        elif is_byline(line):
            line.mark("byline")
        elif is_date_line(line):
            line.mark("date")
        else:
            line.mark("furniture", furniture_reason(line.text) or "before the article")
        if line.kind != "furniture":
            seen.add(key)


def _mark_body(
    lines: Sequence[Line], keys: Sequence[str], counts: Counter[str], captions: frozenset[str], title: str | None
) -> None:
    menus = _menu_lines(lines)
    for index, (line, key) in enumerate(zip(lines, keys, strict=True)):
        reason = furniture_reason(line.text)
        if key in captions:
            line.mark("repeat" if counts[key] > 1 and index else "caption", "a caption, not a paragraph")
        elif key == title or (counts[key] > 1 and (line.words < 12 or key in keys[:index])):
            line.mark("repeat", "stands on the page more than once")
        elif reason:
            line.mark("furniture", reason)
        elif index in menus:
            line.mark("furniture", "run of short lines")
        else:
            line.mark("body" if ends_sentence(line.text) or line.words > 12 else "heading")


def _menu_lines(lines: Sequence[Line]) -> set[int]:
    """Places of short unpunctuated lines that stand three or more in a row."""
    run: list[int] = []
    found: set[int] = set()
    for index, line in enumerate([*lines, None]):
        if line is not None and line.words <= 10 and not ends_sentence(line.text):
            run.append(index)
            continue
        if len(run) >= MENU_RUN:
            found.update(run)
        run = []
    return found
