"""Title, deck, byline and date of an HTML page: the lines around its headline."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tasks.clean.byline import BY, ROLE, SPLIT, person, signed_agency
from tasks.clean.dates import without_date, written_date, written_days
from tasks.clean.dump_prose import WORD, ends_sentence
from tasks.clean.html_body import caption_kind, is_paragraph, is_pictured, squash
from tasks.clean.html_context import HEADING_TAGS
from tasks.clean.page import Context, Line
from tasks.clean.signature import hints_at_by, is_signature, is_signed_by, tells_when
from tasks.clean.titles import folded

DECK_REACH = 6
"""The deck stands so many lines behind the headline at most."""
BYLINE_REACH = 20
BYLINE_WORDS = 20
UNNAMED_WORDS = 6
"""`By Tarnwick Post Reporters`; a longer line with such a word may be a sub-heading."""
MAX_DATE_WORDS, MAX_DATE_CHARS = 20, 100
PARAGRAPH_WORDS = 25
"""With a second line of so many words the body has begun; the first may be a standfirst."""
LONGEST_NAME = 5
TIMED = Context.DATE | Context.BYLINE
ELSEWHERE = (
    Context.COMMENTS | Context.RELATED | Context.ASIDE | Context.NAVIGATION | Context.LIST | Context.PROMOTION
    | Context.FOOTER
)  # fmt: skip
"""Contexts of times that are not the article's."""


def mark_header(
    lines: Sequence[Line],
    title: str | None,
    stated: str | None,
    summary: str | None = None,
    authors: Collection[str] = (),
) -> None:
    """Mark title, deck, byline and date lines that surround the headline.

    `stated` is another headline, `summary` a summary and `authors` the authors that the page states of itself.
    """
    known = {squash(author) for author in authors} - {""}
    place = mark_title(lines, title, stated)
    if place is None:
        return
    own = ~lines[place].context
    _mark_deck(lines, place, squash(summary or ""))
    paragraphs = 0
    start = max(0, place - 6)
    for index, line in enumerate(lines[start : place + BYLINE_REACH], start):
        if line.kind or line.context & own & Context.CAPTION:  # a caption may tell when the picture was taken
            continue
        paragraphs += index > place and line.words > PARAGRAPH_WORDS  # above may stand a notice about cookies
        if paragraphs > 1:
            break
        if is_byline_line(line, line.context & own) or squash(BY.sub("", line.text)) in known:
            line.mark("byline")
        elif is_date_line(line) or (index > place and is_age_line(line, line.context & own)):
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


def shows(lines: Sequence[Line], title: str | None) -> bool:
    """The page shows this title, or any headline in an h1 element."""
    key = squash(title or "")
    return any(line.tag == "h1" or (key and squash(line.text) == key) for line in lines)


def headline_in_capitals(lines: Sequence[Line]) -> str | None:
    """On a bare page the headline may be no more than a line in capitals above the text, whose words the text uses."""
    first = next((i for i, line in enumerate(lines) if is_paragraph(line) and ends_sentence(line.text)), 0)
    used = {word for line in lines[first:] if is_paragraph(line) for word in folded(line.text).split()}
    for line in lines[max(0, first - DECK_REACH) : first]:
        words = [word for word in folded(line.text).split() if len(word) > 3]
        if line.text.isupper() and line.words >= 4 and words and 2 * len(used.intersection(words)) >= len(words):
            return line.text
    return None


def _alike(text: str, title: str | None) -> bool:
    """Half of the words of either are words of the other."""
    words, known = set(folded(text).split()), set(folded(title).split())
    return 2 * len(words & known) >= min(len(words), len(known)) > 2


def _mark_deck(lines: Sequence[Line], place: int, summary: str) -> None:
    """The standfirst below the headline: named so by its class, a heading, the stated summary, or before the byline."""
    title, begun = lines[place], False
    for line in lines[place + 1 : place + 1 + DECK_REACH]:
        begun = begun or (line.tag == "p" and is_paragraph(line) and ends_sentence(line.text))
        context = line.context & ~title.context
        shortest = 3 if context & Context.DECK else 5
        if line.kind or not shortest <= line.words <= 80 or is_byline_line(line, context) or is_date_line(line):
            continue
        if context & (Context.CAPTION | Context.CREDIT | Context.RELATED | Context.FIGURE):
            continue
        below = line.tag in HEADING_TAGS and line.container == title.container and not begun
        summed = squash(line.text) == summary and not ends_sentence(line.text)
        if below or summed or context & Context.DECK or _before_byline(lines, place, line):
            line.mark("deck")
            return


