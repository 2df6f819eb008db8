"""What is this input? Told by its content, never by its name."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from tasks.ingest.charset import marked_by_bom, wide_without_bom
from tasks.ingest.columns import Columns
from tasks.ingest.delimited import dialect_of
from tasks.ingest.magic import Format, by_magic

SAMPLE_CHARS = 1 << 16
_PROLOG = re.compile(
    r"\s+|<\?.{0,5000}?\?>|<!--.{0,20000}?-->|<!DOCTYPE(?!\s+html)[^>\[]{0,1000}(?:\[.{0,50000}?\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:!(doctype)\s+html|([A-Za-z][\w:.-]*))", re.IGNORECASE)
_HTML_TAGS = (
    "html|head|body|title|meta|link|script|style|noscript|div|span|p|a|h[1-6]|br|hr|ul|ol|li|dl|table|tbody|tr|td|th|"
    "img|figure|figcaption|picture|section|article|main|header|footer|nav|aside|form|input|button|iframe|svg|"
    "b|i|em|strong|blockquote|pre|center|font|time|small"
)
_TAG = re.compile(rf"</?(?:{_HTML_TAGS})(?=[\s/>])[^<>]{{0,5000}}>", re.IGNORECASE)
_HTML_ROOT = re.compile(rf"(?:{_HTML_TAGS})", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"<(?:p|div|br|li|h[1-6]|tr|blockquote|figure|article|section)(?=[\s/>])[^<>]{0,5000}>", re.IGNORECASE
)
_DOCUMENT_ROOTS = frozenset({"html", "head", "body"})
MIN_TAGS = 5
MAX_CHARS_A_TAG = 1_000
"""A text dump may have kept a stray `<br>` or tracking picture; a page of HTML has tags all over."""
_FEED_ROOTS = frozenset({"rss", "feed", "rdf:rdf", "channel"})
_SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
MAX_CONTROL_SHARE = 0.02
"""Text has no control characters, random bytes have 11 in a hundred."""


class Sniffed(NamedTuple):
    """The format, and in words what it is when it is refused."""

    format: Format
    what: str = ""


def sniff(head: bytes, columns: Columns) -> Sniffed:
    """The format of an input of which `head` is the start (64 KB, or all of it)."""
    if not head.strip():
        return Sniffed(Format.EMPTY)
    magic = by_magic(head)
    if magic:
        return Sniffed(*magic)
    text = head_text(head).lstrip("\ufeff \t\r\n\f\v\x00")
    return _markup(text) or _records(text, columns) or _plain(head, text)


def head_text(head: bytes) -> str:
    """The head with its ASCII characters readable, whatever its encoding."""
    bom = marked_by_bom(head)
    codec, start = bom or (wide_without_bom(head), 0)
    return head[start:].decode(codec or "utf-8", "replace")


def is_html(text: str, *, fragment: bool = False) -> bool:
    """Is a decoded page HTML rather than plain text? Of a fragment, such as a feed's content, one tag is enough."""
    sample = text[:SAMPLE_CHARS].lstrip()
    markup = _markup(sample)
    if markup is not None:
        return markup.format is Format.HTML
    return _has_tags_all_over(sample) or (fragment and _is_html_fragment(sample))


def _has_tags_all_over(text: str) -> bool:
    tags = len(_TAG.findall(text))
    return tags >= MIN_TAGS and tags * MAX_CHARS_A_TAG >= len(text)


def _is_html_fragment(text: str) -> bool:
    """One block tag, or an inline tag or entity in a text whose paragraphs are not told by blank lines."""
    if _BLOCK_TAG.search(text):
        return True
    return "\n\n" not in text and bool(_TAG.search(text) or _ENTITY.search(text))


def _markup(text: str) -> Sniffed | None:
    """HTML, a feed or other XML, by the root element; None when the text does not start with one."""
    if not text.startswith("<"):
        return None
    place = 0
    while prolog := _PROLOG.match(text, place):
        place = prolog.end()
    root = _ROOT.match(text, place)
    if not root:
        return Sniffed(Format.HTML) if _has_tags_all_over(text) else None
    name = "html" if root[1] else root[2].lower()
    if name in _DOCUMENT_ROOTS or (name != "svg" and _HTML_ROOT.fullmatch(name) and _is_closed(name, text)):
        return Sniffed(Format.HTML)
    if name in _FEED_ROOTS:
        return Sniffed(Format.FEED)
    if name in _SITEMAP_ROOTS:
        return Sniffed(Format.SITEMAP, "a sitemap: a list of pages, not a page")
    if name == "svg":
        return Sniffed(Format.BINARY, "an SVG image")
    if text.startswith("<?xml"):
        return Sniffed(Format.UNSUPPORTED, f"XML with the root <{root[2][:50]}>, neither XHTML nor a feed")
    return Sniffed(Format.HTML) if _has_tags_all_over(text) else None


def _is_closed(name: str, text: str) -> bool:
    """Is the first element closed, as in HTML, or a lone picture in front of a text?"""
    return f"</{name}" in text.lower() or _has_tags_all_over(text)


def _records(text: str, columns: Columns) -> Sniffed | None:
    if re.match(r"\{\s*[\"}]|\[\s*(?:\{\s*[\"}]|\])", text) or _has_json_lines(text):
        return Sniffed(Format.JSON)
    return Sniffed(Format.CSV) if dialect_of(text, columns) else None


def _has_json_lines(text: str) -> bool:
    """Are most whole lines JSON objects, though the first may be broken?"""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    objects = [line for line in lines if line.startswith("{") and line.rstrip().endswith("}")]
    return len(objects) > 0 and 2 * len(objects) >= len(lines) and any(map(is_json_object, objects))


def is_json_object(line: str) -> bool:
    """Is the text one whole JSON object?"""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _plain(head: bytes, text: str) -> Sniffed:
    if _has_tags_all_over(text):
        return Sniffed(Format.HTML)
    wide = marked_by_bom(head) or wide_without_bom(head)
    controls = 0 if wide else len(head) - len(head.translate(None, _CONTROLS))
    if controls > MAX_CONTROL_SHARE * len(head):
        return Sniffed(Format.BINARY, "unknown binary data")
    return Sniffed(Format.TEXT)
