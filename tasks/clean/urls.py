"""The canonical URL of an article: what stays the same however a reader came to it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

TRACKING = re.compile(
    r"^(utm_|fb_|ga_|mc_|pk_|mtm_|hsa_|at_|__twitter|oly_|vero_|wt_?mc|cmpid?|cid$|ncid$|icid$|ito$|ns_|xtor|fbclid|gclid|"
    r"dclid|msclkid|yclid|igshid|twclid|ref$|ref_src|ref_url|source$|src$|smid$|smtyp$|sr_share|share|partner$|rss$|"
    r"feedtype|feedname|campaign|amp$|outputtype|output$|_ga$|spm$|soc_src|soc_trk|guccounter|guce_|s_cid|taid|mbid|"
    r"traffic_source|emc$|partnerId|fromFeed|notification|ocid$|dcmp$|sh$|mod$)",
    re.IGNORECASE,
)
MOBILE_HOST = re.compile(r"^(?:m|mobile|amp|touch|wap)\.(?=[^.]+\.[^.]+)")
AMP_PATH = re.compile(r"(?:^/amp(?=/.)|/amp/?$|\.amp(?=\.html?$|$))", re.IGNORECASE)
MAX_URL_CHARS = 2_000


def normal_url(url: str | None, base: str | None = None) -> str | None:
    """A URL without fragment, tracking parameters, AMP and mobile variants; None when it is no http(s) URL.

    The scheme and host are lower case; a scheme-less host and a relative URL are resolved against `base`.
    """
    if not url or len(url) > MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or "." not in host or re.search(r"[\s<>\"]", host):
        return None
    host = MOBILE_HOST.sub("", host) + (f":{port}" if port and port not in {80, 443} else "")
    path = AMP_PATH.sub("", parts.path) or "/"
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(k)]
    return urlunsplit((parts.scheme.lower(), host, path, urlencode(kept), ""))


def host_of(url: str | None) -> str | None:
    """The host that an address names, whatever else is wrong with it; None when it names none."""
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def canonical_url(candidates: list[str | None], page_url: str | None) -> str | None:
    """The first candidate that names a page; a canonical link to the front page of a site names none."""
    page = normal_url(page_url)
    for candidate in candidates:
        url = normal_url(candidate, page_url)
        if url and (not is_front(url) or (page is not None and is_front(page))):
            return url
    return page


def headline_url(href: str | None, page_url: str | None) -> str | None:
    """The page of its own that the headline of a story leads to: another one of the same site."""
    url = normal_url(href, page_url)
    if url is None or is_front(url) or (page_url is not None and urlsplit(url).netloc != urlsplit(page_url).netloc):
        return None
    return url if url != page_url else None


def is_front(url: str) -> bool:
    """A URL without path and query."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query
