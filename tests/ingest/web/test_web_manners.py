"""Manners and safety: robots.txt, pace, and the addresses that are never asked."""

from __future__ import annotations

import socket
import time
from ipaddress import ip_address
from typing import Any

import pytest

from expectations.errors import UsageError
from tasks.ingest.web import address
from tasks.ingest.web.fault import Deferred, FetchError
from tasks.ingest.web.pace import Pace
from tasks.ingest.web.source import require_address
from tests.ingest.web.conftest import Runs
from tests.site import HTML, Reply, Site, story


def robots(*lines: str) -> Reply:
    return Reply("\n".join(lines).encode(), headers={"Content-Type": "text/plain"})


def test_robots_txt_is_obeyed_and_asked_for_once_a_day(runs: Runs, site: Site) -> None:
    given: list[str] = []
    rules = robots("User-agent: *", "Disallow: /private/")

    def robots_txt(handler: Any) -> None:
        given.append(handler.path)
        Site.send(handler, 200, rules.body, {})

    site.pages["/robots.txt"] = robots_txt
    site.pages["/private/page"] = site.pages["/page"] = Reply(story(1), headers=HTML)
    for _ in range(2):
        found = runs.fetch("/page", "/private/page")
        refusal = found["/private/page"].refusal
        assert refusal is not None
        assert refusal[0] == "robots"
        assert found["/page"].refusal is None
    assert "/private/page" not in site.paths()
    assert given == ["/robots.txt"]


def test_rules_for_this_agent_win(runs: Runs, site: Site) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *", "Allow: /", "", "User-agent: newsmill", "Disallow: /")
    site.pages["/page"] = Reply(story(1), headers=HTML)
    assert runs.refusal("/page")[0] == "robots"
    assert runs.fetch("/page", user_agent="harbour-reader")["/page"].refusal is None
    assert "harbour-reader" in site.agents


def test_robots_txt_holds_on_the_way_too(runs: Runs, site: Site) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *", "Disallow: /private/")
    site.pages["/page"] = Reply(status=302, headers={"Location": "/private/page"})
    site.pages["/private/page"] = Reply(story(1), headers=HTML)
    assert runs.refusal("/page")[0] == "robots"
    assert site.paths() == ["/page"]


def test_without_a_robots_txt_everything_is_allowed_but_not_while_the_server_has_trouble(
    runs: Runs, site: Site
) -> None:
    site.pages["/page"] = Reply(story(1), headers=HTML)
    site.pages["/robots.txt"] = Reply(status=503)
    rule, why = runs.refusal("/page", tries=1)
    assert (rule, site.paths()) == ("robots", [])
    assert "robots.txt of the host cannot be fetched: the server answers 503" in why
    site.pages["/robots.txt"] = Reply(status=404)
    assert runs.fetch("/page")["/page"].refusal is None


def test_crawl_delay_is_kept_between_requests(runs: Runs, site: Site) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *", "Crawl-delay: 0.5")
    at: list[float] = []

    def page(handler: Any) -> None:
        at.append(time.monotonic())
        Site.send(handler, 200, story(len(at)), HTML)

    site.pages |= {"/a": page, "/b": page, "/c": page}
    runs.fetch("/a", "/b", "/c")
    assert len(at) == 3
    assert at[2] - at[0] > 0.7, "two delays, less what the first request may have been late"


def test_a_run_ends_in_time_and_the_rest_waits(runs: Runs, site: Site) -> None:
    site.pages |= {f"/{n}": Reply(story(n), headers=HTML) for n in range(5)}
    found = runs.fetch(*(f"/{n}" for n in range(5)), host_seconds=0.3, max_seconds=0.5)
    assert 0 < len(found) < 5
    assert runs.counts["deferred"] == 5 - len(found)


def test_turns_of_a_host() -> None:
    now, slept = 100.0, list[float]()
    pace = Pace(until=110.0, clock=lambda: now, sleep=slept.append)
    for host in ("a", "a", "b", "a"):
        pace.wait(host, 4.0)
    assert slept == [4.0, 8.0]
    with pytest.raises(Deferred):
        pace.wait("a", 4.0)
    pace.leave_alone("b")
    with pytest.raises(Deferred):
        pace.wait("b", 4.0)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.7",
     "169.254.169.254", "[fe80::1]", "[fc00::1]", "224.0.0.1", "100.64.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(runs: Runs, site: Site, host: str) -> None:
    port = site.url.rpartition(":")[2]
    found = runs.fetch(f"http://{host}:{port}/page", allow_private=False, tries=1)
    [refusal] = [i.refusal for i in found.values()]
    assert refusal is not None
    assert refusal[0] == "refused_address"
    assert site.asked == []


