"""The fields of an article from what an HTML page states about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lxml import html

from tasks.clean.byline import Byline, byline_parts, is_agency, read_bylines
from tasks.clean.dates import Stamp, read_stamp, without_leading_date
from tasks.clean.draft import Hints
from tasks.clean.html_live import is_live
from tasks.clean.jsonld import Node, article_node, is_article, json_ld_nodes, names_in, plain, types_of, words_of
from tasks.clean.meta_tags import MetaTags, meta_tags
from tasks.clean.page import Context, Line, count_words, unbroken
from tasks.clean.signature import read_signature
from tasks.clean.titles import SEPARATOR, choose_title, folded, stated_title
from tasks.clean.urls import canonical_url, host_of

AUTHOR_TAGS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "cxenseparse:author", "article:author_name", "authors", "og:article:author", "citation_author",
)  # fmt: skip
PUBLISHED_TAGS = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "publishdate", "publish-date", "cxenseparse:recs:publishtime", "article.published", "published_time",
    "publication_date", "og:pubdate", "rnews:datepublished",
)  # fmt: skip
LIBRARY_TAGS = (
    "pubdate", "dc.date.issued", "dcterms.created", "dc.date", "date.available", "citation_publication_date",
    "datecreated", "date",
)  # fmt: skip
"""Tags that may tell of the record or the file: a date shown beside the headline is better than these."""
MODIFIED_TAGS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
)


MIN_SUMMARY_WORDS = 12
HEAD_LINES, MIN_TITLE_WORDS = 40, 3
"""A headline that no markup calls one stands among so many lines, and has so many words."""
UNNAMED = re.compile(r" (?:staff )?(?:reporter|writer|correspondent|journalist)$")
URL_LIKE = re.compile(r"/|@|\w\.\w{2,}")


@dataclass(frozen=True)
class Stated:
    """Everything that head and JSON-LD of a page say."""

    node: Node
    nodes: list[Node]
    meta: MetaTags
    live: bool

    @property
    def site(self) -> str | None:
        publisher: Any = self.node.get("publisher")
        return self.meta.first("og:site_name", "application-name") or plain(publisher)


def read_stated(root: html.HtmlElement) -> Stated:
    """Read the head of a parsed page once."""
    nodes = json_ld_nodes(root)
    return Stated(article_node(nodes), nodes, meta_tags(root), is_live(root, nodes))


def stated_stories(stated: Stated) -> dict[str, Node]:
    """The articles that JSON-LD states, by their headlines."""
    return {head: node for node in stated.nodes if is_article(node) and (head := plain(node.get("headline")))}


def page_url(stated: Stated, hints: Hints) -> str | None:
    """Canonical link, og:url or JSON-LD url; else the URL by which the page was fetched."""
    main = stated.node.get("mainEntityOfPage")
    candidates = [
        stated.meta.links.get("canonical"),
        stated.meta.first("og:url"),
        plain(stated.node.get("url")),
        plain(main.get("@id") if isinstance(main, dict) else main),
    ]
    return canonical_url(candidates, hints.url)


def page_title(stated: Stated, lines: Sequence[Line], url: str | None, hints: Hints) -> str | None:
    """The headline without the name of the site; the record's title when the page has none."""
    headlines = [unbroken(line.text) for line in lines if line.tag == "h1" and not line.context & Context.HIDDEN]
    headlines = headlines or titled_lines(lines, stated.meta.title)
    host = host_of(url or hints.url)
    meta = stated.meta
    social = meta.first("og:title", "twitter:title")
    head = plain(stated.node.get("headline")) or plain(stated.node.get("name"))
    return choose_title(social, head, headlines, meta.title, stated.site, host) or stated_title(hints.title, hints.url)


def titled_lines(lines: Sequence[Line], head: str | None) -> list[str]:
    """On a page without h1: the line that is most of what the title element says, and begins or ends it."""
    whole = folded(head)
    for line in lines[:HEAD_LINES]:
        text = folded(line.text) if line.words >= MIN_TITLE_WORDS and len(line.text) <= len(head or "") else ""
        if 2 * len(text) > len(whole) and (whole.endswith(f" {text}") or whole.startswith(f"{text} ")):
            return [line.text]
    return []


def stated_authors(stated: Stated) -> list[str]:
    """The authors that JSON-LD names, people or not."""
    return [name for name, _ in names_in(stated.node.get("author") or stated.node.get("creator"))]


