"""HTML -> the lines a reader sees, in page order, each with where it stands in the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

from tasks.clean.html_context import (
    BLOCK_TAGS,
    CELL_TAGS,
    SKIPPED_TAGS,
    element_context,
)
from tasks.clean.page import Context, Line, shown

PICTURE_TAGS = frozenset({"img", "amp-img"})
PART_TAGS = frozenset({"a", "b", "cite", "em", "i", "small", "span", "strong", "time"})
"""Inline elements that may hold a part of a byline each."""
IN_PICTURE = Context.CAPTION | Context.FIGURE
OPENING = ("(", "[", ":", "/")
"""What stands in front of a credit that is named in the same breath."""
REVISED = re.compile(
    r"\b(?:updated?|modified|edited|revised|aktualisiert|mis à jour|actualizado|atualizado|aggiornato)\b", re.IGNORECASE
)
"""A time behind such a word is that of a later edition."""
APART = Context.TOOLTIP | Context.HIDDEN
"""Inline text of these contexts (a tooltip, a hidden label) is no part of the sentence around it."""


@dataclass(slots=True)
class _Open:
    """A block element being walked: what its text stands in."""

    tag: str
    context: int
    number: int
    shape: int = 0
    """Hash of tag and class: containers of the same shape are of a kind."""
    element: etree._Element | None = None
    around: tuple[list[str], int | None, int] | None = None
    """Of an inline element set apart: the begun line around it (text, contexts, characters in links)."""


@dataclass(slots=True)
class _Walk:
    """The state of one walk over a tree."""

    lines: list[Line] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    shared: int | None = None
    """Contexts that all text of the line so far stands in."""
    link_chars: int = 0
    offset: int = 0
    moment: str | None = None
    """The first time that an element of the line states for machines."""
    blocks: list[_Open] = field(default_factory=lambda: [_Open("body", Context.NONE, 0)])
    contexts: list[int] = field(default_factory=lambda: [Context.NONE])
    links: list[str | None] = field(default_factory=list)
    """Where the links lead that are open."""
    href: str | None = None
    """Where the first link of the line leads."""
    count: int = 0
    article: _Open | None = None
    """The outermost `article` element that is open."""
    pictured: int | None = None
    """Number of the block that holds a picture with no line behind it yet."""
    last: int = 0
    """Number of the block that the last line stands in."""

    def text(self, text: str | None) -> None:
        if not text:
            return
        self.parts.append(text)
        if text.isspace():
            return
        here = self.contexts[-1]
        self.shared = here if self.shared is None else self.shared & here
        if self.links:
            self.link_chars += len(text.strip())
            self.href = self.href or self.links[-1]

    def flush(self) -> None:
        if not self.parts:
            self.moment = None
            return
        words = "".join(self.parts).split()
        self.parts.clear()
        if words:
            self._line(words)
        self.shared, self.link_chars, self.moment, self.href = None, 0, None, None

    def _line(self, words: list[str]) -> None:
        text = shown(" ".join(words))
        if not text:
            return
        block = self.blocks[-1]
        holder = self.blocks[-2] if len(self.blocks) > 1 else block
        context = self.shared if self.shared is not None else block.context
        if self.pictured is not None:
            context |= Context.PICTURED if self.pictured in {block.number, holder.number} else Context.NONE
            self.pictured = None
        self.lines.append(
            Line(
                text, self.offset, self.offset + len(text), 0, block.tag, context, min(self.link_chars, len(text)),
                holder.number, holder.shape, self.article.number if self.article else 0,
                self.article.shape if self.article else 0, moment=self.moment,
                href=self.href if self.link_chars >= len(text) else None, blanks=len(words) - 1,
            )
        )  # fmt: skip
        self.offset += len(text) + 1
        self.last = block.number

    def open(self, element: etree._Element, tag: str) -> None:
        context = self.contexts[-1] | element_context(tag, element.items())  # type: ignore[arg-type]
        self.contexts.append(context)
        if tag in BLOCK_TAGS:
            self.flush()
            self._enter(element, tag, context)
        elif context & ~self.contexts[-2] & APART:
            self._enter(element, tag, context)
            self.blocks[-1].around = (self.parts, self.shared, self.link_chars)
            self.parts, self.shared, self.link_chars = [], None, 0
        elif tag == "br":
            self.flush()
        elif tag in CELL_TAGS:
            self._part_cells()
        elif tag in PICTURE_TAGS:
            self.pictured = self.blocks[-1].number
        elif tag in PART_TAGS:
            self._begin_part(element, tag, context)
        self.text(element.text)

    def _begin_part(self, element: etree._Element, tag: str, context: int) -> None:
        if context & Context.BYLINE and self._touches_part(element):
            self.flush()
        elif context & IN_PICTURE:
            self._begin_caption_part(element, context)
        if tag == "a":
            self.links.append(element.get("href"))
        if tag == "time" and self.moment is None and not self._is_revision(element):
            self.moment = element.get("datetime")

    def _end_part(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self.links.pop()
        newly = self.contexts[-1] & ~self.contexts[-2]
        if newly & Context.CREDIT and self.contexts[-1] & IN_PICTURE and any(map(str.isalnum, element.tail or "")):
            self._part_credit()

    def _begin_caption_part(self, element: etree._Element, context: int) -> None:
        """Caption and credit are lines of their own; other parts may touch."""
        if self.shared is not None and (context ^ self.shared) & Context.CREDIT:
            self._part_credit()
        elif self._is_behind_part(element):
            self.parts.append(" ")

    def _part_credit(self) -> None:
        """Not where a bracket or a label opens what follows: `(Image: Ann Lee)`."""
        if self.parts and self.parts[-1].rstrip()[-1:] not in OPENING:
            self.flush()

    def _is_behind_part(self, element: etree._Element) -> bool:
        """Nothing, not even a blank, stands between the element and such a one before it."""
        before = element.getprevious()
        return before is not None and before.tag in PART_TAGS and not before.tail and bool(self.parts)

    def _touches_part(self, element: etree._Element) -> bool:
        """Parts of a byline (a name, another, a role) may touch: style sheets set them apart.

        A small letter goes on with the word before it, digits with a date or a label before them.
        """
        if not self._is_behind_part(element):
            return False
        last, first = self.parts[-1][-1:], next(element.itertext(), "")[:1]
        if first.isdigit():
            return last.isalpha() and REVISED.search(self.parts[-1]) is None
        return last.isalnum() and first.isalpha() and not first.islower()

    def _is_revision(self, element: etree._Element) -> bool:
        """Its names or the words before it say that it tells of a change; the class of a first edition may say both."""
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        if "publish" in names:
            return False
        return REVISED.search("".join(self.parts)) is not None or "updated" in names or "modified" in names

    def _part_cells(self) -> None:
        """Cells of a row share a line, but for a cell of several lines: that is the layout of a page, no table."""
        if self.last == self.blocks[-1].number:
            self.flush()
        else:
            self.parts.append(" ")

    def _enter(self, element: etree._Element, tag: str, context: int) -> None:
        self.count += 1
        self.blocks.append(_Open(tag, context, self.count, hash((tag, element.get("class"))), element))
        if tag == "article" and self.article is None:
            self.article = self.blocks[-1]

    def close(self, element: etree._Element, tag: str) -> None:
        if self.blocks[-1].element is element:
            self.flush()
            closed = self.blocks.pop()
            if self.pictured == closed.number:
                self.pictured = self.blocks[-1].number
            self.article = None if closed is self.article else self.article
            around = closed.around
            if around:
                self.parts, self.shared, self.link_chars = around
        elif tag in PART_TAGS:
            self._end_part(element, tag)
        elif tag == "button":
            self.parts.append(" ")
        self.contexts.pop()
        self.text(element.tail)


def html_lines(root: html.HtmlElement) -> list[Line]:
    """The visible lines of a parsed page, offsets into their join by line feeds.

    Text of block elements stands in lines of its own; cells of a table row share a line. Scripts, styles, form
    fields and fallback text of media are no text of the page.
    """
    body = root.find("body")
    walk = _Walk()
    walker = etree.iterwalk(root if body is None else body, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if tag in SKIPPED_TAGS:
            if event == "start":
                walker.skip_subtree()
            else:
                walk.text(element.tail)
        elif event == "start":
            walk.open(element, tag)
        else:
            walk.close(element, tag)
    walk.flush()
    return walk.lines
