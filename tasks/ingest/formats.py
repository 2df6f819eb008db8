"""Any input into its pages: what it is, told by content, decides which reader takes it."""

from __future__ import annotations

import io

from tasks.ingest.charset import marked_by_bom, wide_without_bom
from tasks.ingest.csv_records import csv_pages
from tasks.ingest.feed import feed_pages
from tasks.ingest.json_records import json_pages
from tasks.ingest.magic import Format
from tasks.ingest.make import page_of_bytes
from tasks.ingest.options import IngestOptions
from tasks.ingest.packed import gunzipped, unzstd
from tasks.ingest.page import Items, Origin, RefusedError
from tasks.ingest.parquet_records import parquet_pages
from tasks.ingest.sniff import sniff
from tasks.ingest.stream import HEAD_BYTES, Allowance, read_page, recoded, seekable
from tasks.ingest.warc import warc_pages
from tasks.ingest.zipped import zip_pages

LINE_FORMATS = (Format.JSON, Format.CSV)


def pages_in(stream: io.BufferedReader, origin: Origin, options: IngestOptions, allowance: Allowance) -> Items:
    """Pages and refusals of one input, from its first byte.

    Raises RefusedError, or whatever a library raises, when the input cannot be read on; what came before stands.
    """
    head = stream.peek(HEAD_BYTES)
    form, what = sniff(head, options.columns)
    if form is Format.EMPTY and len(head) < HEAD_BYTES:
        raise RefusedError(
            "empty", f"it is empty ({len(head)} bytes)" if not head else "it holds white space only", head
        )
    if form in (Format.BINARY, Format.UNSUPPORTED, Format.SITEMAP):
        raise RefusedError("binary" if form is Format.BINARY else "unsupported", f"it is {what}", head[:1000])
    if form in (Format.GZIP, Format.ZSTD, Format.ZIP):
        yield from _unpacked(form, stream, origin, options, allowance)
    elif form is Format.PARQUET:
        yield from parquet_pages(seekable(stream, options.max_nested_bytes), origin, options, allowance)
    elif form is Format.WARC:
        yield from warc_pages(stream, origin, options, allowance)
    elif form is Format.FEED:
        yield from feed_pages(stream, origin, options)
    elif form in LINE_FORMATS:
        reader = json_pages if form is Format.JSON else csv_pages
        yield from reader(_as_utf8(stream, head), origin, options)
    else:
        data = read_page(stream, options.max_page_bytes)
        yield page_of_bytes(data, origin, options, origin.charset, origin.hints)


def _unpacked(
    form: Format, stream: io.BufferedReader, origin: Origin, options: IngestOptions, allowance: Allowance
) -> Items:
    if origin.depth >= options.max_depth:
        raise RefusedError("unsupported", f"it is packed more than {options.max_depth} times over")
    if form is not Format.ZIP:
        unpack = gunzipped if form is Format.GZIP else unzstd
        yield from pages_in(unpack(stream, allowance), origin.inner(), options, allowance)
        return

    def read_member(inner: io.BufferedReader, place: Origin) -> Items:
        try:
            yield from pages_in(inner, place.inner(), options, allowance)
        except RefusedError as refused:
            if refused.rule == "decompression_bomb":
                raise
            yield place.refusal(refused.rule, refused.why, refused.payload)

    yield from zip_pages(seekable(stream, options.max_nested_bytes), origin, allowance, read_member)


def _as_utf8(stream: io.BufferedReader, head: bytes) -> io.BufferedReader:
    """The stream, recoded when it is UTF-16 or UTF-32, in which no lines can be cut from bytes."""
    bom = marked_by_bom(head)
    wide = bom[0] if bom else wide_without_bom(head)
    return recoded(stream, wide) if wide and wide != "utf-8" else stream
