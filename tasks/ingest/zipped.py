"""Zip archives: members are read one after the other in memory, nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO

from tasks.ingest.page import Items, Origin, RefusedError
from tasks.ingest.stream import Allowance, ChunkStream, buffered, chunks_of

ReadInner = Callable[[io.BufferedReader, Origin], Items]
FAULTS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error)
DOCUMENTS = {
    "[Content_Types].xml": "an Office document",
    "META-INF/container.xml": "an EPUB book",
    "META-INF/MANIFEST.MF": "a Java archive",
    "AndroidManifest.xml": "an Android app",
}


def zip_pages(stream: IO[bytes], origin: Origin, allowance: Allowance, read_inner: ReadInner) -> Items:
    """Pages of the members of a zip that can seek, in the archive's order; folders and hidden files are passed over."""
    try:
        archive = zipfile.ZipFile(stream)
    except FAULTS as fault:
        raise RefusedError(
            "truncated_archive", f"the zip archive has no readable list of contents ({fault})"
        ) from fault
    with archive:
        names = set(archive.namelist())
        for name, what in DOCUMENTS.items():
            if name in names:
                raise RefusedError("unsupported", f"it is {what}, not an archive of pages")
        for member in archive.infolist():
            if _escapes(member.filename) or not (member.is_dir() or _is_hidden(member.filename)):
                yield from _member(archive, member, origin.record(member.filename), allowance, read_inner)


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part != ".." for part in parts)


def _escapes(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Origin, allowance: Allowance, read_inner: ReadInner
) -> Items:
    if _escapes(member.filename):
        yield place.refusal("bad_record", "the name of the member leads out of the archive")
        return
    if member.flag_bits & 1:
        yield place.refusal("unsupported", "the member is encrypted")
        return
    try:
        with archive.open(member) as packed:
            yield from read_inner(buffered(ChunkStream(chunks_of(packed, allowance))), place)
    except FAULTS as fault:
        yield place.refusal("truncated_archive", f"the member cannot be unpacked ({fault})")
