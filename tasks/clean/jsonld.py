"""The article as a page states it in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import html

from tasks.clean.limits import printable
from tasks.clean.page import unbroken

ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Review|CreativeWork|LiveBlog\w*)$|^(?:News|Blog)")
NOT_ARTICLE = frozenset({"NewsMediaOrganization", "Blog", "AggregateRating", "Report"})
MAX_NODES = 2_000
MAX_CHARS = 2_000_000
CDATA = re.compile(r"^\s*(?:/[*/]\s*)?<!\[CDATA\[|(?:/[*/]\s*)?\]\]>\s*(?:\*/)?\s*$")

LAST_COMMA = re.compile(r",(?=\s*[}\]])")
"""Templates that write a list in a loop leave a comma behind its last item, which JSON forbids."""
HALVES = re.compile(r"\\u[dD][89a-fA-F]")

Node = dict[str, Any]


def json_ld_nodes(root: html.HtmlElement) -> list[Node]:
    """All objects of all JSON-LD scripts of a page, outer before inner; broken scripts are passed over."""
    nodes: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            parsed = _parse(script.text[:MAX_CHARS])
            nodes += list(_walk(parsed, MAX_NODES - len(nodes)))
    return nodes


def _parse(text: str) -> Any:
    cleaned = CDATA.sub("", text).strip().rstrip(";")
    try:
        return _loaded(cleaned)
    except RecursionError:
        return None
    except ValueError:
        return _parse_mended(cleaned)


def _parse_mended(text: str) -> Any:
    """Without the commas that JSON forbids; only where a script is broken, since a string may hold such a comma."""
    try:
        return _loaded(LAST_COMMA.sub("", text))
    except (ValueError, RecursionError):
        return None


def _loaded(text: str) -> Any:
    """The value, with U+FFFD for half characters: a headline may be cut within an emoji that is escaped as two."""
    value = json.loads(text, strict=False)
    return json.loads(printable(json.dumps(value, ensure_ascii=False))) if HALVES.search(text) else value


def _walk(top: Any, limit: int) -> Iterator[Node]:
    queue, seen = [top], 0
    while queue and seen < limit:
        node = queue.pop(0)
        if isinstance(node, list):
            queue = [*node[:limit], *queue]
        elif isinstance(node, dict):
            seen += 1
            yield node
            queue += [
                child
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                if (child := node.get(key))
            ]


def types_of(node: Node) -> list[str]:
    """Schema names of a node, without their address."""
    stated = node.get("@type") or []
    return [str(t).rsplit("/", 1)[-1] for t in (stated if isinstance(stated, list) else [stated])]


def is_article(node: Node) -> bool:
    """The node is of an article's type."""
    return any(ARTICLE_TYPE.search(name) and name not in NOT_ARTICLE for name in types_of(node))


def article_node(nodes: list[Node]) -> Node:
    """The node that states the page's article: the first that has a headline and is of an article's type."""
    telling = ("headline", "datePublished", "author")
    ranked = sorted(filter(is_article, nodes), key=lambda node: -sum(bool(node.get(key)) for key in telling))
    return ranked[0] if ranked else {}


def plain(value: Any) -> str | None:
    """A JSON-LD value as a line of text: entities resolved, tags and white space collapsed; None when empty."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("@id")
    if not isinstance(value, str):
        return None
    text = unbroken(" ".join(re.sub(r"<[^<>]{1,200}>", " ", unescape(unescape(value))).split()))
    return text or None


def names_in(value: Any) -> list[tuple[str, bool]]:
    """Names in an `author` or `creator` value, each with whether it is stated to be an organisation."""
    found: list[tuple[str, bool]] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, list):
            found += names_in(item)
            continue
        is_organisation = isinstance(item, dict) and any("Organization" in t for t in types_of(item))
        inner = item.get("name") if isinstance(item, dict) else item
        for name in inner if isinstance(inner, list) else [inner]:
            if text := plain(name):
                found.append((text, is_organisation))
    return found


def words_of(value: Any) -> list[str]:
    """Keywords stated as a list, or as one string with commas."""
    items = value if isinstance(value, list) else str(value or "").split(",")
    return [text for item in items if (text := plain(item))]
