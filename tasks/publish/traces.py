"""Pages and bytes outside the tables that hold what is taken down."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.publish.passages import Passages
from warehouse.erasure import urls_of
from warehouse.fetched import BODIES, VISITS
from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.selection import Selection

TEXTS = frozenset({".html", ".json", ".md", ".txt", ".csv", ".svg", ".xml"})


def traces(layout: Layout, selection: Selection, passages: Passages) -> list[Location]:
    """Data docs of the runs that read it, and whatever else holds a passage of it: pages for people, fetched bytes."""
    runs = {*selection.articles.column("run_id").to_pylist(), *selection.refused.column("run_id").to_pylist()}
    own = {layout.data_docs_of(run) for run in runs}
    pages = [path for folder in layout.docs for path in _in(folder)]
    held = [path for path in pages if path in own or any(_holds(file, passages) for file in _files(path))]
    documents = set(selection.pages.column("document_id").to_pylist())
    bodies = _in(layout.fetched / BODIES)
    return held + [path for path in bodies if path.name in documents or _holds(path, passages)]


def addresses_seen(layout: Layout, passages: Passages) -> Iterator[str]:
    """Addresses of which a feed or listing says something that holds a passage, such as the headline."""
    for file in _in(layout.fetched / VISITS):
        yield from (url for line in file.read_bytes().splitlines() if _says(line, passages) for url in urls_of(line))


def _says(line: bytes, passages: Passages) -> bool:
    return passages.are_in(line.decode("utf-8", "replace"))


def _in(folder: Location) -> list[Location]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _files(path: Location) -> Iterator[Location]:
    """A page itself, or all below its folder."""
    return (file for file in (path.rglob("*") if path.is_dir() else [path]) if file.suffix in TEXTS)


def _holds(file: Location, passages: Passages) -> bool:
    return passages.are_in(file.read_text(encoding="utf-8", errors="replace"))
