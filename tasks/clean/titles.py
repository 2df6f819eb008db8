"""The headline that a page or its record states, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.clean.urls import host_of

SEPARATOR = re.compile(r"\s+[|•·»«—–‒:-]+\s+|\s*\|\s*|\s*[：｜]\s*|\s+::\s+|\s+l\s+(?=[A-Z]{2,})")
ELLIPSIS = ("...", "…")


def folded(text: str | None) -> str:
    """Letters and digits, lower case, single spaces: the form in which headlines are compared."""
    return " ".join(re.findall(r"\w+", (text or "").casefold()))


def without_site(title: str, site: str | None, host: str | None, others: Sequence[str]) -> str:
    """Cut the name of the site (or a section in front) off a title.

    A part is cut when what remains is what another element of the page states, or when the part is the name
    of the site or of its host.
    """
    stated = {folded(other) for other in others}
    cuts = [(title[: m.start()], title[m.end() :]) for m in SEPARATOR.finditer(title)]
    for left, right in cuts:
        if folded(left) in stated:
            return left.strip()
        if folded(right) in stated:
            return right.strip()
    for left, right in reversed(cuts):
        if _names_site(right, site, host) and left:
            return without_site(left.strip(), site, host, ())
        if _names_site(left, site, host) and right:
            return right.strip()
    return title


def stated_title(title: str | None, url: str | None) -> str | None:
    """The title that a record or feed states, without the name of the site, as the host of the address tells it."""
    return title and without_site(title, None, host_of(url), ())


def _names_site(part: str, site: str | None, host: str | None) -> bool:
    name = folded(part)
    if not name or len(name.split()) > 6:
        return False
    if site and (name == folded(site) or name in folded(site) or folded(site) in name):
        return True
    squeezed = re.sub(r"\W", "", name)
    labels = re.sub(r"[^a-z0-9]", "", (host or "").removeprefix("www."))
    return len(squeezed) > 3 and bool(labels) and (squeezed in labels or labels.startswith(squeezed[:12]))


def choose_title(
    social: str | None,
    stated: str | None,
    headlines: Sequence[str],
    head: str | None,
    site: str | None,
    host: str | None,
) -> str | None:
    """The title among what og:title, JSON-LD, the h1 elements and the title element say.

    og:title is the headline by itself more often than the others: JSON-LD and the title element are written for
    search engines, an h1 may be the name of the site. Cut titles and those that only name the site are passed over.
    """
    shown = list(dict.fromkeys(headlines))
    only = shown[0] if len(shown) == 1 else None
    others = [text for text in (stated, *shown) if text and folded(text) != folded(site)]
    for candidate in (social, stated, only, _agreed(shown, head), head, shown[0] if shown else None):
        if not candidate or candidate.endswith(ELLIPSIS):
            continue
        title = without_site(candidate, site, host, others)
        if folded(title) and folded(title) != folded(site):
            return title
    return None


def _agreed(shown: Sequence[str], head: str | None) -> str | None:
    """Of several headlines the one that the title element repeats."""
    whole = f" {folded(head)} "
    return next((text for text in shown if folded(text) and f" {folded(text)} " in whole), None)
