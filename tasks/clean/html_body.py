"""Which lines of an HTML page are the article: the extractor's vote, corrected by what the tree says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tasks.clean.captions import captions_picture, is_credit
from tasks.clean.dump_prose import ends_sentence
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_context import HEADING_TAGS
from tasks.clean.page import Context, Line, remembered

NOT_ALNUM = re.compile(r"[\W_]+")
ASCII_NOT_ALNUM = bytes(code for code in range(128) if not chr(code).isalnum())
MIN_INNER_CHARS = 25
"""A shorter line must be a line of the extractor's text, not only lie inside one: menu words lie in any prose."""
FOREIGN = (
    Context.NAVIGATION | Context.FOOTER | Context.FORM | Context.BUTTON | Context.HIDDEN | Context.RELATED
    | Context.COMMENTS | Context.PROMOTION | Context.TOOLTIP | Context.CAPTION | Context.CREDIT | Context.PULLED
)  # fmt: skip
"""Contexts whose text is no body, unless most of the body stands in them too (class names lie)."""
REASONS = (
    (Context.HIDDEN, "hidden"), (Context.TOOLTIP, "tooltip"), (Context.COMMENTS, "comments"),
    (Context.RELATED, "related link"), (Context.PROMOTION, "promotion"), (Context.FORM, "form"),
    (Context.BUTTON, "button"), (Context.SHARE, "share"), (Context.NAVIGATION, "navigation"),
    (Context.FOOTER, "footer"), (Context.PULLED, "pull quote"), (Context.ASIDE, "sidebar"),
)  # fmt: skip
PROSE_WORDS = 12
"""From so many words on, a line without many links is a paragraph."""

MISNAMED = Context.PROMOTION | Context.FOOTER | Context.RELATED
MISNAMED_WORDS = 30
"""A long paragraph that the extractor took stays, even in an element called promo, footer or teaser."""
SERVICE_WORDS = 25
"""A longer paragraph about accounts and trials, which the extractor took, is one of an article about these."""
TOOL_WORDS = 2
"""Items of a list above all text, no longer than these, share, print or lead elsewhere."""
REPEAT_WORDS = 12
"""Shorter paragraphs ("No comment.") may well recur in one article."""


@remembered
def squash(text: str) -> str:
    """Letters and digits alone, case folded: equal for the same words however they are set."""
    folded = text.casefold()
    rest = folded.encode("utf-8", "surrogatepass").translate(None, ASCII_NOT_ALNUM).decode("utf-8", "surrogatepass")
    return rest if rest.isascii() else NOT_ALNUM.sub("", rest)  # bytes are faster, and most of a text is ASCII


def link_share(line: Line) -> float:
    """Share of a line's characters that are links."""
    return line.link_chars / max(1, len(line.text))


def is_paragraph(line: Line) -> bool:
    """Long enough for a paragraph and not mostly links."""
    return line.words >= PROSE_WORDS and link_share(line) < 0.5


def voted(lines: Sequence[Line], extracted: str) -> list[bool]:
    """For each line: does the extractor's text hold it?"""
    parts = [squash(part) for part in extracted.split("\n")]
    whole, alone = "".join(parts), set(parts)
    keys = (squash(line.text) for line in lines)
    return [bool(k) and (k in alone or (len(k) >= MIN_INNER_CHARS and k in whole)) for k in keys]


def ambient(lines: Iterable[Line]) -> int:
    """Contexts in which most words of these lines stand: what they say of the page says nothing of a line."""
    words = Counter[int]()  # by all contexts of a line together: a page has few such combinations
    for line in lines:
        words[line.context] += line.words
    half, longest = words.total() / 2, max(words, default=0).bit_length()
    bits = [1 << place for place in range(longest)]
    return sum(bit for bit in bits if sum(count for context, count in words.items() if context & bit) > half)


def foreign(line: Line, usual: int) -> int:
    """The contexts of a line that speak against its being body, given what is usual on the page."""
    against = line.context & ~usual & FOREIGN
    if line.context & (Context.EMBED | Context.QUOTE) and not line.context & Context.HIDDEN:
        against &= ~(Context.PROMOTION | Context.FOOTER)
    return against


def reason_of(context: int) -> str:
    """The strongest reason among contexts, in words."""
    return next((words for flag, words in REASONS if context & flag), "outside the article")


