"""gzip and zstd streams of any number of members, unpacked piece by piece within an allowance."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import IO

from tasks.ingest.page import RefusedError
from tasks.ingest.stream import CHUNK_BYTES, Allowance, ChunkStream, buffered

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
ZSTD_STEP_BYTES = 1 << 10
"""zstd has no limit on what one call returns; a kilobyte of it unpacks to at most about 33 MB."""
ZSTD_WINDOW_BYTES = 1 << 27
MAX_EMPTY_MEMBERS = 10_000


def gunzipped(stream: IO[bytes], allowance: Allowance) -> io.BufferedReader:
    """The content of a gzip stream; reading raises RefusedError when it is cut, damaged or a bomb."""
    return buffered(ChunkStream(_counted(_gzip_chunks(stream), allowance)))


def unzstd(stream: IO[bytes], allowance: Allowance) -> io.BufferedReader:
    """The content of a zstd stream; reading raises RefusedError when it is cut, damaged or a bomb."""
    return buffered(ChunkStream(_counted(_zstd_chunks(stream), allowance)))


def _counted(chunks: Iterator[bytes], allowance: Allowance) -> Iterator[bytes]:
    """The chunks that are not empty; a long row of empty ones does no work but costs time, and is refused."""
    empty = 0
    for chunk in chunks:
        empty = 0 if chunk else empty + 1
        if empty > MAX_EMPTY_MEMBERS:
            raise RefusedError("decompression_bomb", f"more than {MAX_EMPTY_MEMBERS:,} empty members in a row")
        if chunk:
            allowance.spend(len(chunk))
            yield chunk


def _gzip_chunks(stream: IO[bytes]) -> Iterator[bytes]:
    data = stream.read(CHUNK_BYTES)
    while data.startswith(GZIP_MAGIC):  # what follows the last member is padding
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            try:
                chunk = member.decompress(data, CHUNK_BYTES)
            except zlib.error as fault:
                raise RefusedError("truncated_archive", f"the gzip data are damaged ({fault})") from fault
            if not (data or chunk or member.eof):
                raise RefusedError("truncated_archive", "the gzip data end before their end mark")
            yield chunk
            if not member.eof:
                data = member.unconsumed_tail or stream.read(CHUNK_BYTES)
        data = _next_member(member.unused_data, stream, CHUNK_BYTES)


def _zstd_chunks(stream: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    data = stream.read(ZSTD_STEP_BYTES)
    while is_zstd(data):
        frame = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj()
        while not frame.eof:
            if not data:
                raise RefusedError("truncated_archive", "the zstd data end before their end mark")
            try:
                yield frame.decompress(data)
            except zstandard.ZstdError as fault:
                raise RefusedError("truncated_archive", f"the zstd data are damaged ({fault})") from fault
            if not frame.eof:
                data = stream.read(ZSTD_STEP_BYTES)
        data = _next_member(frame.unused_data, stream, ZSTD_STEP_BYTES)


def is_zstd(data: bytes) -> bool:
    """Does a zstd frame begin here, one with content or one to be skipped?"""
    return data.startswith(ZSTD_MAGIC) or (data[1:4] == b"\x2a\x4d\x18" and 0x50 <= data[0] <= 0x5F)


def _next_member(unused: bytes, stream: IO[bytes], size: int) -> bytes:
    """What follows a member: at least four bytes, where there are that many, to know the next one's magic by."""
    return unused if len(unused) >= 4 else unused + stream.read(size)
