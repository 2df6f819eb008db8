"""Limits and manners of fetching: defaults here, overridden by settings only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FetchOptions:
    """How pages are fetched over http(s). Sizes are bytes after decompression."""

    user_agent: str = "newsmill"
    """Name that servers and robots.txt see; add an address at which you can be reached: `newsmill (+https://…)`."""
    allow_private: bool = False
    """Also fetch from private, loopback, link-local and other addresses that are not on the public internet."""
    hosts: int = 8
    """Hosts asked at a time; each is asked for one page after the other."""
    host_seconds: float = 1.0
    """Seconds between two requests to a host. A longer Crawl-delay of its robots.txt wins."""
    connect_seconds: float = 10.0
    """Seconds in which a connection must stand."""
    read_seconds: float = 20.0
    """Seconds in which some answer must come, and then each further part of it."""
    page_seconds: float = 60.0
    """Seconds in which a whole page must come."""
    max_seconds: float = 1800.0
    """Seconds that a run spends on fetching; what is left then is fetched by later runs."""
    max_page_bytes: int = 20_000_000
    """A larger page is refused as `too_large`."""
    max_file_bytes: int = 20_000_000_000
    """A larger archive (WARC, zip, gzip, Parquet) is refused; only addresses that were named are taken for archives."""
    max_redirects: int = 5
    """Redirects followed for one page."""
    tries: int = 3
    """Requests for a page within a run, while the fault looks like one that passes (timeouts, 429, 5xx)."""
    retry_seconds: float = 1.0
    """Wait before the second try, doubled with each further one, with a random part."""
    max_wait_seconds: float = 60.0
    """Longest wait between two tries. A server that asks for more with Retry-After is left alone until a later run."""
    max_attempts: int = 5
    """Runs that try to get a page; then it is given up until its listing says that it has changed."""
    attempt_seconds: float = 600.0
    """Seconds until a page that could not be fetched is tried again, doubled with each attempt."""
    revisit_seconds: float = 3600.0
    """Seconds until a listed page is looked at again for changes, doubled with its age; 0 for every run. Pages whose
    listing dates their changes are fetched when the date changes, and only then."""
    max_pages: int = 1_000
    """Pages of one source fetched in a run, the newest first; the rest waits for later runs."""
    max_listed: int = 50_000
    """Addresses taken from one feed, sitemap or list."""
