"""robots.txt of each host, kept for a day, read by Protego."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from tasks.ingest.web.address import host_of
from tasks.ingest.web.client import Client
from tasks.ingest.web.fault import FetchError
from tasks.ingest.web.options import FetchOptions
from tasks.ingest.web.pace import Pace
from warehouse.fetched import Fetched, Visit
from warehouse.location import Location

KEPT_SECONDS = 86_400.0
"""As RFC 9309 has it: no longer than a day."""
MAX_BYTES = 512_000
"""What is read of a robots.txt; the RFC asks for at least 500 KiB."""


class Robots:
    """What each host allows, asked for at most once a day."""

    def __init__(self, client: Client, fetched: Fetched, pace: Pace, options: FetchOptions) -> None:
        self._client, self._fetched, self._pace, self._options = client, fetched, pace, options
        self._rules: dict[str, Any] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def take_turn(self, url: str) -> None:
        """Wait until the host may be asked for a page.

        Raises:
            FetchError: robots.txt forbids it, or cannot be fetched.
            Deferred: the host is left alone in this run.
        """
        rules = self._rules_of(url)
        agent = self._options.user_agent
        if not rules.can_fetch(url, agent):
            raise FetchError("robots", "robots.txt of the host forbids it")
        rate = rules.request_rate(agent)
        asked = [rules.crawl_delay(agent) or 0.0, rate.seconds / max(rate.requests, 1) if rate else 0.0]
        self._pace.wait(host_of(url), max(self._options.host_seconds, *asked))

    def _rules_of(self, url: str) -> Any:
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        with self._lock:
            lock = self._locks.setdefault(address, threading.Lock())
        with lock:
            if address not in self._rules:
                self._rules[address] = self._read(address)
            return self._rules[address]

    def _read(self, address: str) -> Any:
        from protego import Protego

        body = self._kept(address) or self._asked(address)
        with body.open("rb") as file:
            return Protego.parse(file.read(MAX_BYTES).decode("utf-8", "replace"))

    def _kept(self, address: str) -> Location | None:
        visit = self._fetched.visits.get(address)
        if visit is None or time.time() - visit.checked_at > KEPT_SECONDS:
            return None
        return self._fetched.body_of(visit)

    def _asked(self, address: str) -> Location:
        """A fresh robots.txt; an empty one where there is none, an older one while the server has trouble.

        Raises:
            FetchError: the server has trouble, and nothing is known of it: then nothing is allowed.
        """
        visit = self._fetched.visits.get(address) or Visit(address, root=address, kind="robots")
        try:
            answer = self._client.get(address, self._fetched.keep, self._paced)
            sha256, size = answer.sha256, answer.bytes
        except FetchError as fault:
            older = self._fetched.body_of(visit)
            if fault.passing and older is not None:
                return older
            if fault.passing:
                why = f"robots.txt of the host cannot be fetched: {fault.why}"
                raise FetchError("robots", why, passing=True, wait=fault.wait) from fault
            if fault.rule == "refused_address":
                raise
            sha256, size = self._fetched.keep(iter([b""]))
        visit = replace(visit, sha256=sha256, bytes=size, checked_at=time.time())
        self._fetched.record(visit)
        body = self._fetched.body_of(visit)
        if body is None:
            raise FetchError("robots", "robots.txt was lost while it was read", passing=True)
        return body

    def _paced(self, url: str) -> None:
        self._pace.wait(host_of(url), self._options.host_seconds)
