"""What the head of a page states in meta and link elements."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import html

from tasks.clean.page import shown, unbroken

MAX_TAGS = 2_000


@dataclass(frozen=True)
class MetaTags:
    """Values by lower-case name, in page order; links by rel."""

    values: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    language: str | None = None

    def first(self, *names: str) -> str | None:
        """The first value of the first of these names that has one."""
        return next((found[0] for name in names if (found := self.values.get(name))), None)

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.values.get(name, [])]


def meta_tags(root: html.HtmlElement) -> MetaTags:
    """Read meta (name, property, itemprop, http-equiv), link rel, title and lang of a page."""
    values: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    for number, element in enumerate(root.iter("meta", "link")):
        if number > MAX_TAGS:
            break
        if element.tag == "link":
            if (rel := element.get("rel")) and (href := element.get("href")):
                links.setdefault(rel.strip().lower(), href.strip())
            continue
        content = unbroken(shown(" ".join((element.get("content") or "").split())))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := element.get(attribute)):
                values.setdefault(name.strip().lower(), []).append(content)
    title = root.find("head/title")
    if title is None:
        title = root.find(".//title")
    text = unbroken(shown(" ".join(title.text_content().split()))) if title is not None else None
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    return MetaTags(values, links, text or None, language)
