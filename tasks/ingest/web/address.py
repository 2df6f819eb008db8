"""Which addresses may be asked: http and https on the public internet, unless the settings allow others."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tasks.ingest.web.fault import FetchError

MAX_URL_CHARS = 4_000
NAT64 = ip_network("64:ff9b::/96")
_Address = IPv4Address | IPv6Address


def normal_url(url: str, base: str | None = None) -> str:
    """An address as it is asked for and kept: ASCII, host in lower case, without a fragment.

    Raises:
        FetchError: it is no http(s) address, or holds a user name or password.
    """
    import httpx

    try:
        parsed = httpx.URL(base).join(url.strip()) if base else httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as fault:
        raise FetchError("refused_address", f"it is no address ({fault})") from fault
    if parsed.scheme not in ("http", "https"):
        raise FetchError("refused_address", f"only http and https are fetched, not {parsed.scheme or 'paths'}")
    if parsed.userinfo:
        raise FetchError("refused_address", "an address with a user name or password is not fetched")
    if not parsed.raw_host or len(str(parsed)) > MAX_URL_CHARS:
        raise FetchError("refused_address", "its address has no host, or is too long")
    return str(parsed.copy_with(fragment=None))


def is_address(url: str) -> bool:
    """Whether it can be asked for at all."""
    try:
        normal_url(url)
    except FetchError:
        return False
    return True


def host_of(url: str) -> str:
    """Host and port of an address, such as `example.org` or `localhost:8000`."""
    import httpx

    return httpx.URL(url).netloc.decode("ascii")


def resolved(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, in the system's order; every form of a number that the system takes is among them.

    Raises:
        FetchError: it cannot be resolved, or one of its addresses is not on the public internet.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, OverflowError) as fault:
        raise FetchError("unreachable", f"{host} cannot be resolved ({fault})", passing=True) from fault
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not allow_private and not is_public(ip_address(address)):
            raise FetchError(
                "refused_address",
                f"{host} lies at {address}, which is not on the public internet (fetch.allow_private)",
            )
    return addresses


def is_public(address: _Address) -> bool:
    """Whether an address, and every one that it wraps, is a single host on the public internet."""
    return address.is_global and not address.is_multicast and all(map(is_public, _wrapped(address)))


def _wrapped(address: _Address) -> list[_Address]:
    """The IPv4 addresses inside an IPv6 one: mapped, 6to4, Teredo (relay and client), NAT64."""
    if isinstance(address, IPv4Address):
        return []
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inside.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [found for found in inside if found is not None]
