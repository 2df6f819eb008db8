"""Limits of ingest: defaults here, overridden by settings only."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.ingest.columns import Columns


@dataclass(frozen=True)
class IngestOptions:
    """What ingest accepts. Sizes are bytes after decompression; picklable and hashable."""

    hidden_files: bool = False
    """Read files and folders whose names begin with a dot, when a folder is read."""
    max_page_bytes: int = 50_000_000
    """A larger page or record is refused as `too_large`."""
    max_records: int = 20_000_000
    """Records read from one input file; the rest is refused once as `too_large`."""
    max_ratio: int = 500
    """Unpacked bytes of an input file over its size, all layers together; more is a `decompression_bomb`.
    HTML packs 5 to 20 times, a thousand pages with one frame in a zstd file 150 times, a gzip bomb 1,000 times."""
    min_unpacked_bytes: int = 10_000_000
    """Every file may unpack to this size whatever its ratio."""
    max_depth: int = 4
    """Containers within containers, the outermost counted: `a.zip#b.jsonl.gz#3` is three deep."""
    max_nested_bytes: int = 256_000_000
    """A zip or Parquet file inside another container is held in memory and may have this size."""
    max_replaced_share: float = 0.05
    """A page with a larger share of U+FFFD is refused as `undecodable`."""
    batch_bytes: int = 8_000_000
    """A batch of pages is handed on when its pages have this many bytes."""
    batch_rows: int = 2_000
    """It is handed on earlier when it has this many pages and refusals."""
    columns: Columns = field(default_factory=Columns)
    """Names under which records keep a page and what they say about it; the first that a record has is taken."""
