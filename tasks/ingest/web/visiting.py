"""One address asked: politely, with several tries, conditionally where it is known; and what came of it."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from tasks.ingest.page import RefusedError
from tasks.ingest.stream import buffered
from tasks.ingest.web.address import host_of
from tasks.ingest.web.agenda import failed
from tasks.ingest.web.client import Answer, Client
from tasks.ingest.web.fault import Deferred, FetchError
from tasks.ingest.web.listing import Entry, entries_in, newest_first
from tasks.ingest.web.options import FetchOptions
from tasks.ingest.web.pace import Pace
from tasks.ingest.web.robots import Robots
from warehouse.fetched import Fetched, Visit

MIN_WHOLE_WORDS = 80
"""A feed's content of fewer words is a summary, which is no substitute for its page."""


@dataclass(frozen=True)
class Visited:
    """What came of asking an address."""

    visit: Visit
    outcome: Literal["fetched", "unchanged", "failed", "deferred", "listed", "from_feed"]
    entries: Sequence[Entry] = ()
    """Of a listing that was read."""


class Visitor:
    """Asks addresses, for several threads."""

    def __init__(self, fetched: Fetched, options: FetchOptions) -> None:
        self._fetched, self._options = fetched, options
        self._client = Client(options)
        self._pace = Pace(time.monotonic() + options.max_seconds)
        self._robots = Robots(self._client, fetched, self._pace, options)

    def close(self) -> None:
        self._client.close()

    def visit(self, visit: Visit, since: date | None, *, conditional: bool, content: str = "") -> Visited:
        """Ask one address, and record what is known of it then.

        Args:
            visit: what is known of it.
            since: of a listing, the first day that counts.
            conditional: whether what was fetched last is still at hand, or not needed.
            content: the page's text in its feed, which serves when the page cannot be fetched.
        """
        try:
            visited = self._asked(visit, since, conditional=conditional)
            self._pace.note(host_of(visit.url), None)
        except Deferred:
            return Visited(visit, "deferred")
        except FetchError as fault:
            visited = self._failed(visit, fault, content)
        self._fetched.record(visited.visit)
        return visited

    def _asked(self, visit: Visit, since: date | None, *, conditional: bool) -> Visited:
        terms = f"since {since}" if since else ""
        known = conditional and (visit.kind != "listing" or visit.terms == terms)
        answer = self._answer(visit, _conditions(visit) if known else {})
        now = time.time()
        visit = replace(visit, checked_at=now, attempts=0, not_before=0.0, rule="", why="", stale=False, terms=terms)
        if answer.status == 304:
            return Visited(visit, "unchanged")
        visit = replace(
            visit,
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            content_type=answer.headers.get("content-type"),
            final_url=answer.url,
            sha256=answer.sha256,
            bytes=answer.bytes,
        )
        entries = None if visit.kind == "page" else self._entries(visit, since)
        if entries is None:
            return Visited(replace(visit, kind="page"), "fetched")
        return Visited(replace(visit, kind="listing", sha256="", bytes=0, read_at=now), "listed", entries)

    def _answer(self, visit: Visit, conditions: dict[str, str]) -> Answer:
        retrying = Retrying(
            retry=retry_if_exception(self._is_worth_a_try),
            stop=stop_after_attempt(self._options.tries),
            wait=self._wait,
            reraise=True,
        )
        archive = visit.kind == "" or visit.url == visit.root
        answer: Answer = retrying(
            self._client.get, visit.url, self._fetched.keep, self._robots.take_turn, conditions, archive=archive
        )
        if answer.status == 304 and not conditions:
            raise FetchError("broken_response", "the server answers 304 to a request without conditions")
        return answer

    def _is_worth_a_try(self, fault: BaseException) -> bool:
        return isinstance(fault, FetchError) and fault.passing and fault.wait <= self._options.max_wait_seconds

    def _wait(self, state: RetryCallState) -> float:
        """A growing, random wait; longer when the server asks for it."""
        options = self._options
        first = options.retry_seconds
        backoff = wait_exponential_jitter(multiplier=first, max=options.max_wait_seconds, jitter=first)
        fault = state.outcome.exception() if state.outcome else None
        return max(backoff(state), fault.wait if isinstance(fault, FetchError) else 0.0)

    def _entries(self, visit: Visit, since: date | None) -> list[Entry] | None:
        """The entries of a body that is a listing, None when it is a page."""
        body = self._fetched.body_of(visit)
        if body is None:
            raise FetchError("broken_response", "it was lost while it was read", passing=True)
        try:
            with body.open("rb") as file:
                entries = entries_in(buffered(file))
                return None if entries is None else newest_first(entries, since, self._options.max_listed)
        except RefusedError as refused:
            raise FetchError(refused.rule, refused.why) from refused
        except Exception as fault:
            raise FetchError("bad_record", f"the listing cannot be read ({type(fault).__name__}: {fault})") from fault

    def _failed(self, visit: Visit, fault: FetchError, content: str) -> Visited:
        host = host_of(visit.url)
        self._pace.note(host, fault)
        if fault.wait > self._options.max_wait_seconds:
            self._pace.leave_alone(host)
        now = time.time()
        if visit.sha256 or len(re.sub(r"<[^>]*>", " ", content).split()) < MIN_WHOLE_WORDS:
            return Visited(failed(visit, fault, now, self._options), "failed")
        sha256, size = self._fetched.keep(iter([_page_of(visit, content)]))
        made = replace(visit, sha256=sha256, bytes=size, content_type="text/html; charset=utf-8", etag=None,
                       last_modified=None, checked_at=now, stale=False)  # fmt: skip
        return Visited(made, "from_feed")


def _conditions(visit: Visit) -> dict[str, str]:
    """The headers by which a server can say that nothing has changed."""
    conditions = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _page_of(visit: Visit, content: str) -> bytes:
    """A page with an entry's title and content."""
    title = html.escape(str(visit.hints.get("title") or ""))
    page = f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    return f"{page}{content}</article></body></html>\n".encode("utf-8", "replace")
