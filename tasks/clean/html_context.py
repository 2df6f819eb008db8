"""What the tags, classes and ids of an element say about the text inside it."""

from __future__ import annotations

import re
from functools import lru_cache

from tasks.clean.page import Context, joined

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
    Context.BODY: r"""
        article ?(body|content|text|copy)|story ?(body|content|text)|post ?(body|content|text)|entry ?content
        |body ?(text|copy|content)|rich ?text|articlebody|field name body
    """,
    Context.NAVIGATION: r"nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|toolbar|tabs",
    Context.FOOTER: r"footer|copyright|colophon",
    Context.ASIDE: r"sidebar|side ?bar|rail|aside|widget",
    Context.FIGURE: r"gallery|slideshow|carousel|lightbox|wp caption|image container|media ?object",
    Context.CAPTION: r"captions?|fig ?caption|cutline|wp caption text|legend|image ?(info|description|text)",
    Context.CREDIT: r"credits?|photo ?credit|image ?credit|copyright ?holder|photographer",
    Context.FORM: r"login|sign ?in|register|search ?(form|box)",
    Context.RELATED: r"""
        related|recommend(ed|ations?)?|more ?(stories|from|on|news|articles)|read ?(more|next|also)|see ?also
        |also ?(read|like)|trending|most ?(read|popular|viewed)|popular|latest|up ?next|teasers?|outbrain
        |taboola|linkbox|in ?this ?(series|story)|top ?stories
    """,
    Context.SHARE: r"share|sharing|shares|social|social ?(media|links|share|bar)|addthis|addtoany|sharedaddy",
    Context.COMMENTS: r"comments?|comment ?(list|form|section)|disqus|respond|replies",
    Context.PROMOTION: r"""
        promo|promotion|newsletter|subscribe|subscription|signup|sign ?up|paywall|advert|advertisement|ads?
        |ad ?(slot|unit|container|wrapper)|sponsor(ed)?|cta|call ?to ?action|donate|donation|cookies?|consent
        |gdpr|banner|modal|popup|overlay|disclaimer|app ?download|author ?bio|bio|about ?(the )?author
        |trust ?project
    """,
    Context.BYLINE: r"""
        byline|by ?line|authors?|author ?name|contributors?|writers?|posted ?by|entry ?meta|post ?meta
        |article ?meta
    """,
    Context.DATE: r"""
        date|dateline|timestamp|time ?stamp|pub ?date|published|publish ?date|updated|post ?date|meta ?date
    """,
    Context.TITLE: r"headline|article ?title|entry ?title|post ?title|story ?title",
    Context.DECK: r"deck|dek|standfirst|subhead(line)?|sub ?title|strapline|kicker ?text|article ?summary",
    Context.PULLED: r"pull ?quote|pulled ?quote|pq",
    Context.TOOLTIP: r"tool ?tip|popover|hover ?card|rollover.*block|rollover ?block|drop ?down",
    Context.EMBED: r"twitter ?tweet|tweet|instagram ?media|fb ?post|embed",
    Context.HIDDEN: r"""
        hidden|visually ?hidden|sr ?only|screen ?reader ?(text|only)|assistive ?text|a11y|invisible|offscreen
    """,
}
"""Words of class names and ids, as whole words between hyphens, underscores, capitals or blanks."""
CLASS_PATTERNS = tuple((flag, joined(f"(?:^| )(?:{words})(?= |$)")) for flag, words in CLASS_CONTEXT.items())
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NO_WORD = re.compile(r"[^a-z0-9]+")
NAME_CHARS = 400
"""Only so much of a class attribute is read: atomic style sheets carry hundreds of meaningless names."""


@lru_cache(maxsize=20_000)
def named_context(names: str) -> int:
    """What class names, ids and roles say, e.g. `ArticleBody_main` or `wp-caption-text`."""
    spread = NO_WORD.sub(" ", CAMEL.sub(" ", names[:NAME_CHARS]).lower())
    found = Context.NONE
    for flag, pattern in CLASS_PATTERNS:
        if pattern.search(spread):
            found |= flag
    return found


@lru_cache(maxsize=20_000)
def stated_context(tag: str, names: tuple[str | None, ...], hidden: bool) -> int:
    """Context of an element by its tag, its names (class, id, ...) and whether it is shown."""
    context = TAG_CONTEXT.get(tag, Context.NONE) | (Context.HIDDEN if hidden else Context.NONE)
    given = " ".join(filter(None, names))
    return context | named_context(given) if given else context


def is_hidden(style: str | None, hidden: str | None, aria: str | None) -> bool:
    """Not shown to a reader: `hidden`, `aria-hidden` or a style that says so."""
    if hidden is not None or aria == "true":
        return True
    return bool(style) and "display:none" in str(style).replace(" ", "").lower()
