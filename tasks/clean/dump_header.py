"""The lines of a text dump between a headline and its body: who wrote it, when, and the captions that stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tasks.clean.byline import BY, Byline, byline_parts, is_agency
from tasks.clean.captions import is_credit
from tasks.clean.dates import Stamp, cut_dates, read_stamp, written_date
from tasks.clean.dump_heads import is_byline, is_date_line
from tasks.clean.dump_prose import WORD, ends_sentence
from tasks.clean.furniture import furniture_reason
from tasks.clean.page import Line
from tasks.clean.signature import MAX_CHARS, hints_at_by, is_signature, is_signed_by, read_signature, tells_when

NEAR = 2
"""So many lines beside a name tell whether it signs the article: a date, an age, a handle."""
ABOVE = 3
"""A byline stands at most so many lines above its headline."""
DECK_WORDS = 8
MAX_WORDS, MAX_NAMES, MAX_BESIDE_DATE = 25, 16, 60
BY_ALONE = re.compile(r"(?:written |story |words )?by:?$", re.IGNORECASE)
NAMES_BELOW = 10
BETWEEN_NAMES = re.compile(r"\W*(?:and|&|with)?\W*$", re.IGNORECASE)
PUBLISHED = re.compile(
    r"\W*(?:first )?(?:published|posted|created|date|publié|publicado|pubblicato|veröffentlicht|gepubliceerd)\b",
    re.IGNORECASE,
)
UPDATED = re.compile(
    r"\W*(?:last )?(?:updated|modified|edited|revised|aktualisiert|mis à jour|actualizado)", re.IGNORECASE
)


def is_signed(line: Line) -> bool:
    """A byline, be it with a date, a role and a topic beside it."""
    if is_byline(line):
        return BY.match(line.text) is not None or not is_credit(line.text)
    if line.words > MAX_WORDS or not hints_at_by(line.text):
        return False
    dated = tells_when(line.text)
    if ends_sentence(line.text) and not dated:
        return False
    return (dated and BY.match(line.text) is not None) or is_signed_by(line.text, dated=dated)


def is_dated(line: Line) -> bool:
    """A line that is there to tell the date, whatever labels, names and clock times stand beside it."""
    if is_date_line(line):
        return True
    return _is_mostly_date(line) and not ends_sentence(cut_dates(line.text, "|").strip(" |"))


def _is_mostly_date(line: Line) -> bool:
    """A short line with a date and few letters beside it."""
    if line.words > MAX_WORDS or len(line.text) > MAX_CHARS or written_date(line.text) is None:
        return False
    return sum(map(str.isalpha, cut_dates(line.text, "|"))) <= MAX_BESIDE_DATE


def mark_header(
    lines: Sequence[Line], keys: Sequence[str], captions: frozenset[str], title: int | None, body: Sequence[Line]
) -> None:
    """Give the lines in front of a body their kind: title, repeat, byline, date, caption, credit or furniture."""
    signed = _signed_lines(lines, keys, -1 if title is None else title, body)
    seen: set[str] = set()
    for index, (line, key) in enumerate(zip(lines, keys, strict=True)):
        if index == title:
            seen.clear()
        if title is not None and key == keys[title]:
            line.mark(*(("title", None) if index == title else ("repeat", "the title again")))
        elif key in seen:
            line.mark("repeat", "stands on the page before")
        elif index in signed:
            line.mark("byline")
        elif key in captions and title is not None and index > title and not is_date_line(line):
            line.mark("credit" if is_credit(line.text) else "caption")
        elif is_dated(line):
            line.mark("date")
        else:
            line.mark("furniture", furniture_reason(line.text) or "before the article")
        if line.kind not in {"furniture", "title"}:
            seen.add(key)


def _signed_lines(lines: Sequence[Line], keys: Sequence[str], title: int, body: Sequence[Line]) -> set[int]:
    """Places of the bylines below a headline, or right above it."""
    behind = range(title + 1, len(lines))
    signed = {i for i in behind if is_signed(lines[i])}
    for i in behind:
        if BY_ALONE.match(lines[i].text):
            signed |= _names_below(lines, i)
    if not signed:
        short = [i for i in behind if lines[i].words <= MAX_NAMES]
        bare = [i for i in short if is_signature(lines[i].text) and _signs(lines, keys, title, i)]
        common = {word for line in body for word in WORD.findall(line.text) if word.islower()} if bare else set[str]()
        signed = {i for i in bare if is_signature(lines[i].text, common)}
    return signed or {i for i in range(max(0, title - ABOVE), title) if is_signed(lines[i])}


def _names_below(lines: Sequence[Line], by: int) -> set[int]:
    """Names below a line that is nothing but "By", with commas, handles and roles between them."""
    names: set[int] = set()
    for i in range(by + 1, min(len(lines), by + 1 + NAMES_BELOW)):
        text = lines[i].text
        if is_signature(text):
            names.add(i)
        elif not (BETWEEN_NAMES.match(text) or text.startswith("@")):
            break
    return names


def _signs(lines: Sequence[Line], keys: Sequence[str], title: int, index: int) -> bool:
    """What tells the name of an author from that of a section: its place, its neighbours, or that it stands twice."""
    below = index - 1 - (index > title + 1 and lines[title + 1].words >= DECK_WORDS) == title
    if title >= 0 and (below or index == len(lines) - 1 or tells_when(lines[index].text)):
        return True
    near = [i for i in range(max(title + 1, index - NEAR), min(len(lines), index + NEAR + 1)) if i != index]
    return any(keys[i] == keys[index] or (lines[i].words <= MAX_WORDS and tells_when(lines[i].text)) for i in near)


def _says_when(line: Line) -> bool:
    """`Published: 3 December 2019`, wherever it stands; no sentence that begins so."""
    return PUBLISHED.match(line.text) is not None and _is_mostly_date(line)


def header_byline(lines: Sequence[Line]) -> Byline:
    """Who signed an article, by its lines of kind byline; an agency that signed alone is its author."""
    signed = [line.text for line in lines if line.kind == "byline"]
    read = [read_signature(text) for text in signed]
    people = dict.fromkeys(name for byline in read for name in byline.people if not is_credit(name))
    houses = dict.fromkeys(part for part in byline_parts(signed) if is_agency(part))
    return Byline(tuple(people or houses), next((byline.agency for byline in read if byline.agency), None))


def header_stamp(lines: Sequence[Line], today: date | None) -> Stamp | None:
    """The date in the lines of an article's header: the first behind the headline, rather when it was published.

    When there is none, a line below the article that says when it was published. What stands above the headline is
    more often the day on which the page was read: the nearest one counts, when there is no other.
    """
    title = next((i for i, line in enumerate(lines) if line.kind == "title"), -1)
    dated = [(i, line.text) for i, line in enumerate(lines) if line.kind in {"date", "byline"} or _says_when(line)]
    dated.sort(key=lambda place: (place[0] < title, UPDATED.match(place[1]) is not None, abs(place[0] - title)))
    return next((stamp for _, text in dated if (stamp := read_stamp(text, "text", today))), None)
