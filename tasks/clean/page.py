"""The working form of a page: lines in page order, each to be given a kind, a reason and an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass, field
from functools import lru_cache
from html import unescape
from typing import NamedTuple, TypeVar, cast

CACHED_LINES = 8_192
"""Judgements of so many lines are remembered: a line of a page is looked at several times."""

Judge = TypeVar("Judge", bound=Callable[..., object])
_FORGET: list[Callable[[], None]] = []


def remembered(judge: Judge) -> Judge:
    """Remember what a pure function said of the lines of this page and the last ones."""
    known = lru_cache(maxsize=CACHED_LINES)(judge)
    _FORGET.append(known.cache_clear)
    return cast("Judge", known)


def forget_lines() -> None:
    """Drop all that is remembered; after a huge page, whose lines would lie in memory for long."""
    for forget in _FORGET:
        forget()


UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that set no blanks between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


def count_words(text: str) -> int:
    """Words between blanks; two letters of a script without blanks count as one word."""
    return len(text.split()) + _unspaced_words(text)


def _unspaced_words(text: str) -> int:
    return 0 if text.isascii() else len(UNSPACED.findall(text)) // 2


ENTITY = re.compile(r"&(?:amp;)*(?:amp|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|#\d{2,5}|#[xX][\da-fA-F]{2,5});")
"""Escaped once too often; `&lt;` is left, with which a text about markup shows it."""
BLANKS = re.compile(r"[^\S\n]+")
SOFT = re.compile("[\u00ad\u2060\ufeff]|(?<=[a-zß-ÿ])\u200b(?=[a-zß-ÿ])")
"""Marks that tell where a word may be broken: a reader sees none, and a search for a title would not find it."""


def shown(text: str) -> str:
    """A line as a reader should see it: entities that were escaped twice are resolved, blanks among them are one."""
    if "&" in text and ENTITY.search(text):
        return BLANKS.sub(" ", ENTITY.sub(_resolved, text)).strip(" ") or " "  # a line stays one
    return text


def _resolved(entity: re.Match[str]) -> str:
    """Its character; of a blank or a line end, a blank."""
    character = unescape(unescape(entity[0]))
    return " " if character.isspace() else character


def unbroken(text: str) -> str:
    """A field without soft hyphens; the text of an article keeps its own."""
    return text if text.isascii() else SOFT.sub("", text)


def joined(pattern: str) -> re.Pattern[str]:
    """A long pattern written on several lines: the lines are stripped and joined, blanks inside a line count."""
    return re.compile("".join(line.strip() for line in pattern.splitlines()))


class Context:
    """Where in the tree of a page a line stands, as bits of a plain int; a text dump knows none of these."""

    NONE = 0
    ARTICLE = 1 << 0
    BODY = 1 << 1
    NAVIGATION = 1 << 2
    FOOTER = 1 << 3
    HEADER = 1 << 4
    ASIDE = 1 << 5
    FIGURE = 1 << 6
    CAPTION = 1 << 7
    CREDIT = 1 << 8
    FORM = 1 << 9
    BUTTON = 1 << 10
    HIDDEN = 1 << 11
    RELATED = 1 << 12
    SHARE = 1 << 13
    COMMENTS = 1 << 14
    PROMOTION = 1 << 15
    BYLINE = 1 << 16
    DATE = 1 << 17
    TITLE = 1 << 18
    DECK = 1 << 19
    LIST = 1 << 20
    TABLE = 1 << 21
    QUOTE = 1 << 22
    PULLED = 1 << 23
    EMBED = 1 << 24
    TOOLTIP = 1 << 25
    PICTURED = 1 << 26
    """Right behind a picture, in the same element."""


@dataclass(slots=True)
class Line:
    """One line of the page text, white space collapsed; `start` and `end` are offsets into the page text."""

    text: str
    start: int
    end: int
    gap: int = 0
    """Blank lines in front of it (dumps)."""
    tag: str = ""
    """Name of the nearest block element (HTML)."""
    context: int = Context.NONE
    link_chars: int = 0
    container: int = 0
    """Number of the element that holds the block; siblings share it (HTML)."""
    shape: int = 0
    """What sort of element that is; containers of one shape are alike (HTML)."""
    article: int = 0
    """Number of the outermost `article` element around it; 0 for none (HTML)."""
    article_shape: int = 0
    kind: str = ""
    reason: str | None = None
    position: int | None = None
    moment: str | None = None
    """What a `time` element in it states for machines (HTML)."""
    href: str | None = None
    """Where the link leads that all its text stands in (HTML)."""
    blanks: InitVar[int | None] = None
    """Blanks in the text, where the caller has counted them."""
    words: int = field(init=False)

    def __post_init__(self, blanks: int | None) -> None:
        self.words = count_words(self.text) if blanks is None else blanks + 1 + _unspaced_words(self.text)

    def extend(self, more: str, end: int) -> None:
        """Add the text of the next line of the same paragraph, which ends at `end`."""
        self.text, self.end = self.text + more, end
        self.words = count_words(self.text)

    def mark(self, kind: str, reason: str | None = None) -> None:
        self.kind, self.reason = kind, reason


class Block(NamedTuple):
    """A stretch of the page text with what it is; the blocks of a page cover all its non-white characters."""

    start: int
    end: int
    kind: str
    position: int | None
    reason: str | None


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The lines as blocks in page order; neighbours of the same sort are one block."""
    blocks: list[Block] = []
    for line in lines:
        block = Block(line.start, line.end, line.kind or "furniture", line.position, line.reason)
        last = blocks[-1] if blocks else None
        if last and (last.kind, last.position, last.reason) == (block.kind, block.position, block.reason):
            blocks[-1] = Block(last.start, block.end, block.kind, block.position, block.reason)
        else:
            blocks.append(block)
    return blocks
