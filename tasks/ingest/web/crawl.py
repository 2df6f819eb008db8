"""From the addresses that were named to the pages that are to be read: listings first, then what is due of theirs."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

from tasks.ingest.charset import declared_by_http
from tasks.ingest.hints import MAX_HINT_CHARS, MAX_HINTS
from tasks.ingest.inputs import InputFile
from tasks.ingest.page import Hints, Rule, printable
from tasks.ingest.web import agenda
from tasks.ingest.web.address import MAX_URL_CHARS, host_of, is_address, normal_url
from tasks.ingest.web.fault import FetchError
from tasks.ingest.web.listing import Entry
from tasks.ingest.web.options import FetchOptions
from warehouse.fetched import Fetched, Visit

if TYPE_CHECKING:
    from tasks.ingest.web.visiting import Visited, Visitor

MAX_DEPTH = 4
"""A list of indexes of sitemaps of pages; what lies deeper is not followed."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WebSource:
    """What the user named, and how much of it is wanted."""

    name: str
    addresses: tuple[str, ...]
    max_pages: int
    since: date | None = None


@dataclass(frozen=True)
class Fetch:
    """The inputs on the web, new and known, and what was done to get them."""

    inputs: list[InputFile]
    counts: Mapping[str, int] = field(default_factory=dict)
    """fetched, unchanged (304), listed (listings read), from_feed, failed, deferred (left to a later run)."""


