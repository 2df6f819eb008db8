"""A site that a test makes behave or misbehave, and runs that fetch from it with small limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tasks.ingest.inputs import InputFile
from tasks.ingest.web.crawl import Crawl, WebSource
from tasks.ingest.web.options import FetchOptions
from tests.site import HTML, Reply, Site, rss, running_site, story
from warehouse.fetched import Fetched

SMALL: dict[str, Any] = {
    "allow_private": True,
    "host_seconds": 0.0,
    "connect_seconds": 2.0,
    "read_seconds": 10.0,
    "page_seconds": 20.0,
    "retry_seconds": 0.001,
    "attempt_seconds": 0.0,
    "revisit_seconds": 0.0,
    "max_page_bytes": 200_000,
}


@dataclass
class Runs:
    """Runs over one folder of what was fetched."""

    site: Site
    folder: Path
    published: set[tuple[str, str]] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def fetch(
        self, *paths: str, source: dict[str, Any] | None = None, publish: bool = False, **limits: Any
    ) -> dict[str, InputFile]:
        """The inputs of one run by path on the site; `publish` lets the next run find them published."""
        addresses = tuple(p if "://" in p or not p.startswith("/") else self.site.url + p for p in paths)
        wanted = WebSource(**{"name": "Harbour Times", "addresses": addresses, "max_pages": 100, **(source or {})})
        fetched = Fetched(self.folder)
        fetched.tidy(self.published)
        fetch = Crawl(fetched, self.published, FetchOptions(**{**SMALL, **limits})).run([wanted])
        self.counts = {name: count for name, count in fetch.counts.items() if count}
        if publish:
            self.published |= {(i.uri, i.sha256) for i in fetch.inputs if i.refusal is None}
        return {i.uri.removeprefix(self.site.url): i for i in fetch.inputs}

    def refusal(self, path: str, **limits: Any) -> tuple[str, str]:
        """Rule and reason by which a page was refused."""
        refusal = self.fetch(path, **limits)[path].refusal
        assert refusal is not None
        return refusal


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def runs(site: Site, tmp_path: Path) -> Runs:
    return Runs(site, tmp_path / "_fetch")


@pytest.fixture
def feed(site: Site) -> Site:
    """A feed of three stories, all with ETags."""
    site.pages["/feed"] = Reply(rss(site, 1, 2, 3), headers={"Content-Type": "application/rss+xml"}, etag='"f1"')
    for number in (1, 2, 3):
        site.pages[f"/story/{number}"] = Reply(story(number), headers=HTML, etag=f'"{number}"')
    return site
