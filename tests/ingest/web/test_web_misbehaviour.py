"""Servers that behave badly: each page is given up in bounded time, by a rule that says what was wrong."""

from __future__ import annotations

import gzip
import io
import time
from http.server import BaseHTTPRequestHandler

import pytest

from tasks.ingest.web.client import retry_after
from tests.ingest.web.conftest import Runs
from tests.site import HTML, Misbehaviour, Reply, Site, story

LINE = b"HTTP/1.1 200 OK\r\n"


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.2)
    handler.close_connection = True


def trickling_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(LINE)
    for number in range(40):
        handler.wfile.write(b"X-%d: x\r\n" % number)
        time.sleep(0.05)


def trickling_body(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(LINE + b"Content-Length: 1000\r\n\r\n")
    for _ in range(40):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(LINE + b"Content-Type: text/html\r\n\r\n")
    handler.close_connection = True
    for _ in range(100_000):
        handler.wfile.write(b"<p>The harbour</p>" * 1_000)


def shorter_than_stated(handler: BaseHTTPRequestHandler) -> None:
    Site.send(handler, 200, story(1), {**HTML, "Content-Length": "5000"})
    handler.close_connection = True


def hung_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


def cut_in_the_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(LINE + b"Content-Ty")
    handler.close_connection = True


def no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"220 mail.oddaholm.example ESMTP\r\n")
    handler.close_connection = True


def bomb() -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as file:
        for _ in range(200):
            file.write(b"\0" * 1_000_000)
    return out.getvalue()


PACKED = {**HTML, "Content-Encoding": "gzip"}

CASES: list[tuple[str, Misbehaviour | Reply, str]] = [
    ("silent", silent, "timeout"),
    ("trickling headers", trickling_headers, "timeout"),
    ("trickling body", trickling_body, "timeout"),
    ("endless", endless, "too_large"),
    ("states too much", Reply(b"x", headers={"Content-Length": "999999999"}), "too_large"),
    ("length beyond numbers", Reply(b"x", headers={"Content-Length": "9" * 400}), "broken_response"),
    ("shorter than stated", shorter_than_stated, "broken_response"),
    ("hung up", hung_up, "broken_response"),
    ("cut in the headers", cut_in_the_headers, "broken_response"),
    ("no HTTP", no_http, "broken_response"),
    ("bomb", Reply(bomb(), headers=PACKED), "too_large"),
    ("damaged gzip", Reply(gzip.compress(story(1))[:-20], headers=PACKED), "broken_response"),
    ("not gzip at all", Reply(story(1)[:100], headers={**PACKED, "Content-Encoding": "br"}), "broken_response"),
    ("redirect loop", Reply(status=302, headers={"Location": "/page"}), "redirects"),
    ("redirect to a file", Reply(status=301, headers={"Location": "file:///etc/passwd"}), "refused_address"),
    ("redirect with a password", Reply(status=301, headers={"Location": "//a:b@example.org/"}), "refused_address"),
    ("redirect to nothing", Reply(status=302), "http_status"),
    ("unasked 304", Reply(status=304), "broken_response"),
    ("missing", Reply(status=404), "http_status"),
    ("forbidden", Reply(status=403), "http_status"),
    ("overloaded", Reply(status=503), "http_status"),
]


@pytest.mark.parametrize(("page", "rule"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_answer_ends_in_bounded_time_with_its_rule(
    runs: Runs, site: Site, page: Misbehaviour | Reply, rule: str
) -> None:
    site.pages["/page"] = page
    began = time.monotonic()
    assert runs.refusal("/page", tries=1, read_seconds=0.4, page_seconds=0.8)[0] == rule
    assert time.monotonic() - began < 10
    assert not [path for path in (runs.folder / "bodies").iterdir() if path.suffix == ".tmp"]


def test_nobody_there(runs: Runs, site: Site) -> None:
    address = "http://127.0.0.1:9/page"
    rule, why = runs.refusal(address, tries=1)
    assert rule in ("unreachable", "robots")
    assert "later runs look again" in why
    assert site.asked == []


def test_a_fault_that_passes_is_tried_again_at_once(runs: Runs, site: Site) -> None:
    site.pages["/page"] = [Reply(status=503), Reply(status=500), Reply(story(1), headers=HTML)]
    assert runs.fetch("/page")["/page"].refusal is None
    assert [status for _, status in site.asked] == [503, 500, 200]


def test_a_fault_that_stays_is_not(runs: Runs, site: Site) -> None:
    site.pages["/page"] = Reply(status=410)
    runs.fetch("/page")
    assert site.paths() == ["/page"]


def test_retry_after_is_obeyed(runs: Runs, site: Site) -> None:
    site.pages["/page"] = [Reply(status=429, headers={"Retry-After": "1"}), Reply(story(1), headers=HTML)]
    began = time.monotonic()
    assert runs.fetch("/page")["/page"].refusal is None
    assert time.monotonic() - began >= 1.0


def test_a_host_that_asks_for_a_long_pause_gets_it(runs: Runs, site: Site) -> None:
    site.pages["/list"] = Reply(f"{site.url}/a\n{site.url}/b\n{site.url}/c\n".encode())
    site.pages["/a"] = Reply(status=429, headers={"Retry-After": "3600"})
    found = runs.fetch("/list")
    assert site.paths() == ["/list", "/a"]
    assert runs.counts == {"listed": 1, "failed": 1, "deferred": 2}
    assert list(found) == ["/a"]
    runs.fetch("/list")
    assert site.paths().count("/a") == 1, "the pause lasts beyond the run"


def test_a_host_that_is_down_is_not_asked_for_all_its_pages(runs: Runs, site: Site) -> None:
    site.pages["/list"] = Reply("".join(f"{site.url}/{n}\n" for n in range(20)).encode())
    for number in range(20):
        site.pages[f"/{number}"] = hung_up
    runs.fetch("/list", tries=1)
    assert len(site.paths()) == 1 + 3
    assert runs.counts["deferred"] == 17


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(None, 0.0), ("7", 7.0), ("soon", 0.0), ("-5", 0.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("9" * 50, 1e9 - 1)],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float) -> None:
    assert retry_after(value) == seconds
    assert retry_after("Fri, 31 Dec 2100 00:00:00 GMT") > 1e9