def test_public_addresses_are_public() -> None:
    assert all(address.is_public(ip_address(a)) for a in ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"))


@pytest.fixture
def loopback_one_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1, where the site is, counts as public; 127.0.0.2, where it can be reached as well, does not."""
    monkeypatch.setattr(address, "is_public", lambda found: str(found) == "127.0.0.1")


@pytest.mark.usefixtures("loopback_one_is_public")
def test_a_redirect_to_a_private_address_is_refused(runs: Runs, site: Site) -> None:
    inside = site.url.replace("127.0.0.1", "127.0.0.2") + "/inside"
    site.pages["/page"] = Reply(status=302, headers={"Location": inside})
    site.pages["/inside"] = Reply(story(1), headers=HTML)
    rule, why = runs.refusal("/page", allow_private=False)
    assert (rule, site.paths()) == ("refused_address", ["/page"])
    assert "127.0.0.2" in why
    assert runs.refusal("/page", tries=1)[0] != "refused_address", "allowed by the setting, though nobody is there"


@pytest.mark.usefixtures("loopback_one_is_public")
def test_the_address_that_was_checked_is_the_one_that_is_asked(
    runs: Runs, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves to a public address first and to a private one a moment later."""
    answers = ["127.0.0.1", "127.0.0.2"]
    real = socket.getaddrinfo
    looked_up: list[str] = []

    def rebinding(host: str, port: int, *more: Any, **options: Any) -> Any:
        if host != "rebind.example":
            return real(host, port, *more, **options)
        looked_up.append(host)
        return real(answers.pop(0), port, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    peers: list[str] = []
    site.pages["/page"] = Reply(story(1), headers=HTML)

    def robots_txt(handler: Any) -> None:
        peers.append(handler.connection.getsockname()[0])
        Site.send(handler, 200, b"", {})

    site.pages["/robots.txt"] = robots_txt
    url = site.url.replace("127.0.0.1", "rebind.example") + "/page"
    assert runs.fetch(url, allow_private=False)[url].refusal is None
    assert peers == ["127.0.0.1"]
    assert len(looked_up) == 1, "one connection, looked up once"
    rule, why = runs.refusal(url.replace("/page", "/other"), allow_private=False)  # a connection of its own
    assert (rule, "127.0.0.2" in why) == ("refused_address", True)


@pytest.mark.usefixtures("loopback_one_is_public")
def test_a_name_with_one_private_address_is_refused(runs: Runs, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def both(_: str, port: int, *more: Any, **options: Any) -> Any:
        return [found for name in ("127.0.0.1", "127.0.0.2") for found in real(name, port, *more, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    url = site.url.replace("127.0.0.1", "two.example") + "/page"
    assert runs.fetch(url, allow_private=False)[url].refusal is not None
    assert site.asked == []


@pytest.mark.parametrize(
    "url", ["https://a:s3cret@harbour.example/feed", "ftp://harbour.example/", "https:///feed", "https://harbour.example:x/"]
)  # fmt: skip
def test_addresses_that_cannot_be_right_are_usage_errors(url: str) -> None:
    with pytest.raises(UsageError) as error:
        require_address(url)
    assert "s3cret" not in str(error.value)


def test_the_proxy_of_the_environment_is_used(runs: Runs, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site stands for the proxy, which resolves names itself."""

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror("unknown here")

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **o: real(host, *a, **o) if host == "127.0.0.1" else unknown()
    )
    monkeypatch.setenv("http_proxy", site.url)
    monkeypatch.delenv("no_proxy", raising=False)
    site.pages["http://harbour.example/page"] = Reply(story(1), headers=HTML)
    url = "http://harbour.example/page"
    assert runs.fetch(url, allow_private=False)[url].refusal is None
    inside = "http://127.0.0.1/inside"
    assert runs.fetch(inside, allow_private=False)[inside].refusal is not None
    assert url in site.paths()
    assert inside not in site.paths()


@pytest.mark.parametrize("host", ["harbour.example:99999", "-.example:80", "a" * 70 + ".example:80", "..:80", "%00:80"])
def test_addresses_that_no_system_takes_are_refused(runs: Runs, host: str) -> None:
    [found] = runs.fetch(f"http://{host}/page", tries=1).values()
    assert found.refusal is not None


def test_international_names_and_odd_paths() -> None:
    assert address.normal_url("HTTPS://Bücher.example/a b#part") == "https://xn--bcher-kva.example/a%20b"
    assert address.normal_url("/x?y=ü", base="http://harbour.example/feed") == "http://harbour.example/x?y=%C3%BC"
    with pytest.raises(FetchError):
        address.normal_url("http://harbour.example/" + "x" * 5000)
