"""One page over http(s): redirects followed hop by hop, the body streamed to where it is kept, all within limits."""

from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from tasks.ingest.columns import Columns
from tasks.ingest.magic import Format
from tasks.ingest.packed import gunzipped
from tasks.ingest.page import RefusedError
from tasks.ingest.sniff import sniff
from tasks.ingest.stream import CHUNK_BYTES, HEAD_BYTES, Allowance, ChunkStream, buffered
from tasks.ingest.web.address import normal_url, resolved
from tasks.ingest.web.fault import FetchError
from tasks.ingest.web.network import GuardedBackend, extend_time_limit, time_limit
from tasks.ingest.web.options import FetchOptions

REDIRECTS = (301, 302, 303, 307, 308)
PASSING = (408, 425, 429, 500, 502, 503, 504)
ARCHIVES = (Format.WARC, Format.GZIP, Format.ZSTD, Format.ZIP, Format.PARQUET)
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8"

Keep = Callable[[Iterator[bytes]], tuple[str, int]]
"""Takes the chunks of a body to where it is kept, and returns its sha256 and size."""


@dataclass(frozen=True)
class Answer:
    """What a server answered: 200 with a body, or 304 without one."""

    url: str
    """Where the last redirect led to."""
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
    bytes: int = 0


class Client:
    """Asks servers; keeps connections open between requests, for several threads."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._pools: dict[str, httpcore.ConnectionPool] = {}
        self._lock = threading.Lock()
        self._ssl = httpx.create_ssl_context()

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()

    def get(
        self,
        url: str,
        keep: Keep,
        before: Callable[[str], None],
        conditions: Mapping[str, str] | None = None,
        *,
        archive: bool = False,
    ) -> Answer:
        """Ask for a page; `before` is called with each address on the way, and may raise.

        Args:
            url: a normal address.
            keep: where the body goes.
            before: looks at robots.txt and waits for the host's turn.
            conditions: headers of a conditional request.
            archive: whether a body that is an archive may have `max_file_bytes`, and the time of the whole run.

        Raises:
            FetchError: nothing usable came.
        """
        for _ in range(self._options.max_redirects + 1):
            before(url)
            with _faults(), time_limit(self._options.page_seconds), self._asked(url, conditions or {}) as response:
                answer = self._answer(url, response, keep, archive=archive)
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise FetchError("redirects", f"it redirects more than {self._options.max_redirects} times, at last to {url}")

    def _asked(self, url: str, conditions: Mapping[str, str]) -> Any:
        options = self._options
        asked = {"User-Agent": options.user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip", **conditions}
        headers = [(name.encode(), value.encode("latin-1", "replace")) for name, value in asked.items()]
        timeout = {
            "connect": options.connect_seconds,
            "read": options.read_seconds,
            "write": options.read_seconds,
            "pool": options.page_seconds,
        }
        return self._pool(url).stream("GET", url, headers=headers, extensions={"timeout": timeout})

    def _answer(self, url: str, response: httpcore.Response, keep: Keep, *, archive: bool) -> Answer | str:
        """The answer, or the address to go on to."""
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
        if response.status in REDIRECTS and headers.get("location"):
            return normal_url(headers["location"], base=url)
        if response.status == 304:
            return Answer(url, 304, headers)
        if response.status not in (200, 203):
            passing = response.status in PASSING
            wait = retry_after(headers.get("retry-after")) if passing else 0.0
            raise FetchError("http_status", f"the server answers {response.status}", passing=passing, wait=wait)
        sha256, size = keep(self._body(headers, response, archive=archive))
        return Answer(url, response.status, headers, sha256, size)

    def _body(self, headers: Mapping[str, str], response: httpcore.Response, *, archive: bool) -> Iterator[bytes]:
        """The body in chunks, unpacked; raises FetchError when it is larger than it may be."""
        stream = _unpacked(headers.get("content-encoding", ""), response)
        limit, setting = self._options.max_page_bytes, "max_page_bytes"
        if archive and sniff(stream.peek(HEAD_BYTES), Columns()).format in ARCHIVES:
            limit, setting = self._options.max_file_bytes, "max_file_bytes"
            extend_time_limit(self._options.max_seconds)
        left = limit if _stated_length(headers) <= limit else -1
        while left >= 0 and (chunk := stream.read(CHUNK_BYTES)):
            left -= len(chunk)
            yield chunk
        if left < 0:
            raise FetchError("too_large", f"it is larger than {limit:,} bytes (fetch.{setting})")

    def _pool(self, url: str) -> httpcore.ConnectionPool:
        """The connections for an address: direct ones, or those to the proxy that the environment names for it."""
        parsed = httpx.URL(url)
        proxy = "" if proxy_bypass(parsed.host) else getproxies().get(parsed.scheme, "")
        if proxy:
            self._look_before_proxy(parsed.host)
        with self._lock:
            if proxy not in self._pools:
                self._pools[proxy] = self._opened(proxy)
            return self._pools[proxy]

    def _opened(self, proxy: str) -> httpcore.ConnectionPool:
        limits: dict[str, Any] = {
            "ssl_context": self._ssl,
            "max_connections": 2 * self._options.hosts,
            "max_keepalive_connections": self._options.hosts,
            "keepalive_expiry": 15.0,
        }
        if not proxy:
            backend = GuardedBackend(allow_private=self._options.allow_private)
            return httpcore.ConnectionPool(network_backend=backend, **limits)
        named = httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
        auth = (named.username, named.password) if named.userinfo else None
        return httpcore.HTTPProxy(
            str(named.copy_with(username=None, password=None)),
            proxy_auth=auth,
            network_backend=GuardedBackend(allow_private=True),  # the user's own proxy may be next door
            **limits,
        )

    def _look_before_proxy(self, host: str) -> None:
        """A proxy resolves names itself: what can be told here is refused here, the rest is the proxy's to refuse."""
        try:
            resolved(host, 0, allow_private=self._options.allow_private)
        except FetchError as fault:
            if fault.rule != "unreachable":
                raise


