"""Where files lie: in a folder of this machine, or under a prefix of an object store, as one kind of path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from expectations.errors import UsageError

if TYPE_CHECKING:
    from upath import UPath

    from warehouse.unchanging import Unchanging

Location: TypeAlias = "Path | UPath"
"""A local path is a plain `Path`; `UPath` gives an object store the same words."""

SCHEMES = ("s3",)
"""Object stores that write on condition (If-Match, If-None-Match), which generations and leases stand on."""


def use_storage(options: Mapping[str, Any]) -> None:
    """Reach the object store with these options of its file system, in this process, from now on.

    They stand here and not in references, which are shown and logged: options may hold a secret.
    """
    import fsspec

    for scheme in SCHEMES:
        fsspec.config.conf[scheme] = dict(options)


def located(name: str | Location) -> Location:
    """The place that a path or a URI such as `s3://bucket/prefix` names; a place stays itself.

    Raises:
        UsageError: newsmill cannot keep a warehouse there, or the packages that it takes are not installed.
    """
    if not isinstance(name, str):
        return name
    scheme, separator, _ = name.partition("://")
    if not separator:
        return Path(name)
    if scheme not in SCHEMES:
        raise UsageError(
            f"a warehouse cannot lie at {name}: generations need conditional writes, which newsmill knows only for "
            f"{', '.join(s + '://' for s in SCHEMES)}",
            "Use s3://BUCKET/PREFIX (any store that speaks S3), or a folder.",
        )
    try:
        import s3fs  # noqa: F401  # what UPath loads for s3://
        from upath import UPath
    except ImportError as error:
        raise UsageError(
            f"{name} is on an object store, and {error.name} is not installed",
            "Install newsmill with the extra s3: `pip install 'newsmill[s3]'`.",
        ) from error
    # Other processes write here, too: a listing that was kept would be wrong.
    return UPath(name, use_listings_cache=False)


def address(place: Location) -> tuple[str, Any]:
    """Path and file system (None for the local one) of a file that is written once, as pyarrow and DuckDB take them."""
    return (str(place), None) if isinstance(place, Path) else (place.path, _unchanging(place))


def told(place: Location, size: int) -> Location:
    """A file that is written once, of which whoever reads it need not ask how many bytes it has."""
    if not isinstance(place, Path):
        _unchanging(place).tell(place.path, size)
    return place


def _unchanging(place: UPath) -> Unchanging:
    """The same store, for files that are written once; fsspec keeps one for the same options."""
    from warehouse.unchanging import Unchanging

    return Unchanging(*place.fs.storage_args, **place.fs.storage_options)


def content(place: Location) -> bytes:
    """What a small file holds, for which a store is asked once.

    Raises:
        FileNotFoundError: there is none.
    """
    if isinstance(place, Path):
        return place.read_bytes()
    held: bytes = place.fs.cat_file(place.path, max_concurrency=1)  # else it asks first how large the file is
    return held


def age(place: Location, now: datetime) -> timedelta:
    """How long ago a file, or a folder or the newest object below a prefix, was written."""
    if isinstance(place, Path):
        return now - datetime.fromtimestamp(place.stat().st_mtime, now.tzinfo)
    written: list[datetime] = [one["LastModified"] for one in place.fs.find(place.path, detail=True).values()]
    return now - max(written, default=now)


def on_disk(place: Location) -> Path:
    """A place of which the caller knows that it is on this machine."""
    if not isinstance(place, Path):
        raise TypeError(f"{place} is on an object store")
    return place


def on_store(place: Location) -> UPath:
    """A place of which the caller knows that it is on an object store."""
    if isinstance(place, Path):
        raise TypeError(f"{place} is on this machine")
    return place
