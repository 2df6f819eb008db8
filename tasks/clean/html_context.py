"""What the tags, classes and ids of an element say about the text inside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, product

from tasks.clean.page import Context

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
CELL_TAGS = frozenset({"td", "th"})
SKIPPED_TAGS = frozenset(
    [
        "audio",
        "canvas",
        "datalist",
        "embed",
        "frame",
        "head",
        "iframe",
        "map",
        "math",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "option",
        "script",
        "select",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
    ]
)
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TAG_CONTEXT = {
    "article": Context.ARTICLE,
    "main": Context.ARTICLE,
    "aside": Context.ASIDE,
    "nav": Context.NAVIGATION,
    "footer": Context.FOOTER,
    "header": Context.HEADER,
    "figure": Context.FIGURE,
    "figcaption": Context.CAPTION,
    "form": Context.FORM,
    "button": Context.BUTTON,
    "label": Context.BUTTON,
    "time": Context.DATE,
    "h1": Context.TITLE,
    "ul": Context.LIST,
    "ol": Context.LIST,
    "dl": Context.LIST,
    "table": Context.TABLE,
    "blockquote": Context.QUOTE,
    "dialog": Context.PROMOTION,
    "address": Context.BYLINE,
}

CLASS_CONTEXT = {
    Context.BODY: """
        article-body, article-content, article-text, article-copy, story-body, story-content, story-text, post-body,
        post-content, post-text, entry-content, body-text, body-copy, body-content, rich-text, field name body
    """,
    Context.NAVIGATION: "nav, navbar, navigation, menu, breadcrumb, breadcrumbs, pagination, pager, toolbar, tabs",
    Context.FOOTER: "footer, copyright, colophon",
    Context.ASIDE: "sidebar, side-bar, rail, aside, widget",
    Context.FIGURE: "gallery, slideshow, carousel, lightbox, wp caption, image container, media-object",
    Context.CAPTION: """
        caption, captions, fig-caption, cutline, wp caption text, legend, image-info, image-description, image-text
    """,
    Context.CREDIT: "credit, credits, photo-credit, image-credit, copyright-holder, photographer",
    Context.FORM: "login, sign-in, register, search-form, search-box",
    Context.RELATED: """
        related, recommend, recommended, recommendation, recommendations, more-stories, more-from, more-on, more-news,
        more-articles, read-more, read-next, read-also, see-also, also-read, also-like, trending, most-read,
        most-popular, most-viewed, popular, latest, up-next, teaser, teasers, outbrain, taboola, linkbox,
        in-this-series, in-this-story, top-stories, tags, tag-list, poll
    """,
    Context.SHARE: """
        share, sharing, shares, social, social-media, social-links, social-share, social-bar, addthis, addtoany,
        sharedaddy
    """,
    Context.COMMENTS: "comment, comments, comment-list, comment-form, comment-section, disqus, respond, replies",
    Context.PROMOTION: """
        promo, promotion, newsletter, subscribe, subscription, signup, sign-up, paywall, advert, advertisement, ad, ads,
        ad-slot, ad-unit, ad-container, ad-wrapper, sponsor, sponsored, cta, call-to-action, donate, donation, cookie,
        cookies, consent, gdpr, banner, modal, popup, overlay, disclaimer, app-download, author-bio, bio, about-author,
        about-the author, trust-project
    """,
    Context.BYLINE: """
        byline, by-line, author, authors, author-name, contributor, contributors, writer, writers, posted-by,
        entry-meta, post-meta, article-meta
    """,
    Context.DATE: """
        date, dateline, timestamp, time-stamp, pub-date, published, publish-date, updated, post-date, meta-date
    """,
    Context.TITLE: "headline, article-title, entry-title, post-title, story-title",
    Context.DECK: """
        deck, dek, standfirst, subhead, subheadline, sub-title, strapline, kicker-text, article-summary,
        chapo, vorspann, entradilla, ingress, preamble, excerpt, lead-text, lead-paragraph, article-intro, article-desc,
        story-summary
    """,
    Context.PULLED: "pull-quote, pulled-quote, pq",
    Context.TOOLTIP: "tool-tip, popover, hover-card, rollover-block, rollover people block, drop-down",
    Context.EMBED: "twitter-tweet, tweet, instagram-media, fb-post, embed",
    Context.HIDDEN: """
        hidden, visually-hidden, sr-only, screen-reader-text, screen-reader-only, assistive-text, a11y,
        invisible, offscreen
    """,
}
"""Words of class names and ids; words parted by a hyphen are found as one word, too."""
NAMING = ("class", "id", "itemprop", "data-testid", "role")
"""Attributes whose words say what an element is."""
PART_NAMING = frozenset({"data-component", "data-qa", "data-gu-name"})
"""Attributes by which templates name the parts that they were made of; some name a whole page by one of its parts."""
HEADER_PARTS = Context.DECK | Context.BYLINE
"""What such an attribute is believed."""
HIDING = frozenset({"hidden", "aria-hidden", "style"})
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
WORD = re.compile(r"[a-z0-9]+")
NAME_CHARS = 400
"""Only so much of a class attribute is read: atomic style sheets carry hundreds of meaningless names."""


def _phrases() -> dict[str, list[tuple[list[str], int]]]:
    """First word -> the words that must follow it, and what they say."""
    found: dict[str, list[tuple[list[str], int]]] = {}
    for flag, listed in CLASS_CONTEXT.items():
        for phrase in listed.split(","):
            for joints in product(("", " "), repeat=phrase.count("-")):
                parts = phrase.strip().split("-")
                words = "".join(chain.from_iterable(zip(parts, (*joints, ""), strict=True))).split()
                found.setdefault(words[0], []).append((words[1:], flag))
    return found


PHRASES = _phrases()


def named_context(names: str) -> int:
    """What class names, ids and roles say, e.g. `ArticleBody_main` or `wp-caption-text`."""
    names = names[:NAME_CHARS]
    words = WORD.findall(names if names.islower() else CAMEL.sub(" ", names).lower())
    found = Context.NONE
    for place, word in enumerate(words, start=1):
        for behind, flag in PHRASES.get(word, ()):
            if not behind or words[place : place + len(behind)] == behind:
                found |= flag
    return found


def element_context(tag: str, attributes: Iterable[tuple[str, str]]) -> int:
    """Context of an element by its tag, its names (class, id, ...) and whether it is shown."""
    names: list[tuple[str, str]] = []
    context = TAG_CONTEXT.get(tag, Context.NONE)
    for name, value in attributes:
        if name in NAMING:
            names.append((name, value[:NAME_CHARS]))
        elif name in PART_NAMING:
            context |= names_context((("class", value[:NAME_CHARS]),)) & HEADER_PARTS
        elif name in HIDING and hides(name, value):
            context |= Context.HIDDEN
    return context | names_context(tuple(names)) if names else context


@lru_cache(maxsize=20_000)
def names_context(names: tuple[tuple[str, str], ...]) -> int:
    """What all naming attributes of an element say; a phrase may begin in one and end in the next."""
    given = dict(names)
    return named_context(" ".join([given[name] for name in NAMING if name in given]))


def hides(name: str, value: str) -> bool:
    """Not shown to a reader: `hidden`, `aria-hidden` or a style that says so."""
    if name == "style":
        return "display:none" in value.replace(" ", "").lower()
    return name == "hidden" or value == "true"
