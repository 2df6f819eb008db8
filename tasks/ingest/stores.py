"""Object stores and whatever else fsspec reaches: `s3://bucket/prefix/`, `gs://`, `abfs://`, `sftp://`.

Objects are listed, known by the identity that the store gives them, and streamed when they are read; nothing is
copied to this machine. Credentials come from the environment, as each store's own tools read them.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from glob import has_magic
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from expectations.errors import BadInputError, NewsmillError, UsageError
from tasks.ingest.inputs import InputFile
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import printable
from tasks.ingest.stream import sha256_of

EXTRAS = {"s3": "s3", "s3a": "s3"}
"""The extra of newsmill that brings the driver of a scheme."""
IDENTITIES = ("ETag", "etag", "md5Hash", "content_md5", "checksum")
"""Where stores state what the content of an object is. A time of change alone is no identity."""


class StoreError(NewsmillError):
    """A store failed while an object was read: the object is not to blame, so the task is tried again."""

    def __init__(self, reason: str, instruction: str = "Nothing was published; run again when the store answers."):
        super().__init__(reason, instruction)


def is_store(scheme: str) -> bool:
    """Does fsspec know such a scheme?"""
    from fsspec.registry import known_implementations, registry

    return scheme in known_implementations or scheme in registry


def require_store(source: str) -> None:
    """Look at the address and whether its driver is installed; the store itself is not asked.

    Raises:
        UsageError: the driver is not installed, or the address holds a password.
    """
    from fsspec import get_filesystem_class
    from fsspec.registry import known_implementations

    scheme = source.split("://", 1)[0].lower()
    if urlsplit(source).password:
        raise UsageError(
            f"{scheme}://{urlsplit(source).hostname}/… holds a password, which would stand in the tables",
            "Take it out of the address; the store's driver reads credentials from the environment.",
        )
    try:
        get_filesystem_class(scheme)
    except ImportError as error:
        known = known_implementations.get(scheme, {}).get("err", str(error))
        raise UsageError(f"{source}: the driver for {scheme}:// is not installed", _install(scheme, known)) from error


def find_store(source: str, source_name: str | None, options: IngestOptions) -> Iterator[InputFile]:
    """The objects of a prefix, key or glob, sorted by name.

    Raises:
        UsageError: the driver is missing, or nothing is there.
        BadInputError: the store cannot be listed.
    """
    from fsspec.core import url_to_fs

    require_store(source)
    try:
        store, path = url_to_fs(source)
        found = _listed(store, path, hidden=options.hidden_files)
        prefixes = [] if found else _prefixes(store, path)
    except Exception as fault:
        raise BadInputError(
            f"{source} cannot be listed ({type(fault).__name__}: {str(fault)[:300]})",
            "Check the address, the network, and the store's credentials in the environment.",
        ) from fault
    for prefix in prefixes:
        yield from find_store(prefix, source_name, options)
    if not found and not prefixes:
        raise UsageError(f"There is nothing at {source}.", "Check the bucket, the prefix and the pattern.")
    folder = source.rstrip("/").rpartition("/")[2] or source
    for name, info in sorted(found.items()):
        default = name.rpartition("/")[2] if name == path else folder
        yield _object(store, name, info, source_name or default)


def open_store(location: str) -> BinaryIO:
    """An object as a stream that can seek, read ahead a few megabytes at a time; raises OSError or StoreError."""
    import fsspec

    try:
        opened = fsspec.open(location, "rb").open()
    except OSError:
        raise
    except Exception as fault:
        raise StoreError(f"{location} cannot be opened ({type(fault).__name__}: {fault})") from fault
    return cast("BinaryIO", _Guarded(opened, location))


class _Guarded(io.RawIOBase):
    """A store's stream whose every fault is a StoreError: the drivers raise what their libraries raise."""

    def __init__(self, inner: Any, location: str) -> None:
        self._inner = inner
        self._location = location

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._inner.seekable())

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read(len(buffer))
        except Exception as fault:
            raise StoreError(f"{self._location} cannot be read on ({type(fault).__name__}: {fault})") from fault
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def close(self) -> None:
        self._inner.close()
        super().close()


def _listed(store: Any, path: str, *, hidden: bool) -> dict[str, Mapping[str, Any]]:
    """What each object is, by its name."""
    store.invalidate_cache()
    if has_magic(path) and not store.exists(path):
        found = store.glob(path, detail=True)
        root = ""
    else:
        found = store.find(path, detail=True)
        root = path
    return {name: info for name, info in found.items() if _is_object(name, info, root, hidden=hidden)}


def _prefixes(store: Any, path: str) -> list[str]:
    """The addresses of the prefixes that a glob matches."""
    return [store.unstrip_protocol(name) for name in sorted(store.glob(path))] if has_magic(path) else []


def _is_object(name: str, info: Mapping[str, Any], root: str, *, hidden: bool) -> bool:
    """Is it a file, and not hidden below the prefix? Consoles of stores keep an empty object for each folder."""
    if info.get("type") != "file" or name.endswith("/"):
        return False
    return hidden or not root or not any(part.startswith(".") for part in name.removeprefix(root).split("/"))


def _object(store: Any, name: str, info: Mapping[str, Any], source: str) -> InputFile:
    uri = store.unstrip_protocol(name)
    size = int(info.get("size") or 0)
    return InputFile(printable(uri), source, size, _identity(info, size) or _hashed(store, name), uri)


def _identity(info: Mapping[str, Any], size: int) -> str | None:
    """The hash of what the store says the content is; None when it does not say."""
    stated = next((str(info[key]) for key in IDENTITIES if info.get(key)), None)
    return stated and hashlib.sha256(f"{stated}\n{size}".encode()).hexdigest()


def _hashed(store: Any, name: str) -> str:
    """The hash of the bytes, streamed; empty when they cannot be read, so that `read` refuses them with the reason."""
    try:
        with store.open(name, "rb") as stream:
            return sha256_of(stream)
    except OSError:
        return ""


def _install(scheme: str, known: str) -> str:
    if scheme in EXTRAS:
        return f"Install it: pip install 'newsmill[{EXTRAS[scheme]}]'."
    return f"Install it beside newsmill. {known}"