def choose_body(lines: Sequence[Line], votes: Sequence[bool]) -> None:
    """Mark the body and its headings among lines that have no kind yet.

    The extractor's vote is taken unless the tree speaks against it; paragraphs it lost are added where they stand
    in a container of the kind that holds the rest.
    """
    chosen = [line for line, vote in zip(lines, votes, strict=True) if vote and not line.kind and is_paragraph(line)]
    if not chosen:
        return
    usual = ambient(chosen)
    kept = {id(line) for line in chosen if not foreign(line, usual)} or {id(line) for line in chosen}
    homes = _homes([line for line in chosen if id(line) in kept])
    first, last = _extent(lines, kept)
    headline = next((i for i, line in enumerate(lines[:first]) if line.kind == "title"), 0)
    begun = False
    for index, (line, vote) in enumerate(zip(lines, votes, strict=True)):
        inside = first <= index <= last
        begun = begun or (index > 0 and lines[index - 1].kind == "body")
        if line.kind:
            continue
        if index < headline and not is_paragraph(line) and not _heads_picture(line, lines[headline]):
            line.mark("furniture", "before the headline")
        elif vote and line.words <= TOOL_WORDS and line.context & Context.LIST and not begun:
            line.mark("furniture", "a tool above the text")
        elif vote and (inside or not line.context & Context.TITLE):
            _judge(line, usual)
        elif _lost(line, homes, usual, inside=inside):
            line.mark("body", "added to the extractor's text")
    _mark_repeats(lines)
    _drop_last_headings(lines)


def _heads_picture(line: Line, title: Line) -> bool:
    """The caption of a picture above the headline, in the element of the article."""
    return bool(line.context & Context.CAPTION and line.article) and line.article == title.article


def _drop_last_headings(lines: Sequence[Line]) -> None:
    """A heading with no paragraph behind it stands over links and boxes, which are not the article's."""
    for line in reversed(lines):
        if line.kind == "body" or (line.kind == "heading" and ends_sentence(line.text)):
            return
        if line.kind == "heading":
            line.mark("furniture", "heads no paragraph")


def _mark_repeats(lines: Sequence[Line]) -> None:
    """A page may hold its article twice, for small screens and large: the first one stays."""
    seen: set[str] = set()
    for line in lines:
        if line.kind in {"body", "heading"} and line.words >= REPEAT_WORDS:
            key = squash(line.text)
            if key in seen:
                line.mark("repeat", "stands on the page before")
            seen.add(key)


def _homes(lines: Sequence[Line]) -> set[tuple[int, str]]:
    """Shapes of the containers that hold at least two paragraphs of the body or most of it."""
    counts = Counter((line.shape, line.tag) for line in lines)
    return {home for home, count in counts.items() if count >= 2}


def _extent(lines: Sequence[Line], kept: set[int]) -> tuple[int, int]:
    places = [index for index, line in enumerate(lines) if id(line) in kept]
    return places[0], places[-1]


def _judge(line: Line, usual: int) -> None:
    """A line that the extractor took: body, heading, or neither."""
    against = foreign(line, usual)
    reason = furniture_reason(line.text)
    if against and not (against & ~MISNAMED == 0 and line.words >= MISNAMED_WORDS and link_share(line) < 0.3):
        if against & Context.CAPTION:
            line.mark(caption_kind(line))
        else:
            line.mark("furniture", reason_of(against))
    elif is_pictured(line):
        line.mark("caption")
    elif reason and not (reason == "service" and line.words > SERVICE_WORDS):
        line.mark("furniture", reason)
    elif _only_link(line):
        line.mark("furniture", "nothing but a link")
    else:
        line.mark("heading" if line.tag in HEADING_TAGS else "body")


def caption_kind(line: Line) -> str:
    """What a line in an element for captions is: a credit by its markup or its words, else a caption."""
    return "credit" if line.context & Context.CREDIT or is_credit(line.text) else "caption"


def is_pictured(line: Line) -> bool:
    """The caption of the picture in front of it, which no class name calls one; a teaser's headline is a link."""
    if not line.context & Context.PICTURED or line.context & Context.FOOTER or link_share(line) >= 0.5:
        return False
    return captions_picture(line.text)


def _only_link(line: Line) -> bool:
    """A line that is a link, at most with a label in front or a mark behind it, is a pointer to another page."""
    share = link_share(line)
    return line.words >= 3 and (share > 0.9 or (share > 0.75 and line.words >= 5 and not ends_sentence(line.text)))


def _lost(line: Line, homes: set[tuple[int, str]], usual: int, *, inside: bool) -> bool:
    """A paragraph without a vote that stands where the body stands."""
    if foreign(line, usual) or not is_paragraph(line) or furniture_reason(line.text):
        return False
    if (line.shape, line.tag) not in homes or line.context & ~usual & (Context.ASIDE | Context.FIGURE | Context.HEADER):
        return False
    return inside or line.words >= 20
