"""What maintenance keeps; every default says what it is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MaintainOptions:
    """How long the past is kept, and how large files grow."""

    keep_generations: int = 10
    """Newest generations that are kept whatever their age; the current one always is."""
    keep_days: float = 7.0
    """Younger generations are kept, too: whoever reads one has so many days to end."""
    keep_docs_days: float = 90.0
    """Data docs and reports that were written longer ago are removed."""
    max_file_bytes: int = 256_000_000
    """Files of one table and day are joined up to so many bytes in memory."""
