"""Articles to signatures: what of a text is kept to find its copies again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from expectations.signatures import HASHES, SIGNATURES
from expectations.types import UTC_US
from tasks.dedupe.facts import facts
from tasks.dedupe.options import DEFAULTS, DedupeOptions
from tasks.dedupe.sets import sorted_once
from tasks.dedupe.shingle import MULTIPLIER, U64, ChunkWords, Places, Words, hash_words, mix, shingles

CHUNK_BYTES = 1 << 17
"""Text hashed at a time: the arrays made from it stay in the cache of one core."""
LOW = U64(32)
GIVEN = ("article_id", "revision", "url", "published_at", "content_hash")
"""Columns of a signature that stand in articles as they are."""
T = TypeVar("T", bound=np.generic)
WEB = r"^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/@]*@)?(?:www\.)?(?P<host>[^/:?#]+)"


@dataclass(frozen=True)
class TextHashes:
    """What one chunk of texts leaves behind; keys are document << 32 | hash, sorted, each once."""

    word_counts: Places
    text_hashes: Words
    grams: Words
    facts: Words


def sketch(articles: pa.Table, options: DedupeOptions = DEFAULTS) -> pa.Table:
    """Signatures of articles, row by row (stage schema of SIGNATURES, the cluster columns null).

    Needs `article_id` and `text`; takes `revision`, `url` (else a web address in `source_uri`), `published_at`
    (timestamps of any unit), `title` and `content_hash` where they are there. A null text counts as empty.
    """
    chunks = list(_chunks(_strings(articles, "text")))
    with ThreadPoolExecutor(options.threads) as pool:
        parts = list(pool.map(lambda chunk: hash_texts(chunk, options), chunks))
    url = _urls(articles)
    counts = _joined([part.word_counts for part in parts], np.int64)
    text_hashes = _joined([part.text_hashes for part in parts], np.uint64)
    columns = {
        "article_id": _strings(articles, "article_id").cast(pa.string()),
        "revision": _revisions(articles),
        "url": url,
        "outlet": pc.utf8_lower(pc.struct_field(pc.extract_regex(url, WEB), "host")),
        "published_at": _published(articles),
        "word_count": pa.array(counts, pa.int32()),
        "content_hash": _content_hashes(articles, text_hashes, options),
        "text_hash": pa.array(text_hashes),
        "grams": hash_lists([part.grams for part in parts], [part.word_counts for part in parts]),
        "facts": hash_lists([part.facts for part in parts], [part.word_counts for part in parts]),
    }
    columns |= {name: _copied(columns[name]) for name in GIVEN}
    schema = SIGNATURES.stage_schema
    rows = articles.num_rows
    return pa.table([columns[f.name] if f.name in columns else pa.nulls(rows, f.type) for f in schema], schema=schema)


def _copied(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """The values in memory of their own: as decoded, they may hold on to their whole batch, texts included."""
    return column.take(pa.array(np.arange(len(column))))


def hash_texts(texts: pa.LargeStringArray, options: DedupeOptions) -> TextHashes:
    """Hash one chunk of texts."""
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    raw = texts.buffers()[2]
    text = raw.slice(offsets[0], offsets[-1] - offsets[0]).to_pybytes() if raw is not None else b""
    words = hash_words(text, offsets - offsets[0])
    grams, whole = shingles(words, options.shingle_words)
    kept = np.flatnonzero(whole & (grams < U64(((1 << 64) - 1) // options.sample_one_in)))
    places, told = facts(words)
    return TextHashes(
        word_counts=np.diff(words.bounds),
        text_hashes=_sequence_hashes(words),
        grams=_keys(words, kept, grams[kept]),
        facts=_keys(words, places, told),
    )


def hash_lists(keys: list[Words], counts: list[Places]) -> pa.ListArray:
    """Keys of several chunks as one list of hashes a document; `counts` says how many documents a chunk has."""
    sizes = [np.bincount((k >> LOW).astype(np.int64), minlength=len(c)) for k, c in zip(keys, counts, strict=True)]
    bounds = np.concatenate([[0], np.cumsum(_joined(sizes, np.int64))])
    values = _joined([k.astype(np.uint32) for k in keys], np.uint32)
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), pa.array(values), type=HASHES)


def _keys(words: ChunkWords, places: Places, hashes: Words) -> Words:
    """Keys document << 32 | low half of the hash, which is spread evenly whatever sampling did to the high half."""
    document = (np.searchsorted(words.bounds, places, side="right") - 1).astype(U64)
    return sorted_once((document << LOW) | (hashes & U64(0xFFFFFFFF)))


def _sequence_hashes(words: ChunkWords) -> Words:
    """One hash a document over its words in their order; 0 for a text without words."""
    sizes = np.diff(words.bounds)
    order = np.arange(len(words.hashes)) - np.repeat(words.bounds[:-1], sizes)
    summed: Words = np.concatenate([np.zeros(1, U64), np.cumsum(mix(words.hashes + order.astype(U64) * MULTIPLIER))])
    hashes: Words = summed[words.bounds[1:]] - summed[words.bounds[:-1]]
    return hashes


def _chunks(texts: pa.ChunkedArray) -> Iterator[pa.LargeStringArray]:
    for part in texts.chunks:
        offsets = np.frombuffer(part.buffers()[1], np.int64)[part.offset : part.offset + len(part) + 1]
        start = 0
        while start < len(part):
            end = int(np.searchsorted(offsets, offsets[start] + CHUNK_BYTES, side="right")) - 1
            end = max(end, start + 1)
            yield part.slice(start, end - start)
            start = end


def _strings(articles: pa.Table, name: str) -> pa.ChunkedArray:
    return pc.fill_null(articles.column(name).cast(pa.large_string()), "")


def _revisions(articles: pa.Table) -> pa.ChunkedArray | pa.Array:
    if "revision" not in articles.column_names:
        return pa.array(np.ones(articles.num_rows, np.int32))
    return pc.fill_null(articles.column("revision").cast(pa.int32()), 1)


def _urls(articles: pa.Table) -> pa.ChunkedArray | pa.Array:
    """`url` where it is there, else `source_uri` where that is a web address."""
    urls = pa.nulls(articles.num_rows, pa.string())
    if "url" in articles.column_names:
        urls = articles.column("url").cast(pa.string())
    if "source_uri" in articles.column_names:
        place = articles.column("source_uri").cast(pa.string())
        web = pc.match_substring_regex(place, "^https?://")
        urls = pc.coalesce(urls, pc.if_else(web, place, None))
    return urls


def _published(articles: pa.Table) -> pa.ChunkedArray | pa.Array:
    """Instants in UTC and microseconds; what is no timestamp counts as not given."""
    if "published_at" not in articles.column_names or not pa.types.is_timestamp(
        articles.schema.field("published_at").type
    ):
        return pa.nulls(articles.num_rows, UTC_US)
    return articles.column("published_at").cast(UTC_US, safe=False)


def _content_hashes(articles: pa.Table, text_hashes: Words, options: DedupeOptions) -> pa.ChunkedArray | pa.Array:
    """`content_hash` where it is there, else hashes of the words of title and text."""
    if "content_hash" in articles.column_names:
        return pc.fill_null(articles.column("content_hash").cast(pa.string()), "")
    titles = np.zeros(articles.num_rows, U64)
    if "title" in articles.column_names:
        parts = [hash_texts(chunk, options).text_hashes for chunk in _chunks(_strings(articles, "title"))]
        titles = _joined(parts, np.uint64)
    both = np.stack([text_hashes, titles], axis=1).astype(">u8").tobytes().hex().encode()
    offsets = np.arange(articles.num_rows + 1, dtype=np.int64) * 32
    hexes = pa.LargeStringArray.from_buffers(articles.num_rows, pa.py_buffer(offsets), pa.py_buffer(both))
    return hexes.cast(pa.string())


def _joined(arrays: Sequence[npt.NDArray[T]], dtype: type[T]) -> npt.NDArray[T]:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype)