def page_authors(stated: Stated, lines: Sequence[Line], hints: Hints) -> Byline:
    """The people named by JSON-LD, else by meta tags, else by the byline in the page, else by the record.

    A page that names no person but states a house as its author has that house as author, when it is a known agency
    or the publisher by its own name, its initials, or as an unnamed reporter of its own.
    """
    site = folded(stated.site)
    publisher = stated.site or SEPARATOR.split(stated.meta.title or "")[-1]
    named = stated_authors(stated)
    tagged = [value for value in stated.meta.all(*AUTHOR_TAGS) if not URL_LIKE.search(value)]
    shown = [without_leading_date(line.text) for line in lines if line.kind == "byline"]
    agency = None
    for source in (named, tagged, shown, hints.authors):
        byline = read_bylines(text for text in source if folded(text) != site)
        agency = agency or byline.agency
        if people := tuple(name for name in byline.people if folded(name) != folded(publisher)):
            return Byline(people, agency)
    signed = (name for text in shown for name in read_signature(text).people)
    if people := tuple(dict.fromkeys(name for name in signed if folded(name) != folded(publisher))):
        return Byline(people, agency)
    houses = [
        name for name in named or tagged or byline_parts(shown) if is_agency(name) or is_publisher(name, publisher)
    ]
    return Byline(tuple(dict.fromkeys(houses))[:2], agency)


def is_publisher(name: str, site: str | None) -> bool:
    """The publisher as author: its name, its initials, or "Courier staff reporter"; a desk or "staff" is nobody."""
    own, words = folded(site).removeprefix("the "), folded(site).split()
    house = UNNAMED.sub("", folded(name).removeprefix("the "))
    initials = "".join(word[0] for word in words)
    return bool(own) and (house == own or (len(initials) > 1 and name.isupper() and folded(name) == initials))


def page_description(stated: Stated) -> str | None:
    """The page's own summary of itself."""
    return plain(stated.node.get("description")) or stated.meta.first("og:description", "description")


def claims_article(stated: Stated) -> bool:
    """The page states that it is an article."""
    return bool(stated.node.get("headline")) or stated.meta.first("og:type") == "article"


def describes_article(stated: Stated) -> bool:
    """The page states that it is an article with headline and a summary of some length."""
    return claims_article(stated) and count_words(page_description(stated) or "") >= MIN_SUMMARY_WORDS


def stated_published(stated: Stated, today: date | None) -> Stamp | None:
    """The date of publication that JSON-LD or a meta tag states.

    Where both give an instant and these differ by hours, one of them is in local time but called UTC, or tells of a
    later edition: the earlier is taken.
    """
    keys = ("datePublished", "dateCreated", "uploadDate", "coverageStartTime")
    linked = _first_stamp([plain(stated.node.get(key)) for key in keys], "jsonld", today)
    tagged = _first_stamp(stated.meta.all(*PUBLISHED_TAGS), "meta", today)
    if linked and tagged and timedelta(0) < linked.instant - tagged.instant < timedelta(days=1):
        return tagged if tagged.precision != "day" else linked
    if linked or tagged:
        return linked or tagged
    pages = [n for n in stated.nodes if "WebPage" in types_of(n)]
    return _first_stamp([plain(n.get("datePublished")) for n in pages], "jsonld", today)


def library_date(stated: Stated, today: date | None) -> Stamp | None:
    """The date that a tag for libraries or an old system states."""
    return _first_stamp(stated.meta.all(*LIBRARY_TAGS), "meta", today)


def _first_stamp(values: Sequence[str | None], method: str, today: date | None) -> Stamp | None:
    return next((stamp for value in values if (stamp := read_stamp(value, method, today))), None)


def stated_modified(stated: Stated, today: date | None) -> Stamp | None:
    """When the page says it was last changed."""
    values = [
        (plain(stated.node.get("dateModified")), "jsonld"),
        *((v, "meta") for v in stated.meta.all(*MODIFIED_TAGS)),
    ]
    return next((stamp for value, method in values if (stamp := read_stamp(value, method, today))), None)


def page_section(stated: Stated, hints: Hints) -> str | None:
    """Section by JSON-LD or meta tag, else by the record."""
    return (
        plain(stated.node.get("articleSection"))
        or stated.meta.first("article:section", "section", "parsely-section")
        or hints.section
    )


def page_tags(stated: Stated, hints: Hints) -> tuple[str, ...]:
    """Keywords of JSON-LD and article:tag (one or all in each), else of the keywords tag or the record; at most 50."""
    tagged = stated.meta.all("article:tag")
    tags = words_of(stated.node.get("keywords")) + (words_of(tagged[0]) if len(tagged) == 1 else tagged)
    tags = tags or words_of(stated.meta.first("news_keywords", "keywords", "parsely-tags")) or list(hints.tags)
    return tuple(dict.fromkeys(tag for tag in tags if len(tag) <= 100))[:50]


def page_deck(lines: Sequence[Line]) -> str | None:
    """The standfirst that the page shows under the headline."""
    return next((line.text for line in lines if line.kind == "deck"), None)


def page_flags(stated: Stated) -> tuple[str, ...]:
    """`paywall`, as far as JSON-LD says so, and `live`."""
    free = str(stated.node.get("isAccessibleForFree", "")).lower()
    return (*(["paywall"] if free == "false" else []), *(["live"] if stated.live else []))
