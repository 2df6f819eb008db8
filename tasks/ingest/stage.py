"""ingest: sources to documents. `discover` finds the files, `read` turns them into batches of pages."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from expectations.documents import PAGES
from expectations.errors import is_machine_fault
from tasks.ingest.columns import Columns
from tasks.ingest.formats import pages_in
from tasks.ingest.inputs import InputFile
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import Items, Origin, Page, RefusedError, Skipped
from tasks.ingest.sources import distinct, find, open_input
from tasks.ingest.stores import StoreError
from tasks.ingest.stream import Allowance, buffered
from tasks.outcome import Outcome, Refusal, refusals_table
from tasks.places import enclosing

__all__ = ["Columns", "IngestOptions", "InputFile", "discover", "read"]

DEFAULTS = IngestOptions()
log = logging.getLogger(__name__)


def discover(
    sources: Sequence[str], source_name: str | None = None, options: IngestOptions = DEFAULTS
) -> list[InputFile]:
    """The input files of paths, folders, globs and stores, each once, in the order given and sorted within a folder.

    Their `source` is `source_name`, else the name of the folder or file. Hashes every file, a chunk at a time, but
    objects of stores only where the store does not say what they hold.
    Raises UsageError for a missing path or a source of an unknown kind, BadInputError for a store that does not answer.
    """
    return distinct(file for source in sources for file in find(source, source_name, options))


def read(inputs: Sequence[InputFile], options: IngestOptions = DEFAULTS) -> Iterator[Outcome]:
    """Read files into batches of a bounded size; never raises on what a file holds, only StoreError for its store.

    Each Outcome has the table `pages` (PAGES.stage_schema), what was refused in the same stretch of the input, and
    the counts `files` (finished within the batch), `pages`, `quarantined`, `unfetched` (of these, pages that could not
    be fetched), `skipped` (records that are no pages) and `bytes`.
    Every input file yields at least one page or one refusal. Memory does not grow with the size of a file, except
    for JSON objects, feeds, and zip or Parquet files inside another container, each of which has a limit.
    """
    batch = _Batch(options)
    for file in inputs:
        for item in wanted_items(file, options):
            if batch.is_full():  # asked before adding, so that the last batch is never an empty one
                yield batch.outcome()
                batch = _Batch(options)
            batch.add(item)
        batch.files += 1
        batch.unfetched += file.refusal is not None
    if batch.files:
        yield batch.outcome()


def wanted_items(file: InputFile, options: IngestOptions) -> Items:
    """The items of a file, or of those that it is asked for; one that is no longer found is refused as `missing`."""
    if not file.only:
        yield from file_items(file, options)
        return
    missing = set(file.only)
    for item in file_items(file, options):
        if not isinstance(item, Skipped) and (place := enclosing(item.source_uri, file.only)):
            missing.discard(place)
            yield item
    for uri in sorted(missing):
        yield Origin(uri, file.source).refusal("missing", "the input holds no such page or record any more")


def file_items(file: InputFile, options: IngestOptions) -> Items:
    """Pages, refusals and skipped records of one file; at least one of the first two."""
    origin = Origin(file.uri, file.source, charset=file.charset, hints=file.hints)
    if file.refusal is not None:
        yield origin.refusal(*file.refusal)
        return
    accounted = False
    try:
        for item in _limited(_items(file, origin, options), options):
            accounted = accounted or not isinstance(item, Skipped)
            yield item
    except RefusedError as refused:
        yield origin.refusal(refused.rule, refused.why, refused.payload)
    except StoreError:
        raise  # nothing is wrong with the file: it must not be remembered as read
    except Exception as fault:
        if is_machine_fault(fault):
            raise
        yield _fault_refused(fault, origin)
    else:
        if not accounted:
            yield origin.refusal("empty", "it holds no page")


def _fault_refused(fault: Exception, origin: Origin) -> Refusal:
    if isinstance(fault, OSError):
        return origin.refusal("unreadable", f"it cannot be read ({fault.strerror or fault})")
    log.warning("reading %s failed", origin.uri, exc_info=fault)
    return origin.refusal("bad_record", f"it cannot be read on ({type(fault).__name__}: {str(fault)[:200]})")


def _items(file: InputFile, origin: Origin, options: IngestOptions) -> Items:
    with open_input(file.location) as raw, buffered(raw) as stream:
        allowance = Allowance(max(options.min_unpacked_bytes, file.size * options.max_ratio))
        yield from pages_in(stream, origin, options, allowance)


def _limited(items: Items, options: IngestOptions) -> Items:
    for count, item in enumerate(items):
        if count >= options.max_records:
            raise RefusedError("too_large", f"it has more than {options.max_records:,} records; the rest was not read")
        yield item


class _Batch:
    """Pages and refusals until there are enough of them."""

    def __init__(self, options: IngestOptions) -> None:
        self.options = options
        self.pages: list[Page] = []
        self.refusals: list[Refusal] = []
        self.files = self.unfetched = self.skipped = self.bytes = 0

    def add(self, item: Page | Refusal | Skipped) -> None:
        if isinstance(item, Page):
            self.pages.append(item)
            self.bytes += item.bytes
        elif isinstance(item, Refusal):
            self.refusals.append(item)
        else:
            self.skipped += 1

    def is_full(self) -> bool:
        rows = len(self.pages) + len(self.refusals)
        return self.bytes >= self.options.batch_bytes or rows >= self.options.batch_rows

    def outcome(self) -> Outcome:
        counts = {
            "files": self.files,
            "pages": len(self.pages),
            "quarantined": len(self.refusals),
            "unfetched": self.unfetched,
            "skipped": self.skipped,
            "bytes": self.bytes,
        }
        return Outcome({"pages": pages_table(self.pages)}, refusals_table(self.refusals), counts)


def pages_table(pages: Sequence[Page]) -> pa.Table:
    """Pages as rows of the contract `pages`, in their order."""
    return pa.Table.from_pylist([_row(page) for page in pages], schema=PAGES.stage_schema)


def _row(page: Page) -> dict[str, Any]:
    hints = page.hints
    return {
        **{name: value for name, value in vars(page).items() if name != "hints"},
        "url": hints.url,
        "title_hint": hints.title,
        "published_hint": hints.published,
        "authors_hint": list(hints.authors),
        "section_hint": hints.section,
        "tags_hint": list(hints.tags),
        "language_hint": hints.language,
        "hint_method": hints.method,
    }
