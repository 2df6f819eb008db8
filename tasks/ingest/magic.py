"""File types told by their first bytes: containers that are read, and others that are refused by name."""

from __future__ import annotations

from enum import StrEnum

from tasks.ingest.packed import is_zstd


class Format(StrEnum):
    """What an input is, by content."""

    EMPTY = "empty"
    HTML = "html"
    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    FEED = "feed"
    SITEMAP = "sitemap"
    WARC = "warc"
    ZIP = "zip"
    GZIP = "gzip"
    ZSTD = "zstd"
    BINARY = "binary"
    UNSUPPORTED = "unsupported"


READABLE = (
    (b"\x1f\x8b\x08", Format.GZIP),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"PAR1", Format.PARQUET),
    (b"WARC/", Format.WARC),
)

BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"ARROW1", "an Arrow file"),
    (b"Obj\x01", "an Avro file"),
)

RIFF = {b"WEBP": "a WebP image", b"WAVE": "a WAV recording", b"AVI ": "an AVI film"}

UNSUPPORTED = (
    (b"BZh", "a bzip2 archive; unpack it, or pack it with gzip, zstd or zip"),
    (b"\xfd7zXZ\x00", "an xz archive; unpack it, or pack it with gzip, zstd or zip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it, or pack it with gzip, zstd or zip"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it, or pack it with gzip, zstd or zip"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"filedesc://", "an ARC archive; convert it to WARC"),
)


def by_magic(head: bytes) -> tuple[Format, str] | None:
    """Format and what it is in words; None when no magic number fits."""
    for magic, form in READABLE:
        if head.startswith(magic):
            return form, form.value
    if head[:4] == b"RIFF":
        return Format.BINARY, RIFF.get(head[8:12], "a RIFF file")
    if head[4:8] == b"ftyp":
        return Format.BINARY, "a film or photo in MP4 or HEIF"
    if head[257:262] == b"ustar":
        return Format.UNSUPPORTED, "a tar archive; unpack it, or use zip"
    if is_zstd(head):
        return Format.ZSTD, "zstd"
    for table, form in ((BINARY, Format.BINARY), (UNSUPPORTED, Format.UNSUPPORTED)):
        for magic, what in table:
            if head.startswith(magic):
                return form, what
    return None
