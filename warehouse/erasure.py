"""What a takedown still has to erase is written down before its generation is visible, and done until it is done.

The journal holds the takedown's run key and paths, never a word of what was taken down. Every command that writes
looks at it first: a takedown that was killed is finished, or, if its generation never was ready, has not happened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from warehouse import retention
from warehouse.duck import write_catalog
from warehouse.durable import remove, write_atomically
from warehouse.fetched import VISITS
from warehouse.generations import current, index_signatures, recover
from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.manifest import Manifest
from warehouse.store import store_of


def note(layout: Layout, run_key: str, paths: Iterable[Location], addresses: Iterable[str]) -> None:
    """Write down what is to be erased once the generation of this run is current, besides all older generations.

    Of the addresses, what is known from fetching them is erased; their hashes are written down.
    """
    inside = sorted(str(path).removeprefix(f"{layout.root}/") for path in paths)
    journal = {"run_key": run_key, "paths": inside, "addresses": sorted(map(_hash, addresses))}
    write_atomically(layout.erasures, json.dumps(journal, indent=1).encode())


def finish(layout: Layout, now: datetime) -> None:
    """Erase what the journal says, if there is one.

    Call with the write lock held. Afterwards no generation older than the takedown is there.
    """
    if not layout.erasures.is_file():
        return
    journal = json.loads(layout.erasures.read_bytes())
    recover(layout, journal["run_key"])
    manifest = current(layout)
    if manifest is not None and manifest.run_key == journal["run_key"]:
        _erase(layout, manifest, now)
        for name in journal["paths"]:
            remove(layout.root / name)
        _forget_visits(layout.fetched / VISITS, set(journal["addresses"]))
    remove(layout.erasures)


def _erase(layout: Layout, manifest: Manifest, now: datetime) -> None:
    """Everything that was made from older generations, these themselves, and the staging of dead runs."""
    write_catalog(layout)
    store = store_of(layout)
    retention.drop_generations(layout, [number for number in store.published() if number < manifest.generation])
    if layout.signature_index is not None:
        remove(layout.signature_index)
        index_signatures(layout, manifest)
    for path in store.leftovers(now):
        remove(path)


def _forget_visits(folder: Location, addresses: set[str]) -> None:
    """Drop the records of addresses, given as hashes, from what is known of fetching."""
    files: list[Location] = list(folder.glob("*.jsonl")) if folder.is_dir() else []
    for file in files:
        lines = file.read_bytes().splitlines(keepends=True)
        left = [line for line in lines if not addresses & {_hash(url) for url in urls_of(line)}]
        if left != lines:
            write_atomically(file, b"".join(left))


def urls_of(record: bytes) -> Iterator[str]:
    """The addresses that a record of fetching is about; none of one that is torn."""
    with suppress(ValueError, AttributeError):
        visit = json.loads(record)
        yield from (visit[name] for name in ("url", "final_url") if isinstance(visit.get(name), str))


def _hash(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
