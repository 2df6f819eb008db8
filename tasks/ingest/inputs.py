"""What there is to read: one entry a file, object or fetched page, known by its address and content."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.ingest.page import Hints, Rule


@dataclass(frozen=True)
class InputFile:
    """One thing to read; picklable and hashable.

    `sha256` stands for its content: the hash of its bytes, of the identity that an object store gives them, or of the
    refusal; empty when it could not be read.
    """

    uri: str
    source: str
    size: int
    sha256: str
    path: str = ""
    """Where its bytes lie, when that is not `uri`: a file whose name cannot be printed, a page that was fetched."""
    refusal: tuple[Rule, str] | None = None
    """Why it is not there to be read: rule and reason, for quarantine."""
    charset: str | None = None
    """The codec that HTTP states."""
    hints: Hints = field(default_factory=Hints)
    """What the feed, sitemap or address says about the page."""
    only: frozenset[str] = frozenset()
    """The pages and records to take from it, by `source_uri`, with all inside them; empty for everything."""

    @property
    def location(self) -> str:
        return self.path or self.uri
