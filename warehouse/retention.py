"""What may go: old generations and old pages for people; what crashes left is the matter of each storage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from warehouse.layout import Layout
from warehouse.location import Location, age
from warehouse.options import MaintainOptions
from warehouse.store import store_of


def outdated(layout: Layout, options: MaintainOptions, now: datetime) -> list[int]:
    """Generations that are neither current, nor among the newest, nor young."""
    store = store_of(layout)
    published = store.published()
    beyond = list(published)[: max(0, len(published) - max(1, options.keep_generations))]
    limit = now - timedelta(days=options.keep_days)
    return [n for n in beyond if datetime.fromisoformat(store.manifest(published[n]).created_at) <= limit]


def drop_generations(layout: Layout, numbers: Iterable[int]) -> None:
    """Remove generations; whoever still reads one gets an error, never half of it."""
    store = store_of(layout)
    published = store.published()
    for number in numbers:
        store.remove(published[number])


def old_docs(layout: Layout, options: MaintainOptions, now: datetime) -> list[Location]:
    """Data docs and reports that were written too long ago."""
    limit = timedelta(days=options.keep_docs_days)
    pages: list[Location] = [page for folder in layout.docs if folder.is_dir() for page in folder.iterdir()]
    return [page for page in sorted(pages, key=str) if age(page, now) > limit]
