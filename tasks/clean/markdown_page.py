"""A page that was written out as Markdown -> its lines with kinds, and its articles.

Nothing is left of the page's containers, so that the rules of text dumps say what is body; what is a link or a heading
is known.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from tasks.clean.draft import Draft, Hints
from tasks.clean.dump_page import read_lines
from tasks.clean.html_lines import html_lines
from tasks.clean.html_tree import parse
from tasks.clean.limits import without_attribute_floods
from tasks.clean.page import Line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

BROKEN_ADDRESS = re.compile(r"\]\([^()\s\"]+(?:\s[^()\s\"]+)+\)")
"""Blanks in the address of a link, which is none then."""
WRAPPED_HEADING = re.compile(r"^(?P<heading>#{1,6} [^\n]{40,78})\n(?P<word>[^\s#]\S*)", re.MULTILINE)
WIDTH = 78
"""html2text wraps there, addresses of links and headings, too."""


def read_markdown(text: str, hints: Hints, today: date | None) -> tuple[list[Line], list[Draft]]:
    """The lines of a page and its articles, in page order; no articles when nothing in it reads like prose."""
    markup = f"<html><body>{_parser().render(_unwrapped(text))}</body></html>"
    lines = html_lines(parse(without_attribute_floods(markup)))
    return lines, read_lines(lines, hints, today)


def _unwrapped(text: str) -> str:
    """What a paragraph may do and an address or a heading may not: go on in the next line."""
    whole = BROKEN_ADDRESS.sub(lambda address: address[0].replace("\n", "").replace(" ", "%20"), text)
    return WRAPPED_HEADING.sub(_joined, whole)


def _joined(found: re.Match[str]) -> str:
    """The heading with the first word of the next line, where this had no room."""
    heading, word = found["heading"], found["word"]
    return f"{heading} {word}" if len(heading) + 1 + len(word) > WIDTH else found[0]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Converters indent what was indented on the page: that is no code.
    return MarkdownIt("commonmark").enable("table").disable("code")
