"""Title, deck, byline and date of an HTML page: the lines around its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.clean.byline import BY, person
from tasks.clean.captions import is_credit
from tasks.clean.dates import without_date, written_date
from tasks.clean.html_body import squash
from tasks.clean.html_context import HEADING_TAGS
from tasks.clean.page import Context, Line
from tasks.clean.titles import folded

DECK_REACH = 6
"""The deck stands so many lines behind the headline at most."""
BYLINE_REACH = 20
PARAGRAPH_WORDS = 25
"""With a second line of so many words the body has begun; the first may be a standfirst."""


def mark_header(lines: Sequence[Line], title: str | None, stated: str | None) -> None:
    """Mark title, deck, byline and date lines that surround the headline."""
    place = mark_title(lines, title, stated)
    if place is None:
        return
    own = ~lines[place].context
    _mark_deck(lines, place)
    paragraphs = 0
    for line in lines[max(0, place - 6) : place + BYLINE_REACH]:
        paragraphs += line.words > PARAGRAPH_WORDS and not line.kind and not line.context & own & Context.CAPTION
        if paragraphs > 1:
            break
        if line.kind:
            continue
        if is_byline_line(line, line.context & own):
            line.mark("byline")
        elif is_date_line(line):
            line.mark("date")


def mark_title(lines: Sequence[Line], title: str | None, stated: str | None) -> int | None:
    """Mark the headline and its repetitions; where the headline stands, or None.

    The shown headline (h1) may differ from those stated for search engines and networks: all are marked.
    """
    shown = [line.text for line in lines if line.tag == "h1"]
    if len(set(shown)) > 2:
        shown = [text for text in shown if _alike(text, title)]
    keys = {squash(text) for text in (*shown, title, stated) if text} - {""}
    places = [i for i, line in enumerate(lines) if squash(line.text) in keys]
    if not places:
        return None
    seen = [i for i in places if lines[i].tag == "h1" and not lines[i].context & Context.HIDDEN]
    same = [i for i in seen if squash(lines[i].text) == squash(title or "")]
    headline = [*same, *seen, *places][0]
    for place in places:
        line = lines[place]
        line.mark(*(("title", None) if place == headline else ("repeat", "the title again")))
    return headline


def _alike(text: str, title: str | None) -> bool:
    """Half of the words of either are words of the other."""
    words, known = set(folded(text).split()), set(folded(title).split())
    return 2 * len(words & known) >= min(len(words), len(known)) > 2


def _mark_deck(lines: Sequence[Line], place: int) -> None:
    """The standfirst: named so by its class, or a heading right below the headline."""
    title = lines[place]
    for line in lines[place + 1 : place + 1 + DECK_REACH]:
        context = line.context & ~title.context
        if line.kind or not 5 <= line.words <= 80 or is_byline_line(line, context) or is_date_line(line):
            continue
        if context & (Context.CAPTION | Context.CREDIT | Context.RELATED | Context.FIGURE):
            continue
        below = line.tag in HEADING_TAGS and line.container == title.container
        if below or context & Context.DECK:
            line.mark("deck")
            return


def is_byline_line(line: Line, context: int) -> bool:
    """By Somebody; or a name in an element called byline or author."""
    text = without_date(line.text)
    if BY.match(text) and line.words <= 20 and not text.endswith((".", "?", "!")):
        return person(re.split(r"[,|&]| and ", BY.sub("", text), maxsplit=1)[0]) is not None
    return bool(context & Context.BYLINE) and line.words <= 8 and person(text) is not None


def mark_names_before_body(lines: Sequence[Line]) -> None:
    """A name alone in front of the first paragraph is the byline, not the body."""
    body = [line for line in lines if line.kind in {"body", "heading"}]
    for line in body[:4]:
        if line.words > PARAGRAPH_WORDS:
            break
        if line.words > 8 or line.context & Context.LIST or line.tag == "h2":
            continue
        names = re.split(r"\s*(?:/|,|&| and )\s*", BY.sub("", line.text))
        if all(len(name.split()) >= 2 and person(name) for name in names):
            line.mark("byline")
        elif is_date_line(line):
            line.mark("date")


def is_date_line(line: Line) -> bool:
    """A date with little beside it."""
    return line.words <= 14 and len(line.text) <= 100 and written_date(line.text) is not None


def mark_rest(lines: Sequence[Line]) -> None:
    """Give a kind to what neither header nor body took."""
    for line in lines:
        if line.kind:
            continue
        if line.context & Context.CAPTION and line.words >= 2:
            line.mark("credit" if line.context & Context.CREDIT or is_credit(line.text) else "caption")
        elif line.context & Context.FIGURE and line.context & Context.CREDIT:
            line.mark("credit")
        else:
            line.mark("furniture", "outside the article")
