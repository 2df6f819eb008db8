"""Files, folders and globs of this machine."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from expectations.errors import UsageError
from tasks.ingest.inputs import InputFile
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import printable
from tasks.ingest.stream import sha256_of

SUPPORTED = (
    "Give a file, a folder or a glob such as 'inbox/**/*.html', or a URL of an object store, feed, sitemap or page."
)


def require_local(source: str) -> None:
    """Raises UsageError when there is no such file or folder, or nothing matches the glob."""
    path = Path(path_of(source))
    if not path_of(source).strip():
        raise UsageError("A source is empty.", f"Is a variable of the shell not set? {SUPPORTED}")
    if path.exists() and not (path.is_dir() or path.is_file()):
        raise UsageError(f"{source} is neither a file nor a folder.", SUPPORTED)
    if path.exists() or (glob.has_magic(str(path)) and any(glob.iglob(str(path), recursive=True))):  # noqa: PTH207
        return
    if glob.has_magic(str(path)):
        raise UsageError(f"No file matches {source}.", f"Check the pattern. {SUPPORTED}")
    raise UsageError(f"There is no file or folder {source}.", f"Check the path. {SUPPORTED}")


def find_local(source: str, source_name: str | None, options: IngestOptions) -> Iterator[InputFile]:
    """The files of a path, folder, glob or `file:` URL, in a stable order."""
    require_local(source)
    name = path_of(source)
    path = Path(name)
    if path.is_dir():
        yield from _folder(name, source_name or path.resolve().name or name, hidden=options.hidden_files)
    elif path.exists():
        yield _file(name, source_name or path.name)
    else:
        yield from _globbed(name, source_name, hidden=options.hidden_files)


def open_local(location: str) -> BinaryIO:
    """The bytes of a file; raises OSError."""
    return Path(path_of(location)).open("rb")


def path_of(source: str) -> str:
    """The path as the user wrote it, or that of a `file:` URL."""
    return unquote(urlsplit(source).path) if source.lower().startswith("file://") else source


def path_shown_as(uri: str) -> str:
    """The path that the tables show as `uri`: a name with line ends or broken letters is shown with escapes."""
    folder = os.path.dirname(uri)  # noqa: PTH120 - keeps `./`
    if "\\" not in uri or os.path.lexists(uri) or not os.path.isdir(folder or "."):  # noqa: PTH112
        return uri
    paths = (os.path.join(folder, name) for name in os.listdir(folder or "."))  # noqa: PTH118, PTH208
    return next((path for path in paths if printable(path) == uri), uri)


def _globbed(pattern: str, source_name: str | None, *, hidden: bool) -> Iterator[InputFile]:
    """The files that match; where only folders do, the files in these."""
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - takes any pattern, keeps it as written
    files = [path for path in found if not Path(path).is_dir()]
    for path in files:
        require_local(path)
        yield _file(path, source_name or Path(path).name)
    for path in () if files else found:
        yield from _folder(path, source_name or Path(path).name, hidden=hidden)


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
    """Whether a path below the root is a file there; only a link can lead elsewhere."""
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode):
            return stat.S_ISREG(mode)
        real = path.resolve()
        special = path.exists() and not stat.S_ISREG(real.stat().st_mode)
    except (OSError, RuntimeError):
        return not path.is_symlink()
    return real.is_relative_to(root) and not special


def _file(path: str, source: str) -> InputFile:
    """The file with its hash; one that cannot be read is kept, so that `read` refuses it with the reason."""
    try:
        with Path(path).open("rb") as stream:
            return InputFile(printable(path), source, os.fstat(stream.fileno()).st_size, sha256_of(stream), path)
    except OSError:
        return InputFile(printable(path), source, 0, "", path)
