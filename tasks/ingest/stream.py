"""Byte streams: everything is read through a buffer whose first bytes can be looked at before they are taken."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator
from typing import IO, cast

from tasks.ingest.page import RefusedError

HEAD_BYTES = 1 << 16
CHUNK_BYTES = 1 << 18


class Allowance:
    """How many bytes one input file may still unpack to, all layers and members together.

    One sum for the whole file also stops nested archives and zip members that overlap each other.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.left = limit

    def spend(self, count: int) -> None:
        """Raises RefusedError when the file unpacks to more than it may."""
        self.left -= count
        if self.left < 0:
            raise RefusedError(
                "decompression_bomb", f"it unpacks to more than {self.limit:,} bytes, too much for its size"
            )


class ChunkStream(io.RawIOBase):
    """A raw stream over chunks of bytes; an error in mid-stream is raised only after all bytes before it were read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")
        self._fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        filled = 0
        while filled < len(buffer) and self._has_bytes(filled):
            taken = self._rest[: len(buffer) - filled]
            buffer[filled : filled + len(taken)] = taken
            self._rest = self._rest[len(taken) :]
            filled += len(taken)
        return filled

    def _has_bytes(self, filled: int) -> bool:
        while not self._rest:
            if self._fault is not None:
                raise self._fault
            try:
                self._rest = memoryview(next(self._chunks))
            except StopIteration:
                return False
            except Exception as fault:
                if not filled:
                    raise
                self._fault = fault
                return False
        return True


def buffered(raw: IO[bytes] | io.RawIOBase) -> io.BufferedReader:
    """A stream whose first `HEAD_BYTES` bytes `peek` shows at once."""
    return io.BufferedReader(cast("io.RawIOBase", raw), HEAD_BYTES)


def chunks_of(stream: IO[bytes], allowance: Allowance | None = None) -> Iterator[bytes]:
    """The stream in chunks, counted against the allowance."""
    while chunk := stream.read(CHUNK_BYTES):
        if allowance is not None:
            allowance.spend(len(chunk))
        yield chunk


def sha256_of(stream: IO[bytes]) -> str:
    """sha256 of what is left of a stream, lower-case hex."""
    digest = hashlib.sha256()
    for chunk in chunks_of(stream):
        digest.update(chunk)
    return digest.hexdigest()


def recoded(stream: IO[bytes], encoding: str) -> io.BufferedReader:
    """A UTF-16 or UTF-32 stream as UTF-8, so that lines can be cut from it."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")

    def chunks() -> Iterator[bytes]:
        for chunk in chunks_of(stream):
            yield decoder.decode(chunk).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")

    return buffered(ChunkStream(chunk for chunk in chunks() if chunk))


def read_page(stream: IO[bytes], limit: int) -> bytes:
    """All bytes of a stream; raises RefusedError when there are more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedError("too_large", f"it is larger than {limit:,} bytes", data[:1000])
    return data


def seekable(stream: IO[bytes], limit: int) -> IO[bytes]:
    """The stream itself when it can seek, else its bytes in memory, at most `limit` of them."""
    return stream if stream.seekable() else io.BytesIO(read_page(stream, limit))


def lines_of(stream: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines with their ends; None stands for a line longer than `limit` bytes, which is passed over."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(CHUNK_BYTES)
        yield None
