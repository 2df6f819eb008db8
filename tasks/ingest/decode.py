"""Bytes to text: the encoding that the page declares if it holds, else the one that its text speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.ingest.alphabet import by_language, by_script
from tasks.ingest.charset import WEB_NAMES, codec_of, declared_in, marked_by_bom, wide_without_bom
from tasks.ingest.mojibake import count_outside_ascii, mended
from tasks.ingest.plausible import ODD_SHARE, odd_share, visible_bytes

DETECTED = (
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859_2"),
    *("koi8_r", "koi8_u", "cp866", "mac_roman", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp874"),
)
"""What charset-normalizer may find: encodings that the web uses."""
_JIS_ESCAPE = re.compile(rb"\x1b\$[@B]")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Decoded:
    """A text without NUL and lone surrogates, which neither Arrow nor Parquet take."""

    text: str
    encoding: str
    """Name in the WHATWG Encoding Standard; `utf-8+windows-1252` when a text encoded twice was mended."""
    replaced: int
    """Characters that are now U+FFFD because the encoding could not decode them."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a page or a line. Never raises.

    `declared` is the codec that HTTP or the container states. Order: byte order mark; UTF-16 by its zeros; UTF-8 when
    it is valid, since text in another encoding hardly ever is; then what is declared, Windows-1252 and the detector's
    guess: the first of them that reads like a language.
    """
    bom = marked_by_bom(data)
    if bom:
        return _settled(data[bom[1] :], bom[0])
    wide = wide_without_bom(data)
    if wide:
        return _settled(data, wide)
    if _JIS_ESCAPE.search(data) and data.isascii():
        return _settled(data, "iso2022_jp")
    try:
        return storable(data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        return _settled(data, _codec(data, declared, fault))


def storable(text: str, encoding: str = "utf-8", replaced: int = 0) -> Decoded:
    """A text that came decoded, such as a JSON string: mended, without NUL and lone surrogates."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        before = text.count(REPLACEMENT)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # joins pairs
        replaced += text.count(REPLACEMENT) - before
    repaired = mended(text) if encoding == "utf-8" else None
    if repaired is not None:
        return Decoded(repaired, "utf-8+windows-1252", replaced)
    return Decoded(text, encoding, replaced)


def _settled(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, "replace")
    replaced = text.count(REPLACEMENT) - _already_replaced(data, codec)
    return storable(text, WEB_NAMES[codec], max(0, replaced))


def _already_replaced(data: bytes, codec: str) -> int:
    return data.count(REPLACEMENT.encode(codec, "ignore") or REPLACEMENT.encode())


def _codec(data: bytes, declared: str | None, fault: UnicodeDecodeError) -> str:
    """The codec of bytes that are no valid UTF-8."""
    if _is_damaged_utf8(data, fault):
        return "utf-8"
    sample = visible_bytes(data)
    stated = [codec for codec in (declared, *declared_in(data)) if codec and codec != "utf-8"]
    for codec in stated:
        if _holds(sample, codec) and not (codec == "cp1252" and by_language(sample)):
            return codec
    return _undeclared(sample) or (stated[0] if stated else "cp1252")


def _undeclared(sample: bytes) -> str | None:
    by_letters = by_language(sample)
    if by_letters:
        return by_letters
    return "cp1252" if _holds(sample, "cp1252") else by_script(sample) or _detected(sample)


def _is_damaged_utf8(data: bytes, fault: UnicodeDecodeError) -> bool:
    """UTF-8 cut at the end, or with fewer broken sequences than whole ones; other encodings make hardly any whole."""
    if fault.end == len(data) and fault.reason == "unexpected end of data":
        return True
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT)
    whole = count_outside_ascii(text) - broken
    return whole > broken


def _holds(sample: bytes, codec: str) -> bool:
    try:
        text = sample.decode(codec, "replace")
    except UnicodeError:
        return False
    wrong = text.count(REPLACEMENT)
    beyond_ascii = count_outside_ascii(text)
    return wrong <= 0.02 * beyond_ascii and odd_share(text) <= ODD_SHARE


def _detected(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    telling = b"\n".join(line for line in sample.splitlines() if not line.isascii())
    for match in from_bytes(telling[:50_000], cp_isolation=list(DETECTED)):
        codec = codec_of(match.encoding)
        if codec and _holds(sample, codec):
            return codec
    return None