def _before_byline(lines: Sequence[Line], place: int, line: Line) -> bool:
    """The one line between headline and byline; a whole sentence there may be the first of the article."""
    title, behind = lines[place], lines[place + 1 : place + 3]
    if len(behind) < 2 or behind[0] is not line or line.container != title.container or ends_sentence(line.text):
        return False
    context = behind[1].context & ~title.context
    return is_byline_line(behind[1], context) or is_date_line(behind[1])


def is_byline_line(line: Line, context: int) -> bool:
    """By Somebody, or by unnamed reporters of a house; or a name in an element called byline or author."""
    if line.words > BYLINE_WORDS:
        return False
    text = without_date(line.text)
    if BY.match(text) and not text.endswith((".", "?", "!")):
        first = SPLIT.split(BY.sub("", text), maxsplit=1)[0].split(",", maxsplit=1)[0]
        unnamed = line.words <= UNNAMED_WORDS and ROLE.search(first) is not None
        return unnamed or (person(first) or signed_agency(first)) is not None
    if not context & Context.BYLINE:
        return hints_at_by(line.text) and tells_when(line.text) and is_signed_by(line.text, dated=True)
    if line.words <= 8 and person(text) is not None:
        return True
    return is_signed_by(line.text, dated=tells_when(line.text)) or is_signature(line.text)


def mark_names_before_body(lines: Sequence[Line]) -> None:
    """A name alone in front of the first paragraph is the byline, not the body.

    A heading is a crosshead, and so is a name between paragraphs, unless the page calls it an author or it says "By".
    """
    body = [line for line in lines if line.kind in {"body", "heading"}]
    begun = False
    for line in body[:4]:
        if line.words > PARAGRAPH_WORDS:
            break
        begun = begun or is_paragraph(line) or ends_sentence(line.text)
        if line.words > 8 or line.context & Context.LIST:
            continue
        if (begun or line.tag in HEADING_TAGS) and not is_byline_line(line, line.context):
            continue
        names = re.split(r"\s*(?:/|,|&| and )\s*", BY.sub("", line.text))
        if all(2 <= len(name.split()) <= LONGEST_NAME and person(name) for name in names):
            if BY.match(line.text) or not _are_common(names, body):
                line.mark("byline")
        elif is_date_line(line):
            line.mark("date")


def _are_common(names: Sequence[str], body: Sequence[Line]) -> bool:
    """All words of a name stand with small letters elsewhere in the body: `GIRLS BASKETBALL` is a rubric."""
    small = {word for line in body for word in WORD.findall(line.text) if word.islower()}
    return any(all(word.casefold() in small for word in WORD.findall(name)) for name in names)


def is_date_line(line: Line) -> bool:
    """A date with little beside it, or two, of publication and change."""
    if line.words > MAX_DATE_WORDS or len(line.text) > MAX_DATE_CHARS:
        return False
    if line.words <= 14:
        return written_date(line.text) is not None
    return len(list(written_days(line.text))) > 1


def is_age_line(line: Line, context: int) -> bool:
    """A `time` element, in whatever words its text tells the age; not that of a teaser or a comment."""
    return bool(line.moment) and line.words <= 14 and bool(context & TIMED) and not context & ELSEWHERE


def mark_rest(lines: Sequence[Line]) -> None:
    """Give a kind to what neither header nor body took."""
    for line in lines:
        if line.kind:
            continue
        if line.context & Context.CAPTION and (line.words >= 2 or line.context & Context.CREDIT):
            line.mark(caption_kind(line))
        elif line.context & Context.FIGURE and line.context & Context.CREDIT:
            line.mark("credit")
        elif is_pictured(line):
            line.mark("caption")
        else:
            line.mark("furniture", "outside the article")