class Crawl:
    """One run's fetching, within one folder of what was fetched."""

    def __init__(
        self, fetched: Fetched, published: set[tuple[str, str]], options: FetchOptions, *, anew: bool = False
    ) -> None:
        self._fetched, self._published, self._options, self._anew = fetched, published, options, anew
        self._contents: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def run(self, sources: Sequence[WebSource]) -> Fetch:
        """Fetch what is due; never raises on what servers answer."""
        from tasks.ingest.web.visiting import Visitor  # and with it an HTTP client, for which others have no use

        visitor = Visitor(self._fetched, self._options)
        try:
            for source in sources:
                self._follow(source, visitor)
            self._visit_pages(sources, visitor)
        finally:
            visitor.close()
            self._fetched.flush()
        found = {v.url: i for s in sources for v in self._visits_of(s) if (i := self._input(v)) is not None}
        return Fetch(list(found.values()), dict(self._counts))

    def _follow(self, source: WebSource, visitor: Visitor) -> None:
        """Ask for what was named, and for the listings that it leads to."""
        now = time.time()
        level = self._within(source, [self._named(address, source, now) for address in source.addresses])
        for _ in range(MAX_DEPTH):
            visited = self._visit(level, source, visitor)
            for listing in (v for v in visited if v.outcome == "listed"):
                self._note_entries(listing, source, now)
            asked = {v.url for v in level}
            # Also below a listing that has not changed: a sitemap may have, though its index has not.
            below = [v for v in self._visits_of(source) if v.listed_by in asked - {v.url} and self._is_listed(v)]
            level = self._within(source, [v for v in below if agenda.may_list(v) and v.url not in asked])

    def _within(self, source: WebSource, visits: Iterable[Visit]) -> list[Visit]:
        """Those that are due: all listings, and as many others as a run may fetch, the most urgent ones."""
        due = sorted(filter(self._is_due, visits), key=agenda.urgency)
        others = [v for v in due if v.kind != "listing"]
        self._counts["deferred"] += len(others[source.max_pages :])
        return [v for v in due if v.kind == "listing"] + others[: source.max_pages]

    def _named(self, address: str, source: WebSource, now: float) -> Visit:
        try:
            url = normal_url(address)
        except FetchError as fault:
            visit = Visit(printable(address), printable(address), source=source.name)
            self._fetched.record(agenda.failed(visit, fault, now, self._options))
            return self._fetched.visits[visit.url]
        known = self._fetched.visits.get(url) or Visit(url, url, first_seen=now)
        return replace(known, root=url, source=source.name)

    def _note_entries(self, listing: Visited, source: WebSource, now: float) -> None:
        """Put what a listing names on the agenda."""
        at = listing.visit
        for entry in listing.entries:
            fresh = Visit(
                url=printable(entry.url[:MAX_URL_CHARS]),
                root=at.root,
                kind="" if entry.listing else "page",
                source=source.name,
                listed_by=at.url,
                listed_at=at.read_at,
                changed=entry.changed,
                hints=_hints_row(entry),
                first_seen=now,
            )
            try:
                fresh = replace(fresh, url=normal_url(entry.url, base=at.final_url or at.url))
            except FetchError as fault:
                fresh = agenda.failed(fresh, fault, now, self._options)
            self._contents[fresh.url] = entry.content
            self._fetched.record(agenda.listed(self._fetched.visits.get(fresh.url), fresh))

    def _visit_pages(self, sources: Sequence[WebSource], visitor: Visitor) -> None:
        for source in sources:
            below = (v for v in self._visits_of(source) if v.kind == "page" and v.url != v.root)
            self._visit(self._within(source, below), source, visitor)

    def _visit(self, visits: Iterable[Visit], source: WebSource, visitor: Visitor) -> list[Visited]:
        """Ask for what is due, each host in its own thread."""
        by_host: defaultdict[str, list[Visit]] = defaultdict(list)
        for visit in visits:
            by_host[host_of(visit.url)].append(visit)

        def ask(queue: list[Visit]) -> list[Visited]:
            return [self._ask(visit, source, visitor) for visit in queue]

        with ThreadPoolExecutor(self._options.hosts) as threads:
            visited = [v for answers in threads.map(ask, by_host.values()) for v in answers]
        self._counts.update(v.outcome for v in visited)
        return visited

    def _ask(self, visit: Visit, source: WebSource, visitor: Visitor) -> Visited:
        not_needed = visit.kind == "listing" or (self._is_published(visit) and not self._anew)
        at_hand = not_needed or self._fetched.body_of(visit) is not None
        content = self._contents.get(visit.url, "")
        return visitor.visit(visit, source.since, conditional=at_hand, content=content)

    def _is_due(self, visit: Visit) -> bool:
        if self._anew and visit.url == visit.root:
            return is_address(visit.url)
        return is_address(visit.url) and agenda.is_due(
            visit, time.time(), self._options,
            published=self._is_published(visit),
            kept=self._fetched.body_of(visit) is not None,
            listed=self._is_listed(visit),
        )  # fmt: skip

    def _is_published(self, visit: Visit) -> bool:
        return (visit.url, visit.sha256) in self._published

    def _is_listed(self, visit: Visit) -> bool:
        """Whether the listing that named it still does."""
        listing = self._fetched.visits.get(visit.listed_by)
        return listing is not None and visit.listed_at == listing.read_at

    def _visits_of(self, source: WebSource) -> list[Visit]:
        """What is known below the addresses of a source."""
        roots = {normal_url(a) if is_address(a) else printable(a) for a in source.addresses}
        return [v for v in self._fetched.visits.values() if v.root in roots and v.kind != "robots"]

    def _input(self, visit: Visit) -> InputFile | None:
        """The input that a page is, or the refusal of one that cannot be fetched; None while it waits."""
        body = self._fetched.body_of(visit)
        if visit.kind == "page" and (body is not None or self._is_published(visit)):
            hints = _hints_of(visit)
            return InputFile(
                visit.url, visit.source, visit.bytes, visit.sha256, str(body or ""),
                charset=declared_by_http(visit.content_type), hints=replace(hints, url=visit.final_url or visit.url),
            )  # fmt: skip
        if visit.rule:
            why = f"{visit.why}; {self._prospect(visit)}"
            return InputFile(visit.url, visit.source, 0, _token(visit), refusal=(cast("Rule", visit.rule), why))
        return None

    def _prospect(self, visit: Visit) -> str:
        """What happens next to a page that could not be fetched."""
        if visit.rule in agenda.FORBIDDEN or agenda.may_list(visit):
            return "later runs look again"
        if visit.attempts < self._options.max_attempts:
            return f"later runs try again, {self._options.max_attempts} in all"
        return "it is not tried again"


def _hints_row(entry: Entry) -> dict[str, object]:
    """The hints that are there, cut to what hints may be."""
    stated = {name: value for name, value in vars(entry.hints).items() if value}
    return {n: v[:MAX_HINT_CHARS] if isinstance(v, str) else v[:MAX_HINTS] for n, v in stated.items()}


def _hints_of(visit: Visit) -> Hints:
    """What was kept of an entry's hints, by whatever version."""
    kept: dict[str, Any] = {}
    for name in (f.name for f in fields(Hints) if f.name in visit.hints):
        value = visit.hints[name]
        kept[name] = tuple(value) if isinstance(value, list) else value
    return Hints(**kept)


def _token(visit: Visit) -> str:
    """Stands for the content of what could not be fetched, so that quarantine has one row per page and rule.

    Of a listing it has one a day: a feed that is gone is not forgotten.
    """
    day = datetime.now(UTC).date().isoformat() if agenda.may_list(visit) else ""
    return hashlib.sha256(f"not fetched: {visit.rule} {day}".encode()).hexdigest()
