"""What was fetched from the web: the bodies of pages until a run has published them, and what is known of each address.

    _fetch/bodies/<sha256>          a body, named by its content
    _fetch/visits/<number>.jsonl    records of addresses; of two for one address, the later counts

Files are written once and never changed; a new one holds what has changed since the last, and all are joined into one
when there are many. Losing the folder costs fetching again: what was published is known from lineage.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from warehouse.durable import make_folder, move_in, remove, write_atomically
from warehouse.location import Location

BODIES, VISITS = "bodies", "visits"
FLUSH_SECONDS = 5.0
"""A run that is killed has to fetch again what it fetched in its last seconds."""
MAX_FILES = 50
FORGET_SECONDS = 180 * 86_400.0
"""A published page that nothing has asked for so long is known from lineage alone."""


@dataclass(frozen=True)
class Visit:
    """What is known of one address. Times are seconds since 1970, 0 for never."""

    url: str
    root: str
    """The address that the user named, from which this one was reached."""
    kind: Literal["", "page", "listing", "robots"] = ""
    """What it is; empty until it was fetched, when it may be a listing."""
    source: str = ""
    listed_by: str = ""
    """The listing that names it."""
    listed_at: float = 0.0
    """When that listing was read, the last time that it named it."""
    read_at: float = 0.0
    """Of a listing: when its content was last read; a 304 leaves it as it is."""
    changed: str | None = None
    """When its listing says it was changed last, as written there."""
    hints: Mapping[str, Any] = field(default_factory=dict)
    """What its listing says of the page, while it waits to be published."""
    stale: bool = False
    """Whether its listing says that it has changed since it was fetched."""
    first_seen: float = 0.0
    checked_at: float = 0.0
    """When the server last answered for it."""
    etag: str | None = None
    last_modified: str | None = None
    terms: str = ""
    """What was asked of a listing; when other things are asked, it is read again though it has not changed."""
    sha256: str = ""
    """Of its body; empty until there is one."""
    bytes: int = 0
    content_type: str | None = None
    final_url: str = ""
    """Where redirects led to."""
    attempts: int = 0
    """Runs in a row that could not fetch it."""
    not_before: float = 0.0
    rule: str = ""
    """Why it could not be fetched; empty when it could."""
    why: str = ""


class Fetched:
    """The folder of what was fetched. One process uses it at a time (see `lock.fetching`), with several threads."""

    def __init__(self, folder: Location) -> None:
        self._bodies = folder / BODIES
        self._log = folder / VISITS
        make_folder(self._bodies)
        make_folder(self._log)
        self._lock = threading.Lock()
        self._changed: dict[str, Visit] = {}
        self._flushed_at = time.monotonic()
        self._sizes = {path.name: path.stat().st_size for path in _files_in(self._bodies)}
        self._files = _files_in(self._log)
        self.visits: dict[str, Visit] = {}
        for file in self._files:
            self.visits |= {visit.url: visit for visit in _visits_in(file)}

    def record(self, visit: Visit) -> None:
        """Remember what is known of an address now; on disk within FLUSH_SECONDS, or at `flush`."""
        with self._lock:
            self.visits[visit.url] = self._changed[visit.url] = visit
            if time.monotonic() - self._flushed_at >= FLUSH_SECONDS:
                self._flush()

    def flush(self) -> None:
        """Write what has changed, and join the files when there are many."""
        with self._lock:
            self._flush()
            if len(self._files) > MAX_FILES:
                self._join()

    def keep(self, chunks: Iterator[bytes]) -> tuple[str, int]:
        """Write a body; returns its sha256 and size. Nothing is left of it when the chunks end with an error."""
        digest, size = hashlib.sha256(), 0
        aside = self._bodies if isinstance(self._bodies, Path) else None
        with tempfile.NamedTemporaryFile(dir=aside, suffix=".tmp", delete=False) as file:
            temporary = Path(file.name)
            try:
                for chunk in chunks:
                    file.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                file.flush()
                move_in(temporary, self._bodies / digest.hexdigest())
            finally:
                temporary.unlink(missing_ok=True)
        with self._lock:
            self._sizes[digest.hexdigest()] = size
        return digest.hexdigest(), size

    def body_of(self, visit: Visit) -> Location | None:
        """Where the body of an address lies; None when there is none, or it is not whole."""
        return self._bodies / visit.sha256 if self._sizes.get(visit.sha256) == visit.bytes else None

    def tidy(self, published: set[tuple[str, str]]) -> None:
        """Let go of what was published (address and hash): bodies, hints, and in time the addresses themselves.

        Also removed: what a crash left half written, and the bodies of listings.
        """
        needed = set()
        for visit in list(self.visits.values()):
            if (visit.url, visit.sha256) not in published:
                needed.add(visit.sha256)
            elif time.time() - visit.checked_at > FORGET_SECONDS:
                del self.visits[visit.url]
            elif visit.hints:
                self.record(replace(visit, hints={}))
        for name in self._sizes.keys() - needed:
            remove(self._bodies / name)
            del self._sizes[name]

    def _flush(self) -> None:
        if self._changed:
            self._write(self._changed)
            self._changed = {}
        self._flushed_at = time.monotonic()

    def _write(self, visits: Mapping[str, Visit]) -> None:
        number = int(self._files[-1].stem) + 1 if self._files else 1
        path = self._log / f"{number:08d}.jsonl"
        write_atomically(path, "".join(json.dumps(_row(visit)) + "\n" for visit in visits.values()).encode())
        self._files.append(path)

    def _join(self) -> None:
        old = self._files.copy()
        self._write(self.visits)
        for path in old:
            remove(path)
        self._files = self._files[-1:]


NAMES = {f.name for f in fields(Visit)}


def _row(visit: Visit) -> dict[str, Any]:
    """The record of a visit without what is empty."""
    return {name: value for name, value in asdict(visit).items() if value or name in ("url", "root")}


def _files_in(folder: Location) -> list[Location]:
    """The files of a folder by name; none of a prefix that does not exist."""
    return sorted((p for p in folder.iterdir() if p.is_file()), key=lambda p: p.name) if folder.exists() else []


def _visits_in(file: Location) -> Iterator[Visit]:
    """The records of a file; what cannot be read is fetched again."""
    for line in file.read_bytes().splitlines():
        try:
            yield Visit(**{name: value for name, value in json.loads(line).items() if name in NAMES})
        except (ValueError, TypeError, AttributeError):
            continue
