"""Names of encodings: what pages call them, what browsers read them as, and what they are called here."""

from __future__ import annotations

import codecs
import re

WEB_NAMES = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "utf-32-le": "utf-32le",
    "utf-32-be": "utf-32be",
    **{f"cp{n}": f"windows-{n}" for n in range(1250, 1259)},
    "cp874": "windows-874",
    "cp866": "ibm866",
    **{f"iso8859-{n}": f"iso-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-roman": "macintosh",
    "mac-cyrillic": "x-mac-cyrillic",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "gb18030": "gb18030",
    "big5hkscs": "big5",
    "cp949": "euc-kr",
}
"""Python codec -> the name by which the WHATWG Encoding Standard knows it. Only these are ever decoded with."""

_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
}
"""Declared codec -> the one to read it with, as browsers do: the larger set that is really used under that name.
A page that can declare UTF-16 in ASCII letters is not UTF-16."""

_UNKNOWN_TO_PYTHON = {
    "ks_c_5601-1987": "cp949",
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
    "utf8_general_ci": "utf-8",
}
_WINDOWS = re.compile(r"(?:win|windows|cp)[-_ ]?(125[0-8])")

_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s{0,99}<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE)
_HTTP = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
DECLARED_WITHIN_BYTES = 8_192

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def codec_of(label: str) -> str | None:
    """The Python codec to read a declared encoding with; None when the label names none that is allowed."""
    name = label.strip().lower().removeprefix("x-")
    windows = _WINDOWS.fullmatch(name)
    if windows:
        return f"cp{windows[1]}"
    try:
        codec = codecs.lookup(_UNKNOWN_TO_PYTHON.get(name, name)).name
    except (LookupError, ValueError, UnicodeError):
        return None
    codec = _READ_AS.get(codec, codec)
    return codec if codec in WEB_NAMES else None


def declared_in(data: bytes) -> list[str]:
    """Codecs that the page itself declares: in its XML declaration, then in its `<meta>`."""
    head = data[:DECLARED_WITHIN_BYTES]
    labels = [m[1].decode("ascii", "replace") for pattern in (_XML, _META) if (m := pattern.search(head))]
    return [codec for label in labels if (codec := codec_of(label))]


def declared_by_http(content_type: str | None) -> str | None:
    """The codec of a Content-Type header's charset parameter."""
    found = _HTTP.search(content_type or "")
    return codec_of(found[1]) if found else None


def marked_by_bom(data: bytes) -> tuple[str, int] | None:
    """Codec and length of a byte order mark at the start."""
    for mark, codec in BOMS:
        if data.startswith(mark):
            return codec, len(mark)
    return None


def wide_without_bom(data: bytes) -> str | None:
    """UTF-16 told by its zeros: nearly every other byte of a text in it is zero, none at the other places."""
    sample = data[:2_048]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
