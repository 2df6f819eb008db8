"""Every file under a warehouse, decoded: where do some words still stand?"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.location import Location, on_disk


def decoded(path: Path) -> str:
    """The content of a file as text: all columns of a table, the escapes of JSON and HTML resolved, else its bytes."""
    match path.suffix:
        case ".parquet":
            table = pq.read_table(path, partitioning=None)
            return json.dumps(table.to_pylist(), default=str, ensure_ascii=False) + str(pq.read_metadata(path).metadata)
        case ".arrow":
            with pa.memory_map(str(path)) as source:
                rows = pa.ipc.open_file(source).read_all().to_pylist()
            return json.dumps(rows, default=str, ensure_ascii=False)
        case ".html":
            return html.unescape(path.read_text(encoding="utf-8"))
        case ".json":
            return json.dumps(json.loads(path.read_bytes()), ensure_ascii=False)
        case _:
            return path.read_bytes().decode("utf-8", "replace")


def holding(warehouse: Location, needles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(file, needle) of everything that is found, in the names of files, too."""
    folder, needles = on_disk(warehouse), list(needles)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        text = " ".join(f"{path.relative_to(folder)} {decoded(path)}".replace('\\"', '"').replace("\\n", " ").split())
        yield from ((str(path.relative_to(folder)), needle) for needle in needles if needle in text)
