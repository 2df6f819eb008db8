"""Writes on condition: an object is made only if it is not there, or replaced only if nobody has changed it since.

All that several writers of an object store can agree on stands on these two (If-None-Match and If-Match of S3).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from warehouse.location import content

if TYPE_CHECKING:
    from upath import UPath

LOST = (409, 412)
"""What HTTP says when the condition does not hold, or another write is under way."""


class ChangedError(Exception):
    """The object is no longer what it was when it was looked at; nothing was written."""


@dataclass(frozen=True)
class Seen:
    """An object as it was found."""

    content: bytes
    tag: str
    age: float
    """Seconds since it was written, by the store's own clock."""


def look(place: UPath) -> Seen | None:
    """The object, or None when there is none; raises OSError.

    The tag is read before the content: if the content is newer, a write on that tag fails, as it must.
    """
    bucket, key, _ = place.fs.split_path(place.path)
    try:
        with _as_oserror():
            head = place.fs.call_s3("head_object", Bucket=bucket, Key=key)
            held = content(place)
    except FileNotFoundError:
        return None
    now = parsedate_to_datetime(head["ResponseMetadata"]["HTTPHeaders"]["date"])
    return Seen(held, head["ETag"], (now - head["LastModified"]).total_seconds())


def write_if(place: UPath, content: bytes, tag: str | None) -> str:
    """Write the object if its tag is still this one (None: if there is no object); returns its new tag.

    Raises:
        ChangedError: another writer was faster.
        OSError: the store cannot be written.
    """
    bucket, key, _ = place.fs.split_path(place.path)
    condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
    try:
        with _as_oserror():
            made = place.fs.call_s3("put_object", Bucket=bucket, Key=key, Body=content, **condition)
    except OSError as error:
        if not _lost(error, tag):
            raise
        seen = look(place)  # a request that was repeated finds what it wrote itself the first time
        if seen is None or seen.content != content:
            raise ChangedError(str(place)) from error
        return seen.tag
    new: str = made["ETag"]
    return new


def _lost(error: OSError, tag: str | None) -> bool:
    response: Any = getattr(error.__cause__, "response", {})
    gone = tag is not None and isinstance(error, FileNotFoundError)
    return gone or response.get("ResponseMetadata", {}).get("HTTPStatusCode") in LOST


@contextmanager
def _as_oserror() -> Iterator[None]:
    """A store that cannot be reached, or credentials that are missing, are errors of reading and writing."""
    from botocore.exceptions import BotoCoreError

    try:
        yield
    except BotoCoreError as error:
        raise OSError(str(error)) from error