def _unpacked(encoding: str, response: httpcore.Response) -> io.BufferedReader:
    """The body as it was before it was packed for the way."""
    raw = buffered(ChunkStream(response.iter_stream()))
    packed = encoding.strip().lower()
    if packed in ("", "identity"):
        return raw
    if packed in ("gzip", "x-gzip"):
        return gunzipped(raw, Allowance(sys.maxsize))
    raise FetchError("broken_response", f"its body is packed as {packed[:50]}, which was not asked for")


def _stated_length(headers: Mapping[str, str]) -> int:
    """What the server says the length is, 0 when it says nothing that can be understood."""
    stated = headers.get("content-length", "")
    return int(stated[:18]) if stated.isascii() and stated.isdigit() else 0


def retry_after(value: str | None) -> float:
    """Seconds that a Retry-After header asks for, given as seconds or as a date; 0 for none."""
    if value is None:
        return 0.0
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


@contextmanager
def _faults() -> Iterator[None]:
    """Give the faults of the network their rule."""
    try:
        yield
    except httpcore.TimeoutException as fault:
        raise FetchError("timeout", f"it took too long ({_said(fault)})", passing=True) from fault
    except (httpcore.NetworkError, httpcore.ProxyError) as fault:
        raise FetchError("unreachable", f"the connection failed ({_said(fault)})", passing=True) from fault
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as fault:
        raise FetchError("broken_response", f"the answer is broken ({_said(fault)})", passing=True) from fault
    except RefusedError as refused:
        raise FetchError("broken_response", refused.why, passing=True) from refused
    except (FetchError, OSError):  # the disk's faults are not the server's
        raise
    except Exception as fault:
        why = f"the answer is broken ({type(fault).__name__}: {_said(fault)})"
        raise FetchError("broken_response", why) from fault


def _said(fault: Exception) -> str:
    return str(fault)[:200] or type(fault).__name__
