"""A site on a free port of this machine that behaves as its test wants, well or badly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Reply:
    """An answer; `etag` makes it one that a conditional request finds unchanged."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""


Misbehaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Pages by path, and what was asked for."""

    url: str
    pages: dict[str, Reply | list[Reply] | Misbehaviour] = field(default_factory=dict)
    """One reply, several of which each is given once and the last for ever, or a function that writes what it likes."""
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Path and status of each request but those for robots.txt."""
    agents: set[str] = field(default_factory=set)
    stopping: threading.Event = field(default_factory=threading.Event)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def reply_to(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        self.agents.add(str(handler.headers["User-Agent"]))
        page = self.pages.get(handler.path, Reply(b"", 404))
        if callable(page):
            self.asked.append((handler.path, 0))
            page(handler)
            return
        reply = page if isinstance(page, Reply) else page.pop(0) if len(page) > 1 else page[0]
        unchanged = reply.etag and handler.headers["If-None-Match"] == reply.etag
        status = 304 if unchanged else reply.status
        if handler.path != "/robots.txt":
            self.asked.append((handler.path, status))
        headers = {"ETag": reply.etag} if reply.etag else {}
        self.send(handler, status, b"" if unchanged else reply.body, {**headers, **reply.headers})

    @staticmethod
    def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Write a whole answer; a `Content-Length` given replaces the right one."""
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve a site until the end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                site.reply_to(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site = Site(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.stopping.set()
            server.shutdown()
            thread.join()


def story(number: int, changed: str = "") -> bytes:
    """A page with an article about an invented harbour."""
    text = " ".join(
        f"The harbour board of Oddaholm said on Monday that quay {number} would stay closed for {n} more days{changed}."
        for n in range(3, 9)
    )
    return (
        f"<!doctype html><html><head><title>Quay {number} stays closed</title></head><body><article>"
        f"<h1>Quay {number} stays closed</h1><p>{text}</p></article></body></html>"
    ).encode()


def rss(site: Site, *numbers: int, content: str = "", extra: str = "") -> bytes:
    """A feed of stories."""
    items = "".join(
        f"<item><title>Quay {n} stays closed</title><link>{site.url}/story/{n}</link>"
        f"<pubDate>Mon, 0{n} Jun 2026 08:00:00 GMT</pubDate><dc:creator>Zoe Karlstrom</dc:creator>{content}</item>"
        for n in numbers
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Times</title>'
        f"<language>en</language>{items}{extra}</channel></rss>"
    ).encode()
