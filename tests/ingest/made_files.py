"""A page as HTML and as text, and archives of pages, for the tests of what ingest reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

Ingest = Callable[..., Any]
"""The fixture that writes bytes to a file and reads it."""
HTML = (
    "<!doctype html><html><head><title>Harbour</title></head>"
    "<body><p>The harbour of Velmora reopened.</p></body></html>"
)
TEXT = "Harbour reopens\n\nThe harbour of Velmora reopened on Monday after nine weeks, the port authority said.\n"


def zip_of(members: Mapping[str, bytes | str]) -> bytes:
    """A zip of members by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def warc_of(*pages: tuple[str, bytes, str], gzipped: bool = True) -> bytes:
    """(url, body, extra header lines) as responses behind a warcinfo record, and a request after each."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test"}))
    for url, body, headers in pages:
        lines = [tuple(line.split(": ", 1)) for line in headers.splitlines()]
        status = next((value for name, value in lines if name == "Status"), "200 OK")
        http = StatusAndHeaders(status, [line for line in lines if line[0] != "Status"], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=http))
        http = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=http))
    return out.getvalue()
