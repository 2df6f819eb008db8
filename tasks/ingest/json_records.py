"""JSON lines, a JSON array, a single JSON object, or an object around a list of records, such as a JSON Feed."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import IO, Any

from tasks.ingest.columns import present
from tasks.ingest.decode import decode
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import HintMethod, Item, Items, Origin, RefusedError
from tasks.ingest.record import page_of_record
from tasks.ingest.sniff import head_text, is_json_object
from tasks.ingest.stream import HEAD_BYTES, chunks_of, lines_of

WRAPPERS = (
    *("items", "articles", "entries", "results", "documents", "pages", "records", "data", "hits", "docs", "posts"),
    *("stories", "news", "response"),
)
"""Keys of an object around a list of records, or around such an object."""
JSON_FEED = "https://jsonfeed.org/version/"
FAULTS = (ValueError, RecursionError)


def json_pages(stream: io.BufferedReader, origin: Origin, options: IngestOptions) -> Items:
    """Pages of a JSON file in any of these shapes; records are numbered from 1, lines by their line number."""
    start = stream.peek(HEAD_BYTES)
    head = head_text(start).lstrip("\ufeff \t\r\n")
    if head.startswith("["):
        yield from _array(stream, origin, options)
    elif _is_one_document(head, is_cut=len(start) >= HEAD_BYTES):
        yield from _document(stream.read(options.max_page_bytes + 1), origin, options)
    else:
        yield from _lines(stream, origin, options)


def _is_one_document(head: str, *, is_cut: bool) -> bool:
    """Is it one object over several lines? Then no line that begins at the margin is an object by itself."""
    first, end, rest = head.partition("\n")
    if not end or is_json_object(first):
        return False
    lines = rest.split("\n")
    whole_lines = lines[:-1] if is_cut else lines
    return not any(line.startswith("{") and is_json_object(line) for line in whole_lines)


def _lines(stream: io.BufferedReader, origin: Origin, options: IngestOptions) -> Items:
    for number, line in enumerate(lines_of(stream, options.max_page_bytes), start=1):
        place = origin.record(number)
        if line is None:
            yield place.refusal("too_large", f"the line is longer than {options.max_page_bytes:,} bytes")
        elif number == 1 and not stream.peek(1):
            yield from _document(line, origin, options)
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield from _line(line.strip(b"\r\n"), place, options)


def _line(line: bytes, place: Origin, options: IngestOptions) -> Items:
    try:
        value = json.loads(decode(line).text.lstrip("\ufeff"))
    except FAULTS as fault:
        yield place.refusal("bad_record", f"the line is no JSON ({_fault(fault)})", document=line)
        return
    yield from _records_in(value, line, place, place, options)


def _document(data: bytes, origin: Origin, options: IngestOptions) -> Items:
    if len(data) > options.max_page_bytes:
        raise RefusedError("too_large", f"a JSON object larger than {options.max_page_bytes:,} bytes", data[:1000])
    try:
        value = json.loads(decode(data).text.lstrip("\ufeff"))
    except FAULTS as fault:
        raise RefusedError("bad_record", f"it is no JSON ({_fault(fault)})", data[:1000]) from fault
    yield from _records_in(value, data, origin.record(1), origin, options)


def _records_in(value: Any, data: bytes, place: Origin, container: Origin, options: IngestOptions) -> Items:
    """The record at `place`, or those in the list that it wraps, numbered within the container."""
    inner = _wrapped(value, options) if isinstance(value, dict) else None
    if inner is None:
        yield _record(value, data, place, options)
        return
    method: HintMethod = "feed" if str(value.get("version")).startswith(JSON_FEED) else "record"
    for number, record in enumerate(inner, start=1):
        yield _record(record, _canonical(record), container.record(number), options, method)


def _wrapped(value: dict[str, Any], options: IngestOptions) -> list[Any] | None:
    if "version" not in value and present(value, options.columns.page) and "items" not in value:
        return None
    inner = [value[key] for key in WRAPPERS if value.get(key)]
    inner += [nested[key] for nested in inner if isinstance(nested, dict) for key in WRAPPERS if nested.get(key)]
    return next((found for found in inner if isinstance(found, list)), None)


def _record(value: Any, data: bytes, place: Origin, options: IngestOptions, method: HintMethod = "record") -> Item:
    if not isinstance(value, dict):
        return place.refusal("bad_record", f"the record is no JSON object but {type(value).__name__}", document=data)
    return page_of_record(value, data, place, options, method)


def _array(stream: IO[bytes], origin: Origin, options: IngestOptions) -> Items:
    number = 0
    try:
        for number, (value, data) in enumerate(_elements(stream, options.max_page_bytes), start=1):
            yield _record(value, data, origin.record(number), options)
    except FAULTS as fault:
        place = origin.record(number + 1)
        yield place.refusal("bad_record", f"the JSON array cannot be read on from here ({_fault(fault)})")


def _elements(stream: IO[bytes], limit: int) -> Iterator[tuple[Any, bytes]]:
    """The elements of an array with their own bytes, parsed one by one; raises ValueError where that fails."""
    window = _Window(codecs.iterdecode(chunks_of(stream), "utf-8-sig", errors="replace"))
    window.grow(0)
    place = window.text.index("[") + 1
    while True:
        place = _after_separators(window.text, place)
        if window.text.startswith("]", place):
            return
        value, end, fault = _parsed(window.text, place)
        if fault is None and (end < len(window.text) or window.ended):  # a number at the end may go on
            yield value, window.text[place:end].encode("utf-8", "surrogatepass")
            place = end
        elif window.ended or len(window.text) - place > limit:
            raise fault or ValueError("the element is too large")
        else:
            window.grow(place)
            place = 0


class _Window:
    """The unread rest of a text that arrives in pieces."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self.pieces = pieces
        self.text = ""
        self.ended = False

    def grow(self, used: int) -> None:
        """Drop what is used and at least double the rest: parsing it again costs no more than all tries before."""
        parts = [self.text[used:]]
        wanted = max(1, len(parts[0]))
        while wanted > 0 and not self.ended:
            piece = next(self.pieces, None)
            self.ended = piece is None
            parts.append(piece or "")
            wanted -= len(parts[-1])
        self.text = "".join(parts)


def _parsed(text: str, place: int) -> tuple[Any, int, ValueError | None]:
    try:
        value, end = json.JSONDecoder().raw_decode(text, place)
    except ValueError as fault:
        return None, place, fault
    return value, end, None


def _after_separators(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n,":
        place += 1
    return place


def _canonical(record: Any) -> bytes:
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def _fault(fault: BaseException) -> str:
    return "nested too deeply" if isinstance(fault, RecursionError) else str(fault)[:200]
