"""Markup -> a tree of lxml."""

from __future__ import annotations

from lxml import etree, html
from trafilatura.utils import repair_faulty_html

from tasks.clean.html_context import SKIPPED_TAGS

UNSEEN_TAGS = (*SKIPPED_TAGS - {"head", "noscript", "template"}, "link", "meta")
"""What holds no text of a page; a page made by scripts may have its article in `noscript`."""
UNREAD_TAGS = ("aside", "footer", "nav")
"""What trafilatura takes out in its own time, after it has searched all of it: half of the elements of many a page."""
UNREAD_ATTRIBUTES = (
    "href", "title", "target", "src", "srcset", "sizes", "data-src", "alt", "rel", "width", "height", "loading",
    "datetime", "itemtype", "itemscope", "aria-label", "tabindex", "onclick",
)  # fmt: skip
"""Every third attribute of a page; trafilatura reads some of them when links or images are asked for."""
START_CHARS = 50
"""An HTML page says so in its first characters."""
HEAD_CHARS = 4_096
"""trafilatura repairs no line that begins behind these."""


def _parser() -> html.HTMLParser:
    """As trafilatura's, but every element is a plain `HtmlElement`: asking for its class in Python costs a tenth."""
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,  # type: ignore[call-arg]
    )
    parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(
            element=html.HtmlElement, comment=html.HtmlComment, pi=html.HtmlProcessingInstruction
        )
    )
    return parser


PARSER = _parser()


def parse(markup: str) -> html.HtmlElement:
    """The tree of a page; a fragment, as feeds hold them, stands in a paragraph of a page of its own.

    Raises ValueError when there is nothing to parse.
    """
    root = _tree(markup)
    if root is None or (len(root) < 2 and "html" not in markup[:START_CHARS].lower()):
        root = _tree(f"<html><body><p>{markup}</p></body></html>")
    if root is None:
        raise ValueError("no HTML tree")
    return root


def _tree(markup: str) -> html.HtmlElement | None:
    try:
        return html.fromstring(_repaired(markup).encode("utf-8", "surrogatepass"), parser=PARSER)
    except etree.ParserError:  # empty
        return None


def _repaired(markup: str) -> str:
    """By trafilatura's rules, which look at the first lines only, but for the search for control characters.

    Of these a page as the stage reads it (`printable`) has but two, which are quickly found; the search is not.
    """
    markup = markup.replace("\x0b", "").replace("\x0c", "")
    end = markup.find("\n", HEAD_CHARS) + 1 or len(markup)
    head: str = repair_faulty_html(markup[:end], markup[:START_CHARS].lower())
    return head + markup[end:]


def drop_unseen(root: html.HtmlElement) -> None:
    """Take out what a reader never sees (scripts, styles, drawings, form fields), but for JSON-LD."""
    for element in list(root.iter(*UNSEEN_TAGS)):
        if "ld+json" not in (element.get("type") or ""):
            _drop(element)


def drop_unread(root: html.HtmlElement) -> None:
    """Take away what trafilatura does not read, elements and attributes: it copies the tree four times and more."""
    for element in list(root.iter(*UNREAD_TAGS)):
        if element.tag != "nav" or element.find(".//p") is None:  # one that is never closed holds the article
            _drop(element)
    etree.strip_attributes(root, *UNREAD_ATTRIBUTES)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
