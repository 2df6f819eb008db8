"""Mutated pages: bytes flipped, cut, doubled, nested, re-encoded, spliced with other pages. Same seed, same bytes."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARENTS = ("tests/clean/pages", "samples/inbox")
MAX_BYTES = 2_000_000

SNIPPETS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b[31m", b"\r", b"\x85",
    b"\xf4\x90\x80\x80",
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;", b"&#xD800;", b"&#99999999999;",
    b"&amp;", b"&bogus",
    b"<script>", b"<style>", b"<table><tr><td>", b"<article>", b"</article>", b"<h1>", b"<p>",
    b"<svg><title>", b"<plaintext>",
    b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><x>&a;</x>", b"<meta charset=utf-7>",
    b"<base href='//x'>",
    b'<script type="application/ld+json">{"@graph":[', b'{"@type":"NewsArticle","articleBody":',
    b'"datePublished":"0000-00-00"',
    b"\n\n\n", b"\t", b"\xe2\x80\x9c", b"\xe2\x80\x9d", b'"', b"'", b"By ", b"Photo: ", b"2026-13-45", b"WARC/1.0\r\n",
    b"Content-Length: -1\r\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"(\xb5/\xfd", b"PAR1", b"<rss><channel><item>",
    b"[[[[{", b"\\ud800",
)  # fmt: skip
REPEATED = (
    b"<div>",
    b"<b>",
    b"((",
    b"a ",
    b"\n",
    b"<li><a href=x>y</a>",
    b'"',
    b"&nbsp;",
    b"x" * 50,
    b"<p>Same line.</p>",
)
ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "cp1252", "koi8-r", "utf-7", "shift_jis", "iso2022_jp", "cp037")

Change = Callable[[bytes, random.Random], bytes]


def parents() -> list[Path]:
    """The project's own pages, which the mutants come from."""
    return sorted(p for folder in PARENTS for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix != ".json")


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of `count` mutants: each a page changed one to six times."""
    chance = random.Random(seed)  # noqa: S311
    pages = [path.read_bytes() for path in parents()]
    names = [path.suffix for path in parents()]
    for number in range(count):
        which = chance.randrange(len(pages))
        page = pages[which]
        for _ in range(chance.randint(1, 6)):
            page = chance.choice(CHANGES)(page, chance)[:MAX_BYTES]
        page = _spliced(page, chance, pages) if chance.random() < 0.1 else page
        yield f"{number:06d}{names[which]}", page


def _place(page: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(page))


def _flipped(page: bytes, chance: random.Random) -> bytes:
    changed = bytearray(page)
    for _ in range(chance.randint(1, 20) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _inserted(page: bytes, chance: random.Random) -> bytes:
    at = _place(page, chance)
    return page[:at] + chance.choice(SNIPPETS) + page[at:]


def _repeated(page: bytes, chance: random.Random) -> bytes:
    at = _place(page, chance)
    return page[:at] + chance.choice(REPEATED) * chance.choice((10, 1_000, 30_000)) + page[at:]


def _cut(page: bytes, chance: random.Random) -> bytes:
    return page[: _place(page, chance)] if chance.random() < 0.5 else page[_place(page, chance) :]


def _dropped(page: bytes, chance: random.Random) -> bytes:
    start, end = sorted((_place(page, chance), _place(page, chance)))
    return page[:start] + page[end:]


def _doubled(page: bytes, chance: random.Random) -> bytes:
    start, end = sorted((_place(page, chance), _place(page, chance)))
    return page[:end] + page[start:end] * chance.choice((1, 2, 8)) + page[end:]


def _recoded(page: bytes, chance: random.Random) -> bytes:
    return page.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def _unwrapped(page: bytes, chance: random.Random) -> bytes:
    """Line breaks lost, or every space one."""
    return page.replace(b"\n", b" ") if chance.random() < 0.5 else page.replace(b" ", b"\n")


def _packed(page: bytes, chance: random.Random) -> bytes:
    packed = gzip.compress(page, 1, mtime=0)
    return packed if chance.random() < 0.5 else packed[: _place(packed, chance)]


def _spliced(page: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    other = chance.choice(pages)
    return page[: _place(page, chance)] + other[_place(other, chance) :]


CHANGES: tuple[Change, ...] = (
    _flipped, _inserted, _inserted, _inserted, _repeated, _cut, _dropped, _doubled, _recoded, _unwrapped, _packed,
)  # fmt: skip
