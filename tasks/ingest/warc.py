"""WARC: responses of HTML or text become pages; other records are passed over.

Records are framed here, from one `WARC/` line to the next, so that a wrong length costs one record and not the rest of
the archive; warcio reads the headers and undoes chunking and compression of HTTP.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tasks.ingest.charset import declared_by_http
from tasks.ingest.magic import Format
from tasks.ingest.make import page_of_bytes
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import Hints, Item, Items, Origin, Skipped
from tasks.ingest.sniff import sniff
from tasks.ingest.stream import CHUNK_BYTES, HEAD_BYTES, Allowance

MAX_HEADER_BYTES = 1 << 16
PAGE_TYPES = ("response", "resource", "conversion")
HTTP_VERSIONS = ["HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/2", "HTTP/3"]
NEXT_RECORD = b"\r\n\r\nWARC/1."


@dataclass(frozen=True)
class Record:
    """The raw parts of a record."""

    header: bytes
    block: bytes
    missing: int
    """Bytes of the block that the archive ends before, or that are beyond the limit of a page."""
    fault: str | None = None


def warc_pages(stream: io.BufferedReader, origin: Origin, options: IngestOptions, allowance: Allowance) -> Items:
    """Pages of an archive; records are numbered from 1, those that are no pages counted."""
    for number, record in enumerate(_records(stream, options.max_page_bytes + MAX_HEADER_BYTES), start=1):
        yield _item(record, origin.record(number), options, allowance)


def _records(stream: io.BufferedReader, limit: int) -> Iterator[Record]:
    line = stream.readline(MAX_HEADER_BYTES)
    while line:
        if not line.startswith(b"WARC/"):
            line = stream.readline(MAX_HEADER_BYTES)
            continue
        header = line + b"".join(_header_lines(stream))
        length = _length(header)
        block = stream.read(min(length, limit))
        missing = length - len(block) - _passed_over(stream, length - len(block))
        line, fault = _next_line(stream, length > limit, missing)
        yield Record(header, block, missing, fault or _swallowed(block))


def _header_lines(stream: io.BufferedReader) -> Iterator[bytes]:
    size = 0
    while size < MAX_HEADER_BYTES and (line := stream.readline(MAX_HEADER_BYTES)):
        size += len(line)
        yield line
        if not line.strip():
            return


def _length(header: bytes) -> int:
    for line in header.split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value.strip()[:18])
    return 0


def _passed_over(stream: io.BufferedReader, count: int) -> int:
    left = count
    while left > 0 and (data := stream.read(min(left, CHUNK_BYTES))):
        left -= len(data)
    return count - left


def _next_line(stream: io.BufferedReader, too_large: bool, missing: int) -> tuple[bytes, str | None]:
    """The line after the blank ones behind a block, and what is wrong with the block's length."""
    if missing:
        return b"", "the archive ends in the middle of the record"
    line = stream.readline(MAX_HEADER_BYTES)
    while line and not line.strip():
        line = stream.readline(MAX_HEADER_BYTES)
    if too_large:
        return line, "too_large"
    return line, None if not line or line.startswith(b"WARC/") else "its length is wrong: more data follow the record"


def _swallowed(block: bytes) -> str | None:
    return "its length is wrong: it holds the next record" if NEXT_RECORD in block else None


def _item(record: Record, place: Origin, options: IngestOptions, allowance: Allowance) -> Item:
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    try:
        headers = _parsed(io.BytesIO(record.header), ["WARC/"])
        kind = headers.get_header("WARC-Type")
        if kind not in PAGE_TYPES:
            return Skipped()
        if record.fault:
            return _refused(record, place, options)
        return _page(headers, record.block, place, options, allowance=allowance)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError) as fault:
        return place.refusal("bad_record", f"the record cannot be read ({str(fault)[:200]})", record.block[:1000])


def _parsed(stream: io.BytesIO, protocols: list[str]) -> Any:
    """The header lines at the start of a stream, which stands behind them then."""
    from warcio.statusandheaders import StatusAndHeadersParser

    return StatusAndHeadersParser(protocols).parse(stream)


def _refused(record: Record, place: Origin, options: IngestOptions) -> Item:
    start = record.block[:1000]
    if record.fault == "too_large":
        return place.refusal("too_large", f"it is larger than {options.max_page_bytes:,} bytes", start)
    return place.refusal("truncated_archive" if record.missing else "bad_record", str(record.fault), start)


def _page(headers: Any, block: bytes, place: Origin, options: IngestOptions, *, allowance: Allowance) -> Item:
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ") or None
    stream, content_type = io.BytesIO(block), headers.get_header("Content-Type")
    data = block
    if headers.get_header("WARC-Type") == "response":
        if not block.startswith(b"HTTP/"):
            return Skipped()  # dns: and the like
        http = _parsed(stream, HTTP_VERSIONS)
        if not http.get_statuscode().startswith("2"):
            return Skipped()
        content_type = http.get_header("Content-Type")
        data = _body(headers, http, stream, options, allowance)
    if len(data) > options.max_page_bytes:
        return place.refusal("too_large", f"it is larger than {options.max_page_bytes:,} bytes", data[:1000])
    if data.strip() and sniff(data[:HEAD_BYTES], options.columns).format not in (Format.HTML, Format.TEXT):
        return Skipped()
    return page_of_bytes(data, place, options, declared_by_http(content_type), Hints(url=url))


def _body(headers: Any, http: Any, stream: io.BytesIO, options: IngestOptions, allowance: Allowance) -> bytes:
    from warcio.recordloader import ArcWarcRecord

    record = ArcWarcRecord("warc", "response", headers, stream, http, None, None)
    data: bytes = record.content_stream().read(options.max_page_bytes + 1)
    allowance.spend(max(0, len(data) - len(stream.getbuffer())))
    return data
