"""Which files there are to read: paths, folders and globs on this machine.

Another kind of source (object stores, feeds over the network) is another entry in `FINDERS`, a function from what the
user wrote to input files, and an opener in `OPENERS` for the scheme of their URIs.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from expectations.errors import UsageError
from tasks.ingest.options import IngestOptions

SUPPORTED = "Give a file, a folder or a glob such as 'inbox/**/*.html' on this machine."
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?://|\\\\)")
HASH_BYTES = 1 << 20


@dataclass(frozen=True)
class InputFile:
    """One file to read. `sha256` is that of its bytes as found; empty when it could not be read."""

    uri: str
    source: str
    size: int
    sha256: str


def find(source: str, source_name: str | None, options: IngestOptions) -> Iterator[InputFile]:
    """The files of one source in a stable order; raises UsageError when it is of no known kind or missing."""
    scheme = scheme_of(source)
    if scheme not in FINDERS:
        raise UsageError(f"Cannot read {source}: sources of the kind {scheme}:// are not supported.", SUPPORTED)
    return FINDERS[scheme](source, source_name, options)


def open_input(uri: str) -> BinaryIO:
    """The bytes of an input file; raises OSError."""
    return OPENERS[scheme_of(uri)](uri)


def scheme_of(source: str) -> str:
    """`s3` of `s3://bucket/key`, in lower case; empty for a path."""
    found = _SCHEME.match(source)
    return found[1].lower() if found else ""


def _local(source: str, source_name: str | None, options: IngestOptions) -> Iterator[InputFile]:
    path = Path(source)
    if path.is_dir():
        yield from _folder(source, source_name or path.resolve().name or source, hidden=options.hidden_files)
    elif path.exists():
        yield _file(source, source_name or path.name)
    elif glob.has_magic(source):
        yield from _globbed(source, source_name)
    else:
        raise UsageError(f"There is no file or folder {source}.", f"Check the path. {SUPPORTED}")


def _local_url(source: str, source_name: str | None, options: IngestOptions) -> Iterator[InputFile]:
    return _local(_path_of_url(source), source_name, options)


def _path_of_url(url: str) -> str:
    return unquote(urlsplit(url).path)


def _globbed(pattern: str, source_name: str | None) -> Iterator[InputFile]:
    paths = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - takes any pattern, keeps the path as written
    if not paths:
        raise UsageError(f"No file matches {pattern}.", f"Check the pattern. {SUPPORTED}")
    for path in paths:
        if not Path(path).is_dir():
            yield _file(path, source_name or Path(path).name)


def _folder(folder: str, source_name: str, *, hidden: bool) -> Iterator[InputFile]:
    """Regular files below the folder, sorted by path; hidden ones and links that lead out of it are passed over."""
    root = Path(folder).resolve()
    found: list[str] = []
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if hidden or not name.startswith(".")]
        found += [os.path.join(where, name) for name in files if hidden or not name.startswith(".")]  # noqa: PTH118 - keeps `./`
    for path in sorted(found):
        if _belongs(Path(path), root):
            yield _file(path, source_name)


def _belongs(path: Path, root: Path) -> bool:
    try:
        real = path.resolve()
        special = path.exists() and not stat.S_ISREG(real.stat().st_mode)
    except (OSError, RuntimeError):
        return not path.is_symlink()
    return real.is_relative_to(root) and not special


def _file(path: str, source: str) -> InputFile:
    """The file with its hash; one that cannot be read is kept, so that `read` refuses it with the reason."""
    if Path(path).exists() and not Path(path).is_file():
        raise UsageError(f"{path} is neither a file nor a folder.", SUPPORTED)
    try:
        with Path(path).open("rb") as stream:
            return InputFile(path, source, os.fstat(stream.fileno()).st_size, _sha256(stream))
    except OSError:
        return InputFile(path, source, 0, "")


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(HASH_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def _open_path(uri: str) -> BinaryIO:
    return Path(uri).open("rb")


FINDERS: dict[str, Callable[[str, str | None, IngestOptions], Iterator[InputFile]]] = {"": _local, "file": _local_url}
OPENERS: dict[str, Callable[[str], BinaryIO]] = {"": _open_path}


def distinct(files: Iterator[InputFile] | Sequence[InputFile]) -> list[InputFile]:
    """The files without those named twice."""
    return list({file.uri: file for file in files}.values())
